import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Engine, type EngineOptions } from "../../engine/index";
import type { AdobeEmulator } from "../../sandbox/index";
import { PeopleLab } from "../engine/people-lab";

const PEOPLE = 200;
/** How many moments of a run are tried, spread over all of it; `USERS_KILLS=20` is the long form. */
const KILLS = Number(process.env["USERS_KILLS"] ?? 1);

/** Once so many accounts are there, and a little later. */
const moments = Array.from({ length: KILLS }, (_, i) => Math.floor((PEOPLE * (i + 0.5)) / KILLS));

describe("an up of a set of 200 people that is killed", () => {
  let lab: PeopleLab;
  let vendor: AdobeEmulator;
  beforeEach(async () => {
    lab = await PeopleLab.open();
    vendor = lab.vendor;
  });
  afterEach(() => lab.close());

  const options = (adopt: "identical" | "no"): EngineOptions =>
    lab.options({
      ADOPT: adopt,
      SET: "yes",
      PEOPLE: String(PEOPLE),
      ROSTER_ADOBE_URL: vendor.url,
      ROSTER_ADOBE_TOKEN: vendor.token,
    });

  /** Starts an up, and kills it once so many accounts are there. */
  const killAt = (accounts: number, adopt: "identical" | "no"): Promise<void> =>
    lab.killOnce(options(adopt), () => vendor.people().length >= accounts);

  function expectEachOnce(): void {
    const people = vendor.people();
    expect(people.map(({ state }) => state)).toEqual(Array.from({ length: PEOPLE }, () => "ACTIVE"));
    expect(new Set(people.map(({ email }) => email)).size).toBe(PEOPLE);
  }

  async function idsOf(engine: Engine): Promise<Record<string, string>> {
    const { deployment } = await engine.exportState();
    const set = (deployment.resources ?? []).find(({ type }) => type.endsWith("adobe:Users"));
    return (set?.outputs?.["ids"] ?? {}) as Record<string, string>;
  }

  test.each(moments)("with %i accounts made, goes on in the next up, with each person once", async (accounts) => {
    await killAt(accounts, "identical");
    const engine = new Engine(options("identical"));
    const made = vendor.people().length;
    vendor.log.clear();
    const result = await engine.up();
    expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expectEachOnce();
    expect(vendor.log.writes()).toHaveLength(PEOPLE - made);
    expect(Object.values(await idsOf(engine)).sort()).toEqual(
      vendor
        .people()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test("without adopt, the next up refuses whoever is there, makes the others, and twins nobody", async () => {
    await killAt(90, "no");
    const made = vendor.people().length;
    const engine = new Engine(options("no"));
    const result = await engine.up();
    expect(result.succeeded).toBe(false);
    expect(JSON.stringify(result.diagnostics)).toContain(`${PEOPLE - made} of ${PEOPLE} people are done`);
    expectEachOnce();
    expect(Object.keys(await idsOf(engine))).toHaveLength(PEOPLE - made);
    const adopting = new Engine(options("identical"));
    vendor.log.clear();
    expect((await adopting.up()).succeeded).toBe(true);
    expect(vendor.log.writes()).toEqual([]);
    expect(Object.keys(await idsOf(adopting))).toHaveLength(PEOPLE);
  });
});
