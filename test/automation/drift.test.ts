import { describe, expect, it } from "vitest";
import { worstOf } from "../../automation/runs/drift/drift-report";
import { findDrift } from "../../automation/runs/drift/find-drift";
import { waive } from "../../automation/runs/drift/find-unmanaged";
import type { Waiver } from "../../automation/runs/drift/waivers";
import { previewOf, type Told } from "./snapshots";

const ADA = { email: "ada@example.com", name: "Ada", profile: "Author", roles: ["Author"], manager: "1", tenant: "1" };
const drift = (...told: readonly Told[]) => findDrift(previewOf(...told).people);

describe("drift", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["a role", { roles: ["Admin", "Author"] }, "security"],
    ["an address", { email: "eve@example.com" }, "identity"],
    ["a manager", { manager: "2" }, "identity"],
    ["a profile", { profile: "Poet" }, "cosmetic"],
    ["the gravest of several", { profile: "Poet", manager: "2" }, "identity"],
  ])("is classed by what has changed: %s", (_, observed, expected) => {
    expect(drift({ name: "ada", stored: ADA, observed: { ...ADA, ...observed }, declared: ADA })).toMatchObject([
      { class: expected, key: "ada", what: "changed" },
    ]);
  });

  it("goes from what was applied to what is shown, whatever the program says now", () => {
    const observed = { ...ADA, profile: "Poet" };
    expect(drift({ name: "ada", stored: ADA, observed, declared: observed })[0]?.details).toEqual([
      { kind: "attribute", path: "profile", from: "Author", to: "Poet" },
    ]);
    expect(drift({ name: "ada", stored: ADA, declared: { ...ADA, profile: "Lead" } })).toEqual([]);
  });

  it("is grave where an account is gone, switched off, or an administrator's flag has changed", () => {
    const nerm = "roster:nerm:User";
    expect(drift({ name: "ada", stored: ADA, observed: "gone", declared: ADA })).toMatchObject([
      { class: "security", what: "gone" },
    ]);
    const login = { login: "ada" };
    expect(
      drift({ type: nerm, name: "ada", stored: login, observed: { ...login, status: "Disabled" }, declared: login }),
    ).toMatchObject([{ class: "security", details: [{ kind: "activation", to: "Disabled" }] }]);
    const admin = { login: "ada", admin: false };
    expect(
      drift({ type: nerm, name: "ada", stored: admin, observed: { ...admin, admin: true }, declared: admin }),
    ).toMatchObject([{ class: "security" }]);
  });

  it("is nothing where somebody is new, and the gravest come first", () => {
    expect(drift({ name: "eve", declared: ADA })).toEqual([]);
    const found = drift(
      { name: "a", stored: ADA, observed: { ...ADA, profile: "Poet" }, declared: ADA },
      { name: "b", stored: ADA, observed: { ...ADA, roles: [] }, declared: ADA },
    );
    expect(found.map(({ key }) => key)).toEqual(["b", "a"]);
  });
});

describe("an account that nobody declares", () => {
  const account = {
    platform: "adobe",
    id: "7",
    naturalKey: "Bot@example.com",
    name: "Bot",
    administrator: false,
  } as const;
  const waiver: Waiver = {
    platform: "adobe",
    account: "bot@EXAMPLE.com",
    reason: "r",
    owner: "it@example.com",
    until: "2026-11-24",
  };

  it("is waived by its natural key or its id, to the end of the last day", () => {
    expect(waive([account], [waiver], "2026-11-24")).toMatchObject({ unmanaged: [], waived: [{ id: "7", waiver }] });
    expect(waive([account], [{ ...waiver, account: "7" }], "2026-01-01").unmanaged).toEqual([]);
    expect(waive([account], [waiver], "2026-11-25")).toMatchObject({
      unmanaged: [account],
      expired: [waiver],
      unused: [],
    });
  });

  it("is not waived on another platform, and a waiver without an account is told", () => {
    const other = { ...waiver, platform: "nerm" as const };
    expect(waive([account], [other], "2026-11-01")).toMatchObject({ unmanaged: [account], unused: [other] });
  });

  it("is somebody's identity, and an administrator's is security", () => {
    expect(worstOf({ drifted: [], unmanaged: [account] })).toBe("identity");
    expect(worstOf({ drifted: [], unmanaged: [{ ...account, administrator: true }] })).toBe("security");
    expect(worstOf({ drifted: [], unmanaged: [] })).toBeUndefined();
  });
});
