import { afterEach, describe, expect, it } from "vitest";
import { naturalKeyOf } from "../../provider/core/contract/declaration";
import { RosterError } from "../../provider/core/contract/errors";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { createUsers, readUsers, updateUsers } from "../../provider/core/many/reconcile";
import { getAll, getOne } from "../../provider/core/reads/queries";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { openTenant } from "../../provider/open-tenant";
import type { Properties } from "../conformance/adapter";
import { type MutatingProxy, startMutatingProxy } from "../fuzz/mutating-proxy";
import { jumpingClock, type Vendor, vendors } from "../fuzz/vendors";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ADDRESS = "ada.byron@example.com";
/** Calls of one operation that are refused, one after the other. */
const MOST_CALLS = 6;

/** Attributes that hold a name, an address, and something else that only this person has. */
const ada: Readonly<Record<string, Properties>> = {
  adobe: { email: ADDRESS, name: "Adalina Byron", profile: "Countess-1815" },
  netex: { username: "Ada.Byron", name: "Adalina", surname: "Byron", email: ADDRESS, location: "Countess-1815" },
  nerm: { login: "Ada.Byron", name: "Adalina Byron", email: ADDRESS, title: "Countess-1815" },
  scim: { userName: "Ada.Byron", displayName: "Adalina Byron", title: "Countess-1815" },
  keycloak: { username: "Ada.Byron", firstName: "Adalina", lastName: "Byron", email: ADDRESS },
};
/** An attribute that changes. */
const changed: Readonly<Record<string, Properties>> = {
  adobe: { profile: "Analyst" },
  netex: { location: "Ockham" },
  nerm: { title: "Engineer" },
  scim: { title: "Engineer" },
  keycloak: { lastName: "King" },
};
const HIDDEN = /ada\.byron|adalina|byron|countess|bob\.acme|bob@|ada@|b%6fb/i;
const SHOWN = ["reviewer", "Moon/Base"];

function refusalOf(said: string): string {
  return JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: 400,
    location: null,
    detail: said,
    error: said,
    errorMessage: said,
    message: said,
    meta: { error: said },
  });
}

interface Stage {
  readonly session: Session;
  readonly person: Properties;
  /**
   * Refuses one call after the other of the operation, or so many from each one on, after the vendor has carried them out; the
   * messages of all that failed.
   */
  refused(operation: () => Promise<unknown>, times?: number): Promise<readonly string[]>;
  readonly proxy: MutatingProxy;
}

async function staged(vendor: Vendor): Promise<Stage> {
  const clock = jumpingClock();
  const running = await vendor.start({ clock });
  const { platform } = vendor;
  const person = { ...vendor.person("ada"), ...ada[platform.id] };
  const { activation, naturalKey } = platform.kinds.user.capabilities;
  running.create({ ...vendor.person("bob"), ...(activation && { [activation.attribute]: activation.active }) });
  const proxy = await startMutatingProxy(running.origin, () => undefined);
  const configuration = JSON.parse(JSON.stringify(running.configuration).replaceAll(running.origin, proxy.origin));
  const context = {
    clock,
    log: { info: () => undefined, warn: () => undefined },
    random: () => 0.5,
    environment: {},
  };
  const tenant = openTenant(
    platform,
    { ...configuration, timeout: 20 },
    { context, ownership: new Ownership(), canImport: true },
  );
  const session = tenant.session("user");
  closing.push(
    () => running.close(),
    () => proxy.close(),
    () => tenant.close(),
  );
  // With a token at hand: a refusal of the client itself stands for a while.
  await session.connector.find("nobody@example.com");
  const bob = String(vendor.person("bob")[naturalKey]);
  const { email, displayName, firstName, lastName, surname, profile, title, location, ...names } = person as Record<
    string,
    string
  >;
  const values = [names[naturalKey] ?? email, names["name"] ?? displayName ?? firstName, surname ?? lastName];
  const said = `reviewer, Moon/Base: [${values.join("/")}] ${email ?? ""} '${profile ?? title ?? location ?? ""}' clashes with ${bob.toUpperCase()}`;
  return {
    session,
    person,
    proxy,
    async refused(operation, times = 1) {
      const messages: string[] = [];
      for (let from = 0; from < MOST_CALLS; from++) {
        proxy.arm({ mutation: { kind: "status", status: 400, body: refusalOf(said) }, from, times, only: "any" });
        try {
          await operation();
        } catch (error) {
          if (!(error instanceof RosterError)) throw error;
          messages.push(error.message);
        } finally {
          proxy.disarm();
        }
      }
      return messages;
    },
  };
}

function judge(messages: readonly string[]): void {
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) expect(message).not.toMatch(HIDDEN);
  const telling = messages.filter((message) => message.includes("clashes with"));
  expect(telling).not.toEqual([]);
  for (const message of telling) for (const text of SHOWN) expect(message).toContain(text);
}

describe.each(vendors)("a text of $platform.id that names people is told without them", (vendor) => {
  const { platform } = vendor;
  const { naturalKey } = platform.kinds.user.capabilities;
  const bob = vendor.person("bob");

  it("at a creation and a look-up", async () => {
    const { session, person, refused } = await staged(vendor);
    await getOne(session, { [naturalKey]: bob[naturalKey] });
    judge(await refused(() => create(session, { ...person, adopt: true }, "ada"), 1_000));
    judge(await refused(() => getOne(session, { [naturalKey]: person[naturalKey] }), 1_000));
  });

  it("at a change of attributes and of roles, a read and a removal", async () => {
    const { session, person, refused } = await staged(vendor);
    await getAll(session, {});
    const { id, outputs } = await create(session, person, "ada");
    const next = { ...person, ...changed[platform.id] };
    judge(await refused(() => read(session, id, outputs, "ada")));
    judge(await refused(() => update(session, id, outputs, next, "ada")));
    const roles = { ...person, roles: vendor.roles.two };
    judge(await refused(() => update(session, id, outputs, roles, "ada")));
    for (const onDestroy of ["deactivate", "delete"]) {
      // A removal that is refused once may be done: where a read shows it, nobody is told.
      judge(await refused(() => remove(session, id, { ...outputs, onDestroy }, "ada"), 1_000));
    }
  });

  it("in the errors of others of a set", async () => {
    const { session, person, refused } = await staged(vendor);
    const cleo = vendor.person("cleo");
    const users = { bob, cleo, ada: person };
    const set = { users, adopt: true };
    const run = { owner: "everybody" };
    judge(await refused(() => createUsers(session, set, run)));
    const { outputs } = await createUsers(session, set, run);
    judge(await refused(() => readUsers(session, outputs, run)));
    const news = { ...set, users: { ...users, cleo: { ...cleo, ...changed[platform.id] } } };
    judge(await refused(() => updateUsers(session, outputs, news, run)));
  });

  it("where another resource of the run declares them", async () => {
    const { session, person, refused } = await staged(vendor);
    session.ownership.declare(platform.id, naturalKeyOf(platform.kinds.user.capabilities, bob) ?? "");
    judge(await refused(() => create(session, { ...person, adopt: true }, "ada")));
  });
});
