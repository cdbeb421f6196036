import { describe, expect, it } from "vitest";
import {
  plainProperties,
  renamedUrns,
  resourceSnapshots,
  SECRET_TEXT,
} from "../../../automation/plan/review/resource-snapshots";
import { UNKNOWN } from "../../../provider/core/model/value";
import { fittingOutputs } from "../../../provider/fitting-outputs";
import { eventsOf, type Told } from "../snapshots";

const ADA = { email: "ada@example.com", name: "Ada" };
const ADA_URN = "urn:pulumi:dev::acme::roster:adobe:User::ada";
const side = (urn: string, more: object = {}) => ({
  urn,
  type: "roster:adobe:User",
  id: "7",
  inputs: ADA,
  outputs: ADA,
  ...more,
});
const event = (op: string, urn: string, old: unknown, goal: unknown, kind = "resourcePreEvent") =>
  ({ [kind]: { metadata: { op, urn, type: "roster:adobe:User", old, new: goal } } }) as never;

describe("what a preview tells of one resource", () => {
  it("is what was stored, what is shown now and what is declared", () => {
    const observed = { ...ADA, name: "Augusta" };
    const told: Told = { name: "ada", stored: ADA, observed, declared: { ...ADA, name: "Lovelace" }, diffs: ["name"] };
    const [snapshot, ...more] = resourceSnapshots(eventsOf(told));
    expect(more).toEqual([]);
    expect(snapshot).toMatchObject({
      urn: ADA_URN,
      op: "update",
      stored: { id: "id-ada", outputs: ADA },
      observed: { id: "id-ada", outputs: observed },
      declared: { id: "", inputs: { ...ADA, name: "Lovelace" } },
      differing: ["name"],
    });
  });

  it("has no side that was not told", () => {
    const [joins] = resourceSnapshots(eventsOf({ name: "ada", declared: ADA }));
    expect(Object.keys(joins ?? {}).sort()).toEqual(["declared", "differing", "op", "type", "urn"]);
    const [gone] = resourceSnapshots(eventsOf({ name: "ada", stored: ADA, observed: "gone" }));
    expect(Object.keys(gone ?? {}).sort()).toEqual(["differing", "stored", "type", "urn"]);
    expect(gone?.differing).toEqual([]);
    const [bare] = resourceSnapshots([event("refresh", ADA_URN, null, null)]);
    expect(bare).not.toHaveProperty("stored");
    const [leaves] = resourceSnapshots(eventsOf({ name: "ada", stored: ADA }));
    expect(Object.keys(leaves ?? {}).sort()).toEqual(["differing", "observed", "op", "stored", "type", "urn"]);
  });

  it("takes what a step without a refresh began with for what is stored and shown, and nothing that is deleted for declared", () => {
    const [updated] = resourceSnapshots([event("update", ADA_URN, side(ADA_URN), side(ADA_URN))]);
    expect([updated?.stored?.id, updated?.observed?.id, updated?.declared?.id]).toEqual(["7", "7", "7"]);
    const [deleted] = resourceSnapshots([event("delete", ADA_URN, side(ADA_URN), side(ADA_URN))]);
    expect([deleted?.observed?.id, deleted?.declared]).toEqual(["7", undefined]);
  });

  it.each(["create-replacement", "delete-replaced", "import-replacement", "read-replacement"])(
    "passes over the %s of a replacement",
    (op) => {
      expect(resourceSnapshots([event(op, ADA_URN, side(ADA_URN), side(ADA_URN))])).toEqual([]);
    },
  );

  it("is left as it is where its outputs are packed, which a preview masks", () => {
    const masked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
    const type = "roster:adobe:Users";
    const [snapshot] = resourceSnapshots(
      eventsOf({ type, name: "people", stored: { packed: masked }, observed: { users: { ada: ADA } } }),
    );
    expect(snapshot?.stored?.outputs).toEqual({ packed: SECRET_TEXT });
    expect(snapshot?.observed?.outputs).toEqual({ users: { ada: ADA } });
  });

  it("is everybody where its outputs are packed and no secret", () => {
    const outputs = { users: { ada: ADA }, ids: { ada: "7" } };
    const packed = fittingOutputs(outputs, { bytes: 1, files: false });
    expect(Object.keys(packed)).toEqual(["packed"]);
    const [snapshot] = resourceSnapshots(eventsOf({ type: "roster:adobe:Users", name: "people", stored: packed }));
    expect(snapshot?.observed?.outputs).toEqual(outputs);
  });

  it("follows a resource that gets another name, under which a refresh has not told of it", () => {
    const urn = `${ADA_URN}-2`;
    const shown = side(ADA_URN, { outputs: { ...ADA, name: "Augusta" } });
    const events = [
      event("refresh", ADA_URN, side(ADA_URN), side(ADA_URN)),
      event("refresh", ADA_URN, side(ADA_URN), shown, "resOutputsEvent"),
      event("same", urn, shown, side(urn)),
    ];
    const snapshots = resourceSnapshots(events);
    expect(snapshots).toHaveLength(1);
    expect(snapshots[0]).toMatchObject({ urn, formerUrn: ADA_URN, stored: { outputs: ADA }, observed: { id: "7" } });
    expect(renamedUrns(snapshots)).toEqual(new Map([[ADA_URN, urn]]));
    expect(renamedUrns(resourceSnapshots([events[0]] as never)).size).toBe(0);
  });

  it("of a stack that is to go declares nothing, and leaves out what the state lacks", () => {
    const told: Told = { name: "ada", stored: ADA, declared: ADA };
    const [only, ...more] = resourceSnapshots(eventsOf(told, { name: "bob", declared: ADA }), true);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ urn: ADA_URN, observed: { id: "id-ada" } });
    expect(only?.declared).toBeUndefined();
    expect(resourceSnapshots(eventsOf(told, { name: "bob", declared: ADA }))).toHaveLength(2);
  });

  it("keeps what stays when its resource goes, and by which provider it is served", () => {
    const provider = "urn:pulumi:dev::acme::pulumi:providers:roster::own::1";
    const [own] = resourceSnapshots([event("same", ADA_URN, side(ADA_URN, { retainOnDelete: true, provider }), null)]);
    expect(own?.observed).toMatchObject({ retainOnDelete: true, provider });
    const [bare] = resourceSnapshots([event("same", ADA_URN, { ...side(ADA_URN), id: undefined }, null)]);
    expect(bare?.observed).toEqual({ id: "", inputs: ADA, outputs: ADA, retainOnDelete: false, provider: "" });
  });
});

describe("the properties of a resource", () => {
  const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "abc" };
  const ASSET = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "1" };

  it.each<[string, unknown, unknown]>([
    [
      "a secret, whatever it holds",
      { a: SECRET, b: [SECRET], c: { d: SECRET } },
      { a: SECRET_TEXT, b: [SECRET_TEXT], c: { d: SECRET_TEXT } },
    ],
    ["what is not known yet", { a: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, { a: UNKNOWN }],
    ["another signed value", { a: ASSET }, { a: ASSET }],
    ["plain values", { a: 1, b: null, c: ["x", true] }, { a: 1, b: null, c: ["x", true] }],
    ["without the code of the provider", { __provider: "code", a: 1 }, { a: 1 }],
    ["none", undefined, {}],
    ["none of a list", [1], {}],
  ])("are plain: %s", (_, value, expected) => {
    expect(plainProperties(value)).toEqual(expected);
  });
});
