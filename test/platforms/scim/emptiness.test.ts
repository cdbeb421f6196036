import { afterEach, describe, expect, it } from "vitest";
import { scim } from "../../../provider/platforms/scim/index";
import { startScim } from "../../../sandbox/index";
import { fastClock } from "../../conformance/fast-clock";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A server with a group whose members are people who are there, and ids of nobody. */
async function group({ people = 0, gone = 0, nameless = 0 }) {
  const emulator = await startScim();
  const log = { info: () => undefined, warn: () => undefined };
  const context = { clock: fastClock(), random: () => 0.5, environment: {}, log };
  const tenant = scim.open({ url: emulator.url, token: emulator.token }, context);
  open.push(tenant, emulator);
  const there = Array.from({ length: people }, (_, i) => emulator.create({ userName: `p${i}` }).id);
  const ids = [...Array.from({ length: gone }, (_, i) => `gone-${i}`), ...there];
  const unsaid = Array.from({ length: nameless }, () => ({ display: "Somebody" }));
  const members = [...ids.map((value) => ({ value })), ...unsaid] as { value: string }[];
  const { id } = emulator.createGroup({ displayName: "Payroll", members });
  const contents = async (of = id) => await tenant.connectors.group?.contents?.(of);
  return { emulator, contents };
}

describe("a group at a SCIM server", () => {
  it.each<[string, { people?: number; gone?: number; nameless?: number }, boolean]>([
    ["with people who are gone alone is empty", { gone: 3 }, false],
    ["with somebody among them is not", { gone: 3, people: 1 }, true],
    ["with a member whom nobody can look up is not", { gone: 1, nameless: 1 }, true],
    ["with a hundred who are gone is empty", { gone: 100 }, false],
    ["with more of them is not, as nobody looks up so many", { gone: 101 }, true],
  ])("%s", async (_, members, expected) => {
    const { contents } = await group(members);
    expect(await contents()).toEqual({ members: expected, children: false });
  });

  it("with another group in it is not empty, though no person has its id", async () => {
    const { emulator, contents } = await group({ gone: 1 });
    const inner = emulator.createGroup({ displayName: "Interns" });
    const outer = emulator.createGroup({ displayName: "Staff", members: [{ value: "gone-0" }, { value: inner.id }] });
    expect(await contents(outer.id)).toEqual({ members: true, children: false });
  });

  it("is neither where a look-up of a member gives no proof", async () => {
    const { emulator, contents } = await group({ gone: 2 });
    emulator.faults.add({ path: /\/Users\/gone-1/, fault: { kind: "status", status: 403 } });
    await expect(contents()).rejects.toThrow("403");
  });
});
