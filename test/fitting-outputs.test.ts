import { existsSync } from "node:fs";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { withSpilledOutputs } from "../engine/spilled-outputs";
import { fittingOutputs, roomFor, unpacked } from "../provider/fitting-outputs";
import { INIT_FAILED, joined } from "../provider/plugin/property-maps";
import { send } from "../provider/plugin/wire-values";

/** What the Go engine's HTTP/2 takes of a trailer: 16 MiB of base64. */
const ENGINE = (16 * 1024 * 1024 * 3) / 4;

function setOf(count: number) {
  const keys = Array.from({ length: count }, (_, i) => `k${i}`);
  const person = (key: string) => ({
    email: `${key}@example.com`,
    on: true,
    n: 1,
    roles: ["A", "B"],
    fields: { a: "b" },
  });
  return {
    users: Object.fromEntries(keys.map((key) => [key, person(key)])),
    ids: Object.fromEntries(keys.map((key) => [key, crypto.randomUUID()])),
    origins: {},
    tenant: "here",
  };
}

const room = (bytes: number) => ({ bytes, files: false });

describe("outputs in an error", () => {
  it("go as they are where they fit, and a person's without the largest where not", () => {
    const person = { email: "ada@example.com", image: "A".repeat(1000) };
    expect(fittingOutputs(person, room(2000))).toBe(person);
    expect(fittingOutputs(person, room(500))).toEqual({ email: "ada@example.com" });
  });

  it("are packed for a set, so that nobody is missing", () => {
    const set = setOf(3_000);
    const packed = fittingOutputs(set, room(32 * 1024));
    expect(Object.keys(packed)).toEqual(["packed"]);
    expect(unpacked({ ...packed, __provider: "text" })).toEqual({ ...set, __provider: "text" });
    expect(unpacked(set)).toBe(set);
  });

  it("that use all the room fit into what Pulumi's engine takes, in the shape that grows most on its way", () => {
    const { bytes: room } = roomFor({});
    const sample = setOf(1_000);
    const bytes = Buffer.byteLength(JSON.stringify(sample));
    const detail = new proto.ErrorResourceInitFailed();
    const growth = joined(detail.serializeBinary(), { properties: send(sample, []) }, INIT_FAILED).length / bytes;
    expect(room * growth).toBeLessThan(ENGINE - 1024 * 1024);
    expect(room / bytes).toBeGreaterThan(30);
  });

  it("are left in a file, for an engine that fetches it, where even that is too large", () => {
    const set = setOf(3_000);
    const { packed } = fittingOutputs(set, { bytes: 1_000, files: true });
    expect(packed).toMatch(/^left-in-file:/);
    expect(withSpilledOutputs({ packed: String(packed) })).toEqual(fittingOutputs(set, room(1_000)));
    expect(existsSync(String(packed).replace("left-in-file:", ""))).toBe(false);
  });

  it("have the room that an engine says it has", () => {
    expect(roomFor({ ROSTER_ERROR_DETAILS: "32768" })).toEqual({ bytes: 32_768, files: false });
    expect(roomFor({ ROSTER_ERROR_DETAILS: "" })).toEqual(roomFor({}));
  });
});
