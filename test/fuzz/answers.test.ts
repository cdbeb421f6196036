import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { RosterError } from "../../provider/core/contract/errors";
import type { ResourceKind } from "../../provider/core/contract/kind";
import type { Properties } from "../conformance/adapter";
import type { Account } from "../conformance/target";
import { DEADLINE_MILLISECONDS } from "../deadline";
import { Life, MANY, ONE } from "./life";
import { type MutatingProxy, startMutatingProxy } from "./mutating-proxy";
import { plans } from "./mutations";
import { parameters, patience, platforms } from "./settings";
import { spoilInProcess } from "./shortcut";
import type { Plan } from "./spoiler";
import { jumpingClock, type Running, type Vendor, vendors } from "./vendors";

vi.mock("../../provider/http/exchange", async (original) =>
  (await import("./shortcut.js")).withShortcuts(await original<typeof import("../../provider/http/exchange")>()),
);

/** Real milliseconds after which an operation hangs: the clock of the run doesn't wait. */
const HANGS = DEADLINE_MILLISECONDS;

const OF_CONNECTIONS = ["reset", "headers"];

interface Input {
  readonly plan: Plan;
  /** Whether the answers come over connections, as all do whose mutation is about those. */
  readonly isConnected: boolean;
  readonly habit: Properties;
  readonly first: Properties;
  readonly second: Properties;
  /** Whether the account is there before. */
  readonly isThere: boolean;
  /** Whether the person is one of a set, of whom there is nobody else. */
  readonly isSet: boolean;
  readonly leaves: boolean;
  readonly onDestroy: "deactivate" | "delete";
}

function inputs(vendor: Vendor): fc.Arbitrary<Input> {
  const { platform, person, samples, roles, memberships } = vendor;
  const { naturalKey } = platform.kinds.user.capabilities;
  const names = Object.keys(samples).filter((name) => name !== naturalKey);
  const some = fc.subarray(names, { maxLength: 6 });
  const granted = fc.constantFrom(undefined, ...(["one", "two", "swapped", "none"] as const));
  const args = (which: 0 | 1, chosen: readonly string[], section: "one" | "two" | "swapped" | "none" | undefined) => {
    const values = chosen.map((name) => ({ ...samples[name]?.with, [name]: samples[name]?.values[which] }));
    const groups = memberships?.[which];
    const relations = [section && { roles: roles[section] }, chosen.length % 2 === 1 && groups ? { groups } : {}];
    return Object.assign({}, person("ada"), ...values, ...relations) as Properties;
  };
  return fc.record({
    plan: plans(`ada@example.com, ${String(person("ada")[naturalKey])}`),
    isConnected: fc.nat(7).map((n) => n === 0),
    habit: fc.constantFrom(...vendor.habits),
    first: fc
      .tuple(some, granted)
      .map(([chosen, section]) => withoutFixed(platform.kinds.user, args(0, chosen, section), ["refused"])),
    second: fc.tuple(some, granted, fc.boolean()).map(([chosen, section, isRenamed]) => ({
      ...withoutFixed(platform.kinds.user, args(1, chosen, section), ["refused", "ignored"]),
      ...(isRenamed ? { [naturalKey]: samples[naturalKey]?.values[1] } : {}),
    })),
    isThere: fc.boolean(),
    isSet: fc.boolean(),
    leaves: fc.boolean(),
    onDestroy: fc.constantFrom("deactivate", "delete"),
  });
}

/** Without what can be set at creation alone: an account that is there has another value, or a password of its own. */
function withoutFixed({ capabilities }: ResourceKind, args: Properties, kinds: readonly string[]): Properties {
  const isFixed = (name: string): boolean => kinds.includes(capabilities.attributes[name]?.createOnly ?? "");
  return Object.fromEntries(Object.entries(args).filter(([name]) => !isFixed(name)));
}

class Scene {
  readonly life: Life;
  readonly #keys: readonly string[];

  private constructor(
    readonly vendor: Vendor,
    readonly running: Running,
    readonly proxy: MutatingProxy,
    readonly input: Input,
    readonly bystander: Account,
  ) {
    const configuration = JSON.parse(JSON.stringify(running.configuration).replaceAll(running.origin, proxy.origin));
    // What is not seen within some seconds of the clock is asked for too often to wait for more.
    const settings = { ...configuration, timeout: 20 };
    this.life = new Life(input.isSet ? MANY : ONE, vendor.platform, settings, jumpingClock());
    this.#keys = keysOf(vendor);
  }

  static async open(vendor: Vendor, input: Input): Promise<Scene> {
    const clock = jumpingClock();
    const running = await vendor.start({ clock, own: input.habit });
    const { naturalKey } = vendor.platform.kinds.user.capabilities;
    const bob = vendor.person("bob");
    const id = running.create({ ...bob, ...defaults(vendor) });
    if (input.isThere) running.create({ ...vendor.person("ada"), ...defaults(vendor) });
    const keys = keysOf(vendor);
    const elsewhere = (path: string): string | undefined => {
      const ada = running.accounts().find((account) => keys.includes(String(account.attributes[naturalKey])));
      let other = ada ? path.replaceAll(ada.id, id) : path;
      for (const key of keys) {
        const bobs = encodeURIComponent(String(bob[naturalKey]));
        other = other.replaceAll(encodeURIComponent(key), bobs).replaceAll(key, bobs);
      }
      return other === path ? undefined : other;
    };
    const isConnected = input.isConnected || OF_CONNECTIONS.includes(input.plan.mutation.kind);
    const proxy = isConnected
      ? await startMutatingProxy(running.origin, elsewhere)
      : spoilInProcess(running.origin, running.answer, elsewhere);
    const bystander = running.accounts().find((account) => account.id === id);
    if (!bystander) throw new Error("nobody stands by");
    return new Scene(vendor, running, proxy, input, structuredClone(bystander));
  }

