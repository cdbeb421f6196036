import { statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Engine, type EngineOptions } from "../../engine";
import { errorsOf, nameOf } from "./lab";
import { PeopleLab } from "./people-lab";

/** How many points of a run are tried; `ENGINE_KILLS=50` is the long form, with as many people as a school has. */
const KILLS = Number(process.env["ENGINE_KILLS"] ?? 1);
const PEOPLE = process.env["ENGINE_KILLS"] === undefined ? 60 : 200;
const SEED = Number(process.env["ENGINE_KILL_SEED"] ?? 1);

/** A moment of a run: once so many people are at the vendor, or so many bytes in the journal, and then a little later. */
interface Point {
  reached: "people" | "journal";
  count: number;
  delay: number;
}

/** Bytes of the journal of a whole run, a little less than measured. */
const JOURNAL_BYTES = 1_350 * PEOPLE;
const LONGEST_DELAY = 25;

function pointsOf(seed: number, count: number): Point[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, index) => {
    const reached = index % 3 === 2 ? "journal" : "people";
    // Spread over the whole run, from before the first person to after the last.
    const share = (index + random()) / count;
    return {
      reached,
      count: Math.floor(share * (reached === "people" ? PEOPLE : JOURNAL_BYTES)),
      delay: Math.floor(random() * LONGEST_DELAY),
    };
  });
}

describe(`an up of ${PEOPLE} people that is killed`, () => {
  let lab: PeopleLab;
  beforeEach(async () => {
    lab = await PeopleLab.open();
  });
  afterEach(() => lab.close());

  const options = (adopt: "identical" | "no"): EngineOptions => {
    const { url, clientId, clientSecret, refreshToken } = lab.vendor;
    return lab.options({
      ADOPT: adopt,
      PEOPLE: String(PEOPLE),
      ROSTER_ADOBE_URL: url,
      ROSTER_ADOBE_CLIENT_ID: clientId,
      ROSTER_ADOBE_CLIENT_SECRET: clientSecret,
      ROSTER_ADOBE_REFRESH_TOKEN: refreshToken,
    });
  };

  /** Starts an up, and kills it at the point. */
  async function killAt({ reached, count, delay }: Point, adopt: "identical" | "no"): Promise<void> {
    const engineOptions = options(adopt);
    const { stateFile } = new Engine(engineOptions);
    const journal = stateFile.replace(".json", ".journal");
    const isReached = (): boolean => {
      const written = statSync(journal, { throwIfNoEntry: false })?.size;
      return written !== undefined && (reached === "people" ? lab.vendor.people().length : written) >= count;
    };
    await lab.killOnce(engineOptions, isReached, delay);
  }

  async function expectEachOnce(engine: Engine): Promise<void> {
    const people = lab.vendor.people();
    expect(people.map(({ state }) => state)).toEqual(Array.from({ length: PEOPLE }, () => "ACTIVE"));
    expect(new Set(people.map(({ email }) => email)).size).toBe(PEOPLE);
    const { deployment } = await engine.exportState();
    const users = (deployment.resources ?? []).filter(({ type }) => type.endsWith("adobe:User"));
    const ids = (list: readonly (readonly [string, string | undefined])[]): string[] =>
      list.map(([email, id]) => `${email} ${id}`).sort();
    expect(ids(users.map(({ id, outputs }) => [String(outputs?.["email"]), id]))).toEqual(
      ids(people.map(({ id, email }) => [email, id])),
    );
  }

  test.each(
    pointsOf(SEED, KILLS).map((point) => [`${point.reached} ${point.count} + ${point.delay} ms`, point] as const),
  )("at %s, goes on in the next up, with each person once", async (_, point) => {
    await killAt(point, "identical");
    const engine = new Engine(options("identical"));
    const result = await engine.up();
    expect(errorsOf(result)).toEqual([]);
    expect(result.succeeded).toBe(true);
    await expectEachOnce(engine);
  });

  test("without adopt, the next up names each account that was in flight, and twins nobody", async () => {
    await killAt({ reached: "people", count: Math.floor(PEOPLE / 2), delay: 0 }, "no");
    const engine = new Engine(options("no"));
    const { deployment } = await engine.exportState();
    const known = new Set((deployment.resources ?? []).map(({ id }) => id));
    const inFlight = lab.vendor.people().filter(({ id }) => !known.has(id));
    expect(inFlight.length).toBeGreaterThan(0);
    const pending = (deployment.pending_operations ?? []).map(({ resource }) => nameOf(resource.urn));
    expect(pending).toEqual(expect.arrayContaining(inFlight.map(({ email }) => email.replace("@example.com", ""))));

    // The real engine stops at the first error, so the ids of all of them come with this option.
    const result = await engine.up({ continueOnError: true });
    expect(result.succeeded).toBe(false);
    const errors = errorsOf(result);
    for (const { id, email } of inFlight) {
      expect(
        errors.filter((error) => error.includes(id)),
        email,
      ).toHaveLength(1);
    }
    const warnings = result.diagnostics.filter(({ severity }) => severity === "warning");
    for (const name of pending) {
      expect(
        warnings.some(({ message }) => message.includes(`::${name}, interrupted while creating`)),
        name,
      ).toBe(true);
    }
    expect(new Set(lab.vendor.people().map(({ email }) => email)).size).toBe(lab.vendor.people().length);

    const adopting = new Engine(options("identical"));
    expect(errorsOf(await adopting.up())).toEqual([]);
    await expectEachOnce(adopting);
  });
});

/** A small generator of numbers from 0 to 1, the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
