import { afterEach, expect, it } from "vitest";
import { adobe } from "../../../provider/platforms/adobe/index";
import { type AdobeEmulator, startAdobe } from "../../../sandbox/adobe/index";
import { patientClock } from "../../patient-clock";

const FASTER = 120;
/** A request takes several turns: together they are no wait that counts. In milliseconds of the clock. */
const LONGEST_TURN = 150;
/** What Adobe allows an administrator of changes: 60 a minute, 20 at once. */
const CHANGES = { perMinute: 60, burst: 20 };
const CREATIONS = { perMinute: 30, burst: 10 };
const quiet = { info: () => undefined, warn: () => undefined };

let vendor: AdobeEmulator | undefined;
let clock: ReturnType<typeof patientClock> | undefined;
afterEach(async () => {
  await vendor?.close();
  clock?.stop();
});

/** Adobe with its documented limits, and a client of it, on one clock that runs faster than ours. */
async function stage() {
  clock = patientClock(FASTER, LONGEST_TURN);
  vendor = await startAdobe({ rates: "vendor", now: clock.now });
  const configuration = adobe.configuration.parse({ url: vendor.url, token: vendor.token });
  const context = { clock, log: quiet, random: Math.random, environment: {} };
  const { connectors, close } = adobe.open(configuration, context);
  return { vendor, clock, connector: connectors.user, close };
}

async function changed(people: number, meanwhile: (vendor: AdobeEmulator, done: number) => void = () => undefined) {
  const { vendor, clock, connector, close } = await stage();
  const accounts = Array.from({ length: people }, (_, i) =>
    vendor.create({ email: `p${i}@example.com`, name: `P ${i}`, profile: "Tester" }),
  );
  const begin = clock.now();
  let done = 0;
  await Promise.all(
    accounts.map(async ({ id, email, name }) => {
      const attributes = { email, name, profile: "Author" };
      const changes = [{ kind: "attribute", path: ["profile"], from: "Tester", to: "Author" }] as const;
      const desired = { attributes, sets: {}, references: {} };
      await connector.update({ id, changes, desired, addOnly: [] });
      meanwhile(vendor, ++done);
    }),
  );
  const minutes = (clock.now() - begin) / 60_000;
  await close();
  expect(vendor.people().filter(({ profile }) => profile === "Author")).toHaveLength(people);
  return { minutes, refused: vendor.log.entries.filter(({ status }) => status === 429).length };
}

/** A busy machine takes longer, by its own clock. */
it("600 changes use 95 % of what Adobe allows, and meet no 429", async () => {
  const { minutes, refused } = await changed(600);
  expect(refused).toBe(0);
  expect(600 / (CHANGES.burst + CHANGES.perMinute * minutes)).toBeGreaterThanOrEqual(0.95);
});

it("where Adobe lowers its rate on the way, 1 % of calls at most meet a 429, and none is lost", async () => {
  const { minutes, refused } = await changed(600, (vendor, done) => {
    if (done === 400) vendor.setRateShare(0.5);
  });
  expect(refused).toBeLessThanOrEqual(6);
  expect(minutes).toBeGreaterThan(400 / CHANGES.perMinute + 200 / (CHANGES.perMinute / 2) - 1);
});

it("a crowd is created at the rate that Adobe allows, without a 429", async () => {
  const { vendor, clock, connector, close } = await stage();
  const begin = clock.now();
  const people = Array.from({ length: 100 }, (_, i) => ({ email: `p${i}@example.com`, name: `P ${i}`, profile: "X" }));
  await Promise.all(people.map((attributes) => connector.create({ attributes, sets: {}, references: {} })));
  const minutes = (clock.now() - begin) / 60_000;
  await close();
  expect(vendor.people()).toHaveLength(100);
  expect(vendor.log.entries.filter(({ status }) => status === 429)).toEqual([]);
  expect(100 / (CREATIONS.burst + CREATIONS.perMinute * minutes)).toBeGreaterThanOrEqual(0.93);
});
