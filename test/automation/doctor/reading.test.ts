import { afterEach, describe, expect, test } from "vitest";
import { widthOf } from "../../../automation/reports/width";
import { platforms } from "../../../provider/platforms/registry";
import type { SandboxOptions } from "../../../sandbox/index";
import { environmentOf } from "../../../sandbox/index";
import { DoctorLab, EMULATED } from "./doctor-lab";

let lab: DoctorLab;
const open = async (options?: SandboxOptions): Promise<DoctorLab> => {
  lab = await DoctorLab.open(options);
  return lab;
};
afterEach(() => lab.close());

describe("a doctor that only reads", () => {
  test("finds nothing to set at usual vendors, and writes nothing there", async () => {
    await open();
    const { code, out } = await lab.doctor();
    expect(out).toMatch(/\nthere is nothing to set\n$/);
    expect(code).toBe(0);
    for (const id of EMULATED) expect(out).toContain(platforms[id].title);
    expect(lab.report.platforms.map(({ platform, state }) => [platform, state])).toEqual(
      EMULATED.map((id) => [id, "well"]),
    );
    for (const { platform, assumptions } of lab.report.platforms) {
      const known = platforms[platform as keyof typeof platforms].assumptions.map(({ id }) => id);
      expect(Object.keys(assumptions)).toEqual(known);
    }
    expect(lab.writes()).toEqual([]);
  });

  test("counts who is there, page by page", async () => {
    await open();
    for (let i = 0; i < 230; i++) lab.sandbox.scim.create({ userName: `p${i}` });
    const { out } = await lab.doctor(["--platform", "scim"]);
    expect(out).toMatch(/people +230 accounts, in [23] pages of at most 1?\d\d; a page takes [\d.]+ s\n/);
    expect(lab.of("scim").people?.atMost).toBe(1000);
  });

  test("examines the platforms that are named alone, and refuses others", async () => {
    await open();
    await lab.doctor(["--platform", "nerm", "--platform", "adobe"]);
    expect(lab.report.platforms.map(({ platform }) => platform)).toEqual(["adobe", "nerm"]);
    const { code, error } = await lab.doctor(["--platform", "acme"]);
    expect([code, error]).toEqual([1, "--platform acme: is none of adobe, keycloak, nerm, netex, scim\n"]);
  });

  test("says so where nothing is configured", async () => {
    await open();
    const nothing = Object.fromEntries(Object.keys(environmentOf(lab.sandbox)).map((name) => [name, undefined]));
    const { code, error } = await lab.doctor([], { environment: nothing });
    expect(error).toContain("no platform is configured");
    expect(code).toBe(1);
  });

  test("names the setting where a platform is configured by half, and examines the others", async () => {
    await open();
    const { code, out } = await lab.doctor([], { environment: { ROSTER_NETEX_URL: undefined } });
    expect(code).toBe(1);
    expect(out).toContain("roster:netex.url is required");
    expect(lab.of("netex").failure).toBe("configuration");
    expect(lab.of("scim").state).toBe("well");
  });

  test("tells wrong credentials, and examines the other platforms", async () => {
    await open();
    const { code, out } = await lab.doctor([], { environment: { ROSTER_SCIM_TOKEN: "wrong-credential" } });
    expect(code).toBe(1);
    expect(out).toMatch(/\nnot everything could be examined\n$/);
    expect(lab.of("scim")).toMatchObject({ state: "broken", failure: "unauthenticated" });
    expect(lab.of("adobe").state).toBe("well");
    expect(out + lab.file).not.toContain("wrong-credential");
  });

  test("tells what the credentials may not do: a list of groups is no need, one of people is", async () => {
    await open();
    lab.sandbox.scim.faults.add({ path: /\/Groups/, fault: { kind: "status", status: 403 } });
    const groups = await lab.doctor(["--platform", "scim"]);
    expect(groups.code).toBe(0);
    expect(groups.out).toMatch(/may not +list groups\n/);
    lab.sandbox.scim.faults.add({ path: /\/Users\?(?!.*filter)/, fault: { kind: "status", status: 403 } });
    const people = await lab.doctor(["--platform", "scim"]);
    expect(people.code).toBe(2);
    expect(people.out).toMatch(/rights +the credentials may not list people/);
    expect(lab.of("scim").may).toEqual({ "find-people": true, "list-people": false, "list-groups": false });
  });

  test("keeps what it knows of a vendor that fails in the middle", async () => {
    await open();
    lab.sandbox.scim.faults.add({ path: /\/Users\?(?!.*filter)/, fault: { kind: "status", status: 501 } });
    const { code } = await lab.doctor(["--platform", "scim"]);
    expect(code).toBe(1);
    expect(lab.of("scim")).toMatchObject({ state: "broken", failure: "rejected", may: { "find-people": true } });
  });

  test("keeps to the columns of its terminal, and colours nothing where that isn't wanted", async () => {
    await open();
    const { out } = await lab.doctor([], { columns: 72 });
    const lines = out.split("\n").filter((line) => line.includes(" ") && !/https?:|urn:/.test(line));
    expect(lines.filter((line) => widthOf(line) > 72)).toEqual([]);
    expect(out).not.toContain("\u001B");
    const coloured = await lab.doctor([], { columns: 72, hasColour: true });
    expect(coloured.out).toContain("\u001B");
  });

  test("prints the same object that it writes, and nothing else, with --json", async () => {
    await open();
    const { out, error } = await lab.doctor(["--json", "--out", "reports", "--platform", "adobe"]);
    const { platforms } = JSON.parse(out) as { platforms: unknown };
    expect(platforms).toMatchObject([{ platform: "adobe", assumptions: expect.any(Object) }]);
    expect(error).toBe("");
    lab.write("doctor.json", "{}");
    expect(lab.file).toBe("{}");
  });

  test("ends without a file where it is interrupted", async () => {
    await open();
    const { code, error } = await lab.doctor([], { signal: AbortSignal.abort() });
    expect(error).toContain("nothing was changed at a vendor");
    expect(code).toBe(1);
    expect(() => lab.file).toThrow("ENOENT");
  });
});
