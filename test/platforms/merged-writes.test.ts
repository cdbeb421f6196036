import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../../provider/core/contract/context";
import { update } from "../../provider/core/lifecycle/reconcile";
import type { Properties } from "../conformance/adapter";
import type { Account, Stage, Target } from "../conformance/target";
import { target as adobe } from "../conformance/targets/adobe";
import { target as netex } from "../conformance/targets/netex";
import { target as scim } from "../conformance/targets/scim";
import { Life, ONE } from "../fuzz/life";
import { FakeRealm } from "./keycloak/fake-realm";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A clock that doesn't wait, and calls this each time that somebody would. */
function clockThat(meanwhile: (ms: number) => void): Clock {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      meanwhile(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

interface Case {
  readonly target: Target;
  readonly own: Properties;
  readonly settings?: Properties;
  /** What is changed here, and what somebody else changes. */
  readonly ours: Properties;
  readonly theirs: Properties;
}

const cases: readonly Case[] = [
  { target: netex, own: {}, ours: { aboutMe: "Notes" }, theirs: { officePhone: "1815", enabled: false } },
  {
    target: scim,
    own: { patch: false, etags: false },
    ours: { title: "Analyst" },
    theirs: { nickName: "Countess", active: false },
  },
];

async function person({ target, own, settings }: Case, meanwhile: (stage: Stage, id: string) => void) {
  let armedAt: number | undefined;
  let id = "";
  const looks = (): number => stage.log.reads().filter(({ path }) => path.includes(id)).length;
  // Whoever waits after the account was read waits with its PUT.
  const clock = clockThat(() => {
    if (armedAt === undefined || looks() === armedAt) return;
    armedAt = undefined;
    meanwhile(stage, id);
  });
  const stage = await target.start({ clock, own });
  open.push(stage);
  const life = new Life(ONE, target.platform, { ...stage.configuration, ...settings }, clock);
  await life.apply(target.person("ada"));
  id = life.kept?.id ?? "";
  return {
    stage,
    leave: () => life.remove(),
    change: async (args: Properties): Promise<Account> => {
      armedAt = looks();
      await life.apply({ ...target.person("ada"), ...args });
      return (await stage.get(id)) as Account;
    },
  };
}

describe.each(cases)("a PUT of the whole user at $target.platform.id", (one) => {
  it.each([
    ["is answered 503 first", { kind: "status", status: 503 }],
    ["has to wait for a minute", { kind: "429", retryAfter: 60 }],
    ["gets no answer", { kind: "reset-after" }],
  ] as const)("keeps what somebody else changes while it %s", async (_when, fault) => {
    const { stage, change } = await person(one, (there, id) => void there.change(id, one.theirs));
    stage.faults.add({ method: "PUT", times: 1, fault });
    const { attributes } = await change(one.ours);
    expect(attributes).toMatchObject({ ...one.ours, ...one.theirs });
    expect(stage.log.writes().filter(({ method }) => method === "PUT")).toHaveLength(2);
  });

  it("keeps what somebody else changes while it waits for its turn", async () => {
    const rate = { ...one, settings: { requestsPerMinute: 1 } };
    const { stage, change } = await person(rate, (there, id) => void there.change(id, one.theirs));
    const { attributes } = await change(one.ours);
    expect(attributes).toMatchObject({ ...one.ours, ...one.theirs });
    expect(stage.log.writes().filter(({ method }) => method === "PUT")).toHaveLength(1);
  });
});

describe("a PUT of all further attributes at keycloak", () => {
  it("keeps what somebody else changes while it is answered 503 first", async () => {
    const realm = await FakeRealm.start();
    open.push({ close: () => realm.stop() });
    realm.profile.push("team", "site");
    const id = realm.addUser("ada", { attributes: { team: ["a"] } });
    let isFirst = true;
    realm.refuse = (method) => {
      if (method !== "PUT" || !isFirst) return undefined;
      isFirst = false;
      realm.users.set(id, { ...realm.users.get(id), id, attributes: { team: ["a"], site: ["Bath"] } });
      return { status: 503 };
    };
    const olds = { username: "ada", attributes: { team: "a" }, tenant: "here", origin: "created" };
    const session = realm.session();
    const last = { ...olds, tenant: await session.connector.tenant() };
    await update(session, id, last, { username: "ada", attributes: { team: "b" } }, "ada");
    expect(realm.users.get(id)?.["attributes"]).toEqual({ team: ["b"], site: ["Bath"] });
  });
});

describe("a write that repeats what a read shows", () => {
  const patch: Case = {
    target: scim,
    own: {},
    ours: { emails: [{ value: "b@example.com", type: "home" }] },
    theirs: {},
  };
  const roles: Case = { target: adobe, own: {}, ours: { rolesMode: "add", roles: ["Author"] }, theirs: {} };

  // The answer is spoilt, or somebody has renamed the account.
  it.each([...cases, patch, roles])("is refused at $target.platform.id where it shows another name", async (one) => {
    const { stage, change } = await person(one, () => {});
    const { naturalKey } = one.target.platform.kinds.user.capabilities;
    const [account] = await stage.accounts();
    const id = account?.id ?? "";
    await stage.change(id, { [naturalKey]: "somebody.else@example.com" });
    const before = await stage.get(id);
    const writes = stage.log.writes().length;
    await expect(change(one.ours)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${naturalKey}: .* account ${id} with another ${naturalKey}`)),
    });
    expect(stage.log.writes()).toHaveLength(writes);
    expect(await stage.get(id)).toEqual(before);
  });

  it("is refused at keycloak where it shows another name", async () => {
    const realm = await FakeRealm.start();
    open.push({ close: () => realm.stop() });
    realm.profile.push("team");
    const id = realm.addUser("ada", { attributes: { team: ["a"] } });
    const session = realm.session();
    const { connector } = session;
    realm.users.set(id, { ...realm.users.get(id), id, username: "somebody" });
    const declared = { username: "ada", attributes: { team: "b" } };
    const last = { username: "ada", attributes: { team: "a" }, tenant: await connector.tenant(), origin: "created" };
    await expect(update(session, id, last, declared, "ada")).rejects.toThrow(/^username: .* with another username/);
    expect(realm.users.get(id)).toMatchObject({ username: "somebody", attributes: { team: ["a"] } });
  });

  it("switches nobody off at a SCIM server without PATCH", async () => {
    const { stage, leave } = await person(cases[1] as Case, () => {});
    const [account] = await stage.accounts();
    await stage.change(account?.id ?? "", { userName: "somebody.else@example.com" });
    await expect(leave()).rejects.toMatchObject({ code: "protocol" });
    expect(await stage.accounts()).toMatchObject([
      { active: true, attributes: { userName: "somebody.else@example.com" } },
    ]);
  });
});
