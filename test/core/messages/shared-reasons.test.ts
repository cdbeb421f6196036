import { expect, it } from "vitest";
import { countedKeys, sharedReasons } from "../../../provider/core/messages/shared-reasons";

it("each reason is told once, in the order in which it comes up, with each key once", () => {
  const failed = [
    ["ada", "no seat"],
    ["eve", "no role"],
    ["bob", "no seat"],
    ["ada", "no seat"],
  ] as const;
  expect(sharedReasons(failed)).toEqual([
    { reason: "no seat", keys: ["ada", "bob"] },
    { reason: "no role", keys: ["eve"] },
  ]);
  expect(sharedReasons([])).toEqual([]);
});

it.each<[string, readonly string[], number, string]>([
  ["all that fit, each with a comma and a blank", ["ada", "bob", "eve"], 15, "3 people: ada, bob, eve"],
  ["those that fit, and how many more there are", ["ada", "bob", "eve"], 14, "3 people: ada, bob and 1 more"],
  ["the first, whatever its length", ["ada", "bob", "eve"], 0, "3 people: ada and 2 more"],
  ["one alone", ["ada"], 0, "1 people: ada"],
])("keys are counted, and named: %s", (_, keys, room, text) => {
  expect(countedKeys(keys, room)).toBe(text);
  expect(countedKeys(keys, room, "groups")).toBe(text.replace("people", "groups"));
});
