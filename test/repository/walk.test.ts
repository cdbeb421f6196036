import { createHook, executionAsyncId } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { relative, sep } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { dynamicAdapter } from "../conformance/dynamic-adapter";
import { pluginAdapter } from "../conformance/plugin-adapter";
import type { Target } from "../conformance/target";
import { target as adobe } from "../conformance/targets/adobe";
import { target as keycloak } from "../conformance/targets/keycloak-emulated";
import { target as nerm } from "../conformance/targets/nerm";
import { target as netex } from "../conformance/targets/netex";
import { target as scim } from "../conformance/targets/scim";
import { type AdapterFor, World } from "../conformance/world";
import { ROOT } from "./files";

/** What was compared with what, in each call of `diff`. */
const compared = vi.hoisted((): string[] => []);
vi.mock("../../provider/core/compare/diff", async (load) => {
  const actual = await load<typeof import("../../provider/core/compare/diff")>();
  const diff: typeof actual.diff = (...args) => {
    compared.push(JSON.stringify(args.slice(1)));
    return actual.diff(...args);
  };
  return { ...actual, diff };
});

/**
 * How many modules one changed attribute passes from the dynamic adapter to HTTP. Each has a job of its own: one that merely passes
 * a call on makes the code harder to follow and belongs into the module before it.
 */
const WALKS: readonly (readonly [Target, number])[] = [
  [adobe, 10],
  [keycloak, 11],
  [nerm, 10],
  [netex, 10],
  [scim, 11],
];
/** The plugin has a module each for the protocol and for operations with a deadline. */
const MORE_IN_PLUGIN = 2;

describe("one changed attribute", () => {
  for (const [target, most] of WALKS) {
    const { id } = target.platform;
    it(`passes at most ${most} modules to HTTP at ${id}, and is compared as often as the engine asks`, async () => {
      const modules = await walked(target, dynamicAdapter);
      expect(modules.length, modules.join(", ")).toBeLessThanOrEqual(most);
      expect(modules).toContain("provider/dynamic/provider.ts");
      expect(modules).toContain(`provider/platforms/${id}/api.ts`);
      // Last outputs and arguments are compared for the engine's diff and for its update, and the answer once with the arguments.
      const times = [...Map.groupBy(compared, (both) => both).values()].map(({ length }) => length);
      expect(times.sort()).toEqual([1, 2]);
    });

    it(`passes at most ${most + MORE_IN_PLUGIN} modules to HTTP at ${id} in the plugin`, async () => {
      const modules = await walked(target, pluginAdapter);
      expect(modules.length, modules.join(", ")).toBeLessThanOrEqual(most + MORE_IN_PLUGIN);
      expect(modules).toContain("provider/plugin/service.ts");
      expect(modules).toContain(`provider/platforms/${id}/api.ts`);
    });
  }
});

/** The modules of the provider between an adapter's call and the request that writes, the last one first. */
async function walked(target: Target, adapter: AdapterFor): Promise<readonly string[]> {
  const world = await World.open(target, {}, adapter);
  const sample = target.samples[target.plain];
  if (!sample) throw new Error(`${target.platform.id} has no sample for ${target.plain}`);
  const withValue = (value: unknown) => ({ ada: { ...target.person("ada"), ...sample.with, [target.plain]: value } });
  try {
    await world.settled(withValue(sample.values[0]));
    compared.length = 0;
    const walks = await traced(() => world.up(withValue(sample.values[1])));
    expect(walks).toHaveLength(1);
    return walks[0] ?? [];
  } finally {
    await world.close();
  }
}

/** For each write that the work sends: the modules that led to it, over every wait. */
async function traced(work: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  const begun = new Map<number, { readonly modules: readonly string[]; readonly from: number }>();
  const hook = createHook({
    init: (id) => void begun.set(id, { modules: modulesOnStack(), from: executionAsyncId() }),
  });
  const walks: string[][] = [];
  const onRequest = (message: unknown) => {
    const { method, path } = (message as { request: { method: string; path: string } }).request;
    if (method === "GET" || /token/.test(path)) return;
    const modules = new Set(modulesOnStack());
    for (let at = begun.get(executionAsyncId()); at; at = begun.get(at.from)) {
      for (const module of at.modules) modules.add(module);
    }
    walks.push([...modules]);
  };
  subscribe("undici:request:create", onRequest);
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
    unsubscribe("undici:request:create", onRequest);
  }
  return walks;
}

function modulesOnStack(): readonly string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = limit;
  const files = (holder.stack ?? "").matchAll(/(?:\(|at |file:\/\/)([^()\s]+\.ts):\d+:\d+/g);
  const own = [...files].map(([, file = ""]) => relative(ROOT, file).split(sep).join("/"));
  return own.filter((file) => file.startsWith("provider/"));
}
