import { afterEach, describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change.js";
import { netex } from "../../../provider/platforms/netex/index.js";
import { type NetexEmulator, type NetexOptions, startNetex } from "../../../sandbox/index";
import { ID, jumpingContext, scripted, shownUser, stored } from "./helpers.js";

const PERSON = { name: "Ada", surname: "Byron", language: "en", timezone: "Europe/London" };
const ABOUT: Change = { kind: "attribute", path: ["aboutMe"], to: "New" };

let emulator: NetexEmulator;
afterEach(() => emulator.close());

/** The warnings of a change of two people. */
async function warnings(options: NetexOptions, more: object = {}, declared: object = {}): Promise<readonly string[]> {
  emulator = await startNetex(options);
  const warned: string[] = [];
  const context = {
    ...jumpingContext(),
    log: { info: () => {}, warn: (message: string) => void warned.push(message) },
  };
  const configuration = netex.configuration.parse({ url: emulator.url, token: emulator.token });
  const tenant = netex.open(configuration, context);
  for (const username of ["ada", "bob"]) {
    const email = `${username}@example.com`;
    const { id } = emulator.create({ ...PERSON, username, email, ...more });
    const attributes = { ...PERSON, username, email, aboutMe: "New", ...declared };
    const desired = { attributes, sets: {}, references: {} };
    await tenant.connectors.user.update({ id, changes: [ABOUT], desired, addOnly: [] });
  }
  await tenant.close();
  return warned;
}

describe("what a read or an answer doesn't show", () => {
  it("is warned of once a run", async () => {
    const [warning, ...others] = await warnings({ extra: "null" });
    expect(warning).toMatch(/shows no extra that could be sent back/);
    expect(others).toEqual([]);
  });

  it.each([
    ["answers without newer attributes", { newerReads: false }, {}, /authSource, externalId, extendedFields/],
    ["a picture", {}, { image: "/nlc/1.png" }, /no image /],
    ["answers without extra", { extra: "absent" }, {}, /no extra /],
    ["answers that name no platform", { tells: "none" }, {}, /names none of its platforms/],
    ["answers without a body", { answers: "empty" }, {}, /names none of its platforms/],
  ] as const)("is warned of: %s", async (_what, options, more, says) => {
    expect(await warnings(options, more)).toEqual([expect.stringMatching(says)]);
  });

  it("is warned of where some keys of extendedFields are declared", async () => {
    const declared = { authSource: "LOCAL", externalId: "hr-1", extendedFields: { costCentre: "1815" } };
    const [warning, ...others] = await warnings({ newerReads: false }, {}, declared);
    expect(warning).toMatch(/shows no extendedFields .*with all its keys/);
    expect(others).toEqual([]);
  });

  it.each([
    ["shown", {}, { extra: { badge: "blue" } }, {}],
    ["shown empty", {}, {}, {}],
    ["declared", { extra: "null" }, {}, { extra: { badge: "blue" } }],
  ] as const)("is no matter where extra is %s", async (_how, options, more, declared) => {
    expect(await warnings(options, more, declared)).toEqual([]);
  });
});

it("is no matter for whom nothing is shown where somebody else shows something", async () => {
  const writes = { expect: `PUT /users/${ID}`, body: stored };
  const reads = (extra: unknown) => ({ expect: `GET /users/${ID}`, body: shownUser({ extra, image: null }) });
  const { connector, warned } = scripted(reads({ badge: "blue" }), writes, reads(null), writes);
  const desired = { attributes: { ...PERSON, username: "ada.example", authSource: "LDAP" }, sets: {}, references: {} };
  const request = { id: ID, changes: [ABOUT], desired, addOnly: [] };
  await connector.update(request);
  await connector.update(request);
  expect(warned).toEqual([]);
});

describe("a deletion that is refused", () => {
  it("says that the account is switched off and still there", async () => {
    emulator = await startNetex();
    const { id } = emulator.create({ ...PERSON, username: "ada", email: "ada@example.com" });
    emulator.faults.add({ method: "DELETE", fault: { kind: "status", status: 400 } });
    const configuration = netex.configuration.parse({ url: emulator.url, token: emulator.token });
    const tenant = netex.open(configuration, jumpingContext());
    await expect(tenant.connectors.user.remove(id)).rejects.toThrow(/400.*switched off, and not deleted/s);
    expect(emulator.get(id)?.enabled).toBe(false);
    await tenant.close();
  });
});
