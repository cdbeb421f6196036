import { describe, expect, it } from "vitest";
import { UNKNOWN as UNKNOWN_VALUE } from "../../provider/core/model/value";
import { platforms } from "../../provider/platforms/registry";
import { misshapen } from "../../provider/plugin/requests";
import { receiveUsers } from "../../provider/plugin/set-requests";
import { encodeStruct } from "../../provider/plugin/struct-codec";
import { UNKNOWN } from "./client";

const { adobe, netex } = platforms;

it("null is of no wrong shape, wherever it stands", () => {
  const nothing = { roles: null, manager: null, clear: null, onDestroy: null };
  expect(misshapen(adobe.kinds.user, nothing)).toEqual([]);
  expect(misshapen(netex.kinds.user, { roles: null })).toEqual([]);
});

it("sections of roles are lists, whichever of them is none", () => {
  const said = (roles: unknown) => misshapen(netex.kinds.user, { roles });
  expect(said({ training: ["user"], social: "user" })).toEqual(["each section of roles must be a list"]);
  expect(said({ training: ["user"], social: [1] })).toEqual(["each section of roles must be a list"]);
  expect(said({ training: ["user"], social: UNKNOWN_VALUE })).toEqual([]);
  expect(said(["user"])).toEqual(["roles must be an object"]);
});

describe("the people of a set", () => {
  const received = (users: unknown) => receiveUsers(adobe.kinds.user, encodeStruct({ users }), "news");

  it.each<[string, unknown, RegExp]>([
    ["roles that are no list", { ada: {}, bob: { roles: 7 } }, /^news: users\.bob: roles must be a list$/],
    ["a text for a person", { ada: "x" }, /^news: users\.ada: must be an object$/],
    ["a list for people", [], /^news: users must be an object$/],
  ])("are refused by name with %s", (_, users, message) => {
    expect(() => received(users)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
  });

  it.each([UNKNOWN, { ada: UNKNOWN }, { ada: { roles: UNKNOWN } }, null])("may be open: %j", (users) => {
    expect(() => received(users)).not.toThrow();
  });
});
