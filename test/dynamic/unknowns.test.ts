import * as rpc from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { expect, it } from "vitest";
import { UNKNOWN } from "../../provider/core/model/value";
import { fromHost, toHost } from "../../provider/dynamic/unknowns";
import { UNKNOWN_TEXT } from "../../provider/pulumi-values";

it.each([
  rpc.unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
])("the text %s is an unknown value at any depth", (text) => {
  expect(fromHost({ a: [text, { b: text }], c: "x" })).toEqual({ a: [UNKNOWN, { b: UNKNOWN }], c: "x" });
});

it("unknown values go back as the text that the SDK sends", () => {
  expect(UNKNOWN_TEXT).toBe(rpc.unknownValue);
  expect(toHost({ a: [UNKNOWN], b: { c: UNKNOWN } })).toEqual({ a: [UNKNOWN_TEXT], b: { c: UNKNOWN_TEXT } });
});

it("everything else passes both ways unchanged", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void expect(toHost(fromHost(value))).toEqual(value)));
});
