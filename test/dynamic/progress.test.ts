import type { dynamic } from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";

const TOLD: (readonly [address: string, urn: string, line: string])[] = [];
const opened: string[] = [];
let emulator: AdobeEmulator;
const [, , argument] = process.argv;
beforeEach(async () => {
  TOLD.length = 0;
  opened.length = 0;
  vi.resetModules();
  vi.doMock("../../provider/engine-log.js", () => ({
    engineLogAt: (address: string) => {
      opened.push(address);
      return { status: (urn: string, line: string) => void TOLD.push([address, urn, line]) };
    },
  }));
  // An operation of less than some seconds says nothing of its progress.
  let now = Date.now();
  const passed = (ms: number): number => {
    now += ms;
    return now;
  };
  vi.doMock("../../provider/system-context.js", () => ({
    systemContext: () => ({
      clock: { now: () => passed(1000), sleep: async (ms: number) => void passed(ms) },
      log: { info: () => undefined, warn: () => undefined },
      random: () => 0,
      environment: {},
    }),
  }));
  emulator = await startAdobe();
});
afterEach(async () => {
  vi.doUnmock("../../provider/engine-log.js");
  vi.doUnmock("../../provider/system-context.js");
  vi.resetModules();
  if (argument === undefined) process.argv.splice(2);
  else process.argv[2] = argument;
  await emulator.close();
});

async function created(people: number): Promise<void> {
  const { provideSet } = await import("../../provider/dynamic/host.js");
  const provider = provideSet("adobe");
  const configuration = { url: emulator.url, token: emulator.token };
  await provider.configure?.({ config: { get: () => configuration } } as unknown as dynamic.ConfigureRequest);
  const users = Array.from({ length: people }, (_, i) => [
    `p${i}`,
    { email: `p${i}@example.com`, name: `Person ${i}` },
  ]);
  await provider.create({ users: Object.fromEntries(users) });
}

it("a long operation on a set tells the engine how far it is, over one connection", async () => {
  process.argv[2] = "127.0.0.1:4711";
  await created(12);
  expect(TOLD.length).toBeGreaterThan(1);
  for (const told of TOLD)
    expect(told).toEqual(["127.0.0.1:4711", "", expect.stringMatching(/^\d+ of 12 people done/)]);
  expect(opened).toHaveLength(1);
});

it("tells nobody where the host was given no address of an engine", async () => {
  process.argv.splice(2);
  await created(12);
  expect([opened, TOLD]).toEqual([[], []]);
});
