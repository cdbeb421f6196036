import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "../../../provider/core/contract/platform";
import { isRecord } from "../../../provider/core/model/value";
import { platforms } from "../../../provider/platforms/registry";
import { environmentOf } from "../../../sandbox/index";
import { ADDRESS, DoctorLab, EMULATED } from "./doctor-lab";

let lab: DoctorLab;
beforeEach(async () => {
  lab = await DoctorLab.open();
  const { adobe, netex, nerm, scim } = lab.sandbox;
  for (const name of ["Quintessa Abernathy", "Bartholomew Oyelaran"]) {
    const email = `${name.replace(" ", ".").toLowerCase()}@example.org`;
    const [given = "", family = ""] = name.split(" ");
    adobe.create({ email, name, profile: "Cartographer", fields: { Site: "Ulaanbaatar" } });
    netex.create({ username: email, email, name: given, surname: family });
    nerm.create({ login: email, email, name });
    scim.create({ userName: email, name: { givenName: given, familyName: family }, title: "Cartographer" });
  }
  adobe.createGroup({ name: "Expedition leaders" });
  scim.createGroup({ displayName: "Expedition leaders" });
});
afterEach(() => lab.close());

/** Every text at any depth. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Names, addresses, ids, words and credentials of all that the sandbox holds. */
function secrets(): readonly string[] {
  const { adobe, netex, nerm, scim } = lab.sandbox;
  const held = [
    ...EMULATED.flatMap((id): readonly object[] => lab.sandbox[id].people()),
    ...[adobe, netex, scim].flatMap((emulator): readonly object[] => emulator.groups()),
    ...nerm.roles,
    ...Object.values(environmentOf(lab.sandbox)),
    ...[adobe, nerm, scim].flatMap(({ clientId, clientSecret }) => [clientId, clientSecret]),
    adobe.accountId,
    adobe.refreshToken,
    ADDRESS,
  ];
  return [...new Set(textsIn(held))].filter((text) => text.length > 3);
}

/** Words of this package that a vendor may have too, such as the role `user`. */
const OWN = Object.values(platforms).flatMap(({ assumptions }: Pick<Platform, "assumptions">) =>
  assumptions.flatMap(({ id, variants }) => [id, ...Object.keys(variants)]),
);

/** Those that a text repeats: what an issue must not tell. */
const told = (text: string): readonly string[] =>
  secrets().filter((secret) => text.includes(secret) && !OWN.includes(secret));

describe("doctor.json", () => {
  test("repeats no name, address, id, token or word of the tenant", async () => {
    expect(secrets()).toEqual(expect.arrayContaining(["Quintessa Abernathy", "Expedition leaders", "Cartographer"]));
    expect((await lab.doctor()).code).toBe(0);
    expect(told(lab.file)).toEqual([]);
    for (const id of EMULATED) {
      expect((await lab.doctor(["--platform", id, "--try", ADDRESS])).code).toBe(0);
      expect(told(lab.file)).toEqual([]);
    }
  });

  test("repeats nothing of what vendors say where they fail, and where somebody is left", async () => {
    const body = { title: "Quintessa Abernathy", detail: "bartholomew.oyelaran@example.org has 108079" };
    const denied = { kind: "status", status: 403, body } as const;
    for (const id of EMULATED) lab.sandbox[id].faults.add({ path: /groups/i, fault: { ...denied, status: 400 } });
    expect((await lab.doctor()).code).toBe(1);
    expect(told(lab.file)).toEqual([]);
    for (const id of EMULATED) lab.sandbox[id].faults.clear();
    lab.sandbox.adobe.faults.add({ method: "DELETE", fault: denied });
    const { code, error } = await lab.doctor(["--platform", "adobe", "--try", ADDRESS]);
    expect(error).toContain(ADDRESS);
    expect(code).toBe(1);
    expect(told(lab.file)).toEqual([]);
  });

  test("rounds how many people there are, and has no page that has all of them", async () => {
    for (let i = 0; i < 28; i++) lab.sandbox.scim.create({ userName: `p${i}` });
    const { out } = await lab.doctor(["--platform", "scim"]);
    expect(out).toMatch(/people +30 accounts/);
    expect(lab.of("scim").people).toEqual({ atMost: 100, isComplete: true, pageMilliseconds: expect.any(Number) });
  });
});