  /** The operation under mutation: a value, or an error that is one of ours and gives nothing away. */
  async attempt(name: string, operation: () => Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${name} hangs`)), HANGS);
    });
    try {
      await Promise.race([operation(), hangs]);
      return true;
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      expect(error.code).toMatch(/^[a-z-]+$/);
      this.search(error.message);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  search(message: string): void {
    expect(message).not.toMatch(/internal error|TypeError|\bundefined\b|\[object /);
    expect(message.length).toBeLessThan(4_000);
    expect(message).not.toMatch(/\p{Cc}/u);
    for (const hidden of [...this.#hidden(), ...this.proxy.tokens]) expect(message).not.toContain(hidden);
  }

  *#hidden(): Iterable<string> {
    yield* this.running.secrets;
    for (const { attributes } of this.running.accounts()) {
      for (const name of ["email", "name", this.vendor.platform.kinds.user.capabilities.naturalKey]) {
        const value = attributes[name];
        if (typeof value === "string" && value.length > 2) yield value;
      }
    }
  }

  /**
   * The accounts that are the declared person's, but for those that a vendor only keeps as deleted; nobody else was made,
   * changed or taken away.
   */
  declared(): readonly Account[] {
    const { naturalKey } = this.vendor.platform.kinds.user.capabilities;
    const accounts = this.running.accounts();
    const others = accounts.filter(({ attributes }) => !this.#keys.includes(String(attributes[naturalKey])));
    expect(others).toEqual([this.bystander]);
    const keepsDeleted = this.vendor.platform.kinds.user.capabilities.activation === undefined;
    const found = accounts.filter((account) => account.id !== this.bystander.id && (account.active || !keepsDeleted));
    expect(found.length).toBeLessThanOrEqual(1);
    return found;
  }

  /** The account of the declared person, as far as the state knows it. */
  known(): string | undefined {
    const { kept } = this.life;
    if (!this.input.isSet || !kept) return kept?.id;
    const ids = kept.outputs["ids"] as Readonly<Record<string, string>>;
    return ids["ada"];
  }

  isActive(id: string): boolean {
    return this.running.accounts().some((account) => account.id === id && account.active);
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.running.close();
  }
}

/** What an account needs that nobody declares at creation. */
function defaults({ platform }: Vendor): Properties {
  const { activation } = platform.kinds.user.capabilities;
  return activation ? { [activation.attribute]: activation.active } : {};
}

function keysOf({ platform, samples }: Vendor): readonly string[] {
  return (samples[platform.kinds.user.capabilities.naturalKey]?.values ?? []).map(String);
}

async function live(vendor: Vendor, input: Input): Promise<void> {
  const scene = await Scene.open(vendor, input);
  const { life, proxy } = scene;
  const { naturalKey } = vendor.platform.kinds.user.capabilities;
  const { first, second, onDestroy } = input;
  const declare = (person: Properties): Properties => {
    const args = { ...person, adopt: true, onDestroy };
    return input.isSet ? { users: { ada: args }, maxRemovals: "all" } : args;
  };
  const refresh = async (): Promise<void> => {
    const before = scene.known();
    await life.refresh();
    const after = scene.known();
    if (before !== undefined && after === undefined) expect(scene.isActive(before)).toBe(false);
    if (before !== undefined && after !== undefined) expect(after).toBe(before);
  };
  try {
    proxy.arm(input.plan);
    let target = first;
    await scene.attempt("create", () => life.apply(declare(first)));
    scene.declared();
    await scene.attempt("refresh", refresh);
    if (scene.known() !== undefined) {
      target = second;
      await scene.attempt("update", () => life.apply(declare(second)));
      scene.declared();
      await scene.attempt("refresh again", refresh);
    }
    const leaver = scene.known();
    if (input.leaves && leaver !== undefined) {
      const isDone = await scene.attempt("remove", () => life.remove());
      if (isDone) expect(scene.isActive(leaver)).toBe(false);
      scene.declared();
    }
    proxy.disarm();
    await refresh();
    // Who isn't known any more is found by the name that they have.
    if (scene.known() === undefined && scene.declared()[0]?.attributes[naturalKey] === first[naturalKey])
      target = first;
    await life.apply(declare(target));
    await refresh();
    expect(life.differs(declare(target))).toBe(false);
    expect(scene.declared().map(({ id }) => id)).toEqual([scene.known()]);
    for (const message of life.messages) scene.search(message);
  } catch (error) {
    if (error instanceof Error) error.message += `\nasked: ${proxy.asked.slice(-60).join("\n  ")}`;
    throw error;
  } finally {
    await scene.close();
  }
}

const ids = new Set(platforms.map(({ id }) => id));

describe.each(vendors.filter(({ platform }) => ids.has(platform.id)))("spoilt answers of $platform.id", (vendor) => {
  it(
    "end in a value or a coded error, harm nobody, and a clean run finishes",
    async () => {
      await fc.assert(
        fc.asyncProperty(inputs(vendor), (input) => live(vendor, input)),
        parameters(1, 12),
      );
    },
    patience,
  );
});
