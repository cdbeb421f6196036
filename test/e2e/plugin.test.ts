import { beforeAll, describe, expect, test } from "vitest";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { diffText, errorsOf, type Person, PluginLab, type Program } from "./plugin-lab";

/** A person of each platform, and a change of each that leaves the natural key alone. */
const PEOPLE = {
  adobe: { email: "ada@example.com", name: "Ada Byron", profile: "Engineer", roles: ["Author"] },
  netex: {
    username: "ada.acme",
    name: "Ada",
    surname: "Byron",
    language: "en",
    timezone: "Europe/London",
    email: "ada@example.com",
    roles: { management: ["user"], training: ["user"] },
  },
  nerm: { login: "ada.of.acme", name: "Ada Byron", email: "ada@example.com", roles: ["Reviewers"] },
} as const;
const CHANGES = { adobe: { bio: "Engines" }, netex: { aboutMe: "Engines" }, nerm: { title: "Engines" } } as const;
const KEYS = { adobe: "email:ada@example.com", netex: "username:ada.acme", nerm: "login:ada.of.acme" } as const;
const PLATFORMS = ["adobe", "netex", "nerm"] as const;
type Name = (typeof PLATFORMS)[number];

function isActive({ vendors }: PluginLab, platform: Name, id: string): boolean {
  if (platform === "adobe") return vendors.adobe.get(id)?.state === "ACTIVE";
  if (platform === "netex") return vendors.netex.get(id)?.enabled === true;
  return vendors.nerm.get(id)?.status === "Active";
}

/** Drift: what others do behind Pulumi's back. */
function drift({ vendors }: PluginLab, platform: Name, id: string): void {
  if (platform === "adobe") vendors.adobe.set(id, { bio: "theirs" });
  if (platform === "netex") vendors.netex.set(id, { aboutMe: "theirs" });
  if (platform === "nerm") vendors.nerm.set(id, { title: "theirs" });
}

describe("people on three platforms through the plugin", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    return () => lab.close();
  });
  const people = PLATFORMS.map((platform) => ({ platform, key: platform, args: PEOPLE[platform] }));
  const changed = people.map((person) => ({ ...person, args: { ...person.args, ...CHANGES[person.platform] } }));
  const ids = {} as Record<Name, string>;
  const eachActive = () => PLATFORMS.map((platform) => isActive(lab, platform, ids[platform]));
  const learnIds = async () => {
    for (const platform of PLATFORMS) ids[platform] = (await lab.resource(platform)).id ?? "";
  };

  test("a preview creates nobody", async () => {
    const run = await lab.preview({ people });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 4 });
    expect(lab.writes()).toEqual([]);
  });

  test("up creates them, and a second one changes nothing and calls nobody", async () => {
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 4 });
    await learnIds();
    expect(eachActive()).toEqual([true, true, true]);
    for (const platform of PLATFORMS) lab.vendors[platform].log.clear();
    expect((await lab.up()).changes).toEqual({ same: 4 });
    for (const platform of PLATFORMS) expect(lab.vendors[platform].log.entries).toEqual([]);
  });

  test("up changes what is different, in one write each", async () => {
    const run = await lab.up({ people: changed });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ same: 1, update: 3 });
    expect(lab.writes()).toEqual(["adobe PATCH", "netex PUT", "nerm PATCH"]);
    for (const platform of PLATFORMS) {
      expect((await lab.resource(platform)).outputs).toMatchObject(CHANGES[platform]);
    }
  });

  test("refresh finds drift, the preview shows it, and up puts it right", async () => {
    for (const platform of PLATFORMS) drift(lab, platform, ids[platform]);
    expect((await lab.refresh()).changes).toEqual({ same: 1, update: 3 });
    const preview = await lab.preview();
    expect(preview.changes).toMatchObject({ update: 3 });
    for (const platform of PLATFORMS) {
      const [name = ""] = Object.keys(CHANGES[platform]);
      expect((await lab.resource(platform)).inputs).toMatchObject({ [name]: "theirs" });
      expect(diffText(preview.events)).toContain(`${name}: "theirs" => "Engines"`);
    }
    expect((await lab.up()).changes).toMatchObject({ update: 3 });
  });

  test("a refresh drops those who are gone, and up creates them again", async () => {
    for (const platform of PLATFORMS) lab.vendors[platform].delete(ids[platform]);
    expect((await lab.refresh()).changes).toEqual({ same: 1, delete: 3 });
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ create: 3 });
    await learnIds();
    expect(eachActive()).toEqual([true, true, true]);
  });

  test("destroy deactivates whom we created", async () => {
    const run = await lab.destroy();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ delete: 4 });
    expect(eachActive()).toEqual([false, false, false]);
  });
});

describe("accounts on three platforms that exist already", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    const { adobe, netex, nerm } = lab.vendors;
    const { roles, ...login } = PEOPLE.nerm;
    ids.adobe = adobe.create({ ...PEOPLE.adobe }).id;
    ids.netex = netex.create({ ...PEOPLE.netex }).id;
    ids.nerm = nerm.create(login).id;
    for (const role of roles) nerm.addRole(ids.nerm, role);
    return () => lab.close();
  });
  const ids = {} as Record<Name, string>;
  const people = PLATFORMS.map((platform) => ({ platform, key: platform, args: PEOPLE[platform] }));

  test("are refused without import or adopt, each with its id in the message", async () => {
    const run = await lab.up({ people }, { continueOnError: true });
    expect(run.succeeded).toBe(false);
    for (const platform of PLATFORMS) expect(errorsOf(run)).toContain(`id ${ids[platform]}`);
    expect(lab.writes()).toEqual([]);
  });

  test("are imported by their natural keys without a write, and the next preview shows no change", async () => {
    const run = await lab.up({
      people: people.map((person) => ({ ...person, options: { import: KEYS[person.platform] } })),
    });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ import: 3 });
    for (const platform of PLATFORMS) {
      expect(await lab.resource(platform)).toMatchObject({ id: ids[platform], outputs: { origin: "imported" } });
    }
    expect((await lab.preview()).changes).toEqual({ same: 4 });
    expect((await lab.preview({ people })).changes).toEqual({ same: 4 });
    expect(lab.writes()).toEqual([]);
  });

  test("are released and not deactivated when they leave the program", async () => {
    const run = await lab.up({ people: [] });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ delete: 3 });
    const said = run.diagnostics.map(({ message }) => message).join("\n");
    for (const platform of PLATFORMS) {
      expect(isActive(lab, platform, ids[platform])).toBe(true);
      expect(said).toContain(`account ${ids[platform]} is released, still active`);
    }
    expect(lab.writes()).toEqual([]);
  });

  test("are imported by their ids, and changed where the program says something else", async () => {
    const changed = people.map(({ platform, key, args }) => ({
      platform,
      key,
      args: { ...args, ...CHANGES[platform] },
      options: { import: ids[platform] },
    }));
    const run = await lab.up({ people: changed });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ import: 3, update: 3 });
    expect(lab.writes()).toEqual(["adobe PATCH", "netex PUT", "nerm PATCH"]);
    expect((await lab.up()).changes).toEqual({ same: 4 });
  });
});

describe("two tenants in one program", () => {
  let lab: PluginLab;
  let second: AdobeEmulator;
  beforeAll(async () => {
    lab = await PluginLab.open();
    second = await startAdobe({ accountId: "209999", seed: 2 });
    tokens = { first: lab.vendors.adobe.token, second: second.token };
    return async () => {
      await second.close();
      await lab.close();
    };
  });

  const ada = { platform: "adobe", key: "ada", provider: "first", args: { email: "ada@example.com", name: "Ada" } };
  const bob = { platform: "adobe", key: "bob", provider: "second", args: { email: "bob@example.com", name: "Bob" } };

  let tokens: { first: string; second: string };

  function program(people: readonly Person[]): Program {
    const { adobe } = lab.vendors;
    const providers = {
      first: { adobe: JSON.stringify({ url: adobe.url, token: tokens.first }) },
      second: { adobe: JSON.stringify({ url: second.url, token: tokens.second }) },
    };
    const functions = [
      { token: "roster:adobe:getUsers", args: { filter: { name: "Account Owner" } }, provider: "second" },
    ];
    return { providers, people, functions };
  }

  /** Neither vendor has ever seen the other's token, nor somebody else's id. */
  function expectApart(): void {
    const seen = ({ log }: AdobeEmulator) =>
      log.entries.map(({ headers, body }) => JSON.stringify([headers, body])).join();
    expect(seen(lab.vendors.adobe)).not.toContain(tokens.second);
    expect(seen(second)).not.toContain(tokens.first);
    expect(seen(lab.vendors.adobe)).not.toContain("bob@example.com");
    expect(seen(second)).not.toContain("ada@example.com");
  }

  test("each person is created, changed, refreshed and removed in their own, with its own credentials", async () => {
    const run = await lab.up(program([ada, bob]));
    expect(errorsOf(run)).toBe("");
    expect(lab.vendors.adobe.people().map(({ email }) => email)).toEqual(["ada@example.com"]);
    expect(second.people().map(({ email }) => email)).toEqual(["bob@example.com"]);
    const changed = [ada, bob].map((person) => ({ ...person, args: { ...person.args, bio: "Engines" } }));
    expect((await lab.up(program(changed))).changes).toMatchObject({ update: 2 });
    expect(errorsOf(await lab.refresh())).toBe("");
    expectApart();
  });

  test("a function asks the tenant of its provider", async () => {
    const { answers } = await lab.outputs();
    expect(answers?.value).toEqual([{ users: [expect.objectContaining({ tenant: "209999", name: "Account Owner" })] }]);
  });

  test("a person who is given another tenant's provider is an error, and nobody is touched", async () => {
    const before = second.log.writes().length + lab.vendors.adobe.log.writes().length;
    const run = await lab.up(program([ada, { ...bob, provider: "first", args: { ...bob.args, bio: "moved" } }]));
    expect(run.succeeded).toBe(false);
    expect(errorsOf(run)).toMatch(/belongs to tenant 209999/);
    expect(second.log.writes().length + lab.vendors.adobe.log.writes().length).toBe(before);
    expectApart();
  });

  test("a new token is used from the next run on, and replaces nobody", async () => {
    second.expireToken();
    const failed = await lab.up(program([ada, { ...bob, args: { ...bob.args, bio: "later" } }]));
    expect(errorsOf(failed)).toMatch(/roster:adobe\.token/);
    const { clientId, clientSecret, refreshToken } = second;
    const next = program([ada, { ...bob, args: { ...bob.args, bio: "later" } }]);
    const settings = JSON.stringify({ url: second.url, clientId, clientSecret, refreshToken });
    const run = await lab.up({ ...next, providers: { ...next.providers, second: { adobe: settings } } });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).not.toHaveProperty("replace");
    expect(second.people()).toMatchObject([{ bio: "later", state: "ACTIVE" }]);
    expect((await lab.destroy()).succeeded).toBe(true);
    expect(second.people()).toMatchObject([{ state: "DELETED" }]);
    expectApart();
  });
});

describe("secrets in the state", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    return () => lab.close();
  });

  test("tokens of default and explicit providers, initial passwords and secret attributes are encrypted", async () => {
    const { nerm, adobe } = lab.vendors;
    const run = await lab.up({
      providers: { own: { nerm: JSON.stringify({ url: nerm.url, token: nerm.token }) } },
      people: [
        {
          platform: "nerm",
          key: "ada",
          provider: "own",
          args: { ...PEOPLE.nerm, initialPassword: "Difference-1822" },
        },
        { platform: "adobe", key: "bob", args: { ...PEOPLE.adobe, bio: { $secret: "a quiet life" } } },
      ],
    });
    expect(errorsOf(run)).toBe("");
    const state = await lab.state();
    for (const secret of [nerm.token, adobe.token, "Difference-1822", "a quiet life"]) {
      expect(state).not.toContain(secret);
    }
    const { outputs } = await lab.resource("bob");
    expect(JSON.stringify(outputs)).toContain("a quiet life");
    for (const event of run.events) expect(JSON.stringify(event)).not.toContain("Difference-1822");
  });
});

describe("what a person reads", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    return () => lab.close();
  });
  const team = Array.from({ length: 5 }, (_, i): Person => {
    const manager = i === 0 ? {} : { manager: { $id: "p0" } };
    const args = {
      email: `p${i}@example.com`,
      name: `Person ${i}`,
      profile: "Engineer",
      roles: ["Author"],
      ...manager,
    };
    return { platform: "adobe", key: `p${i}`, args };
  });

  test("a role granted to one of many is a preview of at most 12 lines that shows the role's name", async () => {
    expect(errorsOf(await lab.up({ people: team }))).toBe("");
    const people = team.map((person) =>
      person.key === "p3" ? { ...person, args: { ...person.args, roles: ["Author", "Instructor"] } } : person,
    );
    const preview = await lab.preview({ people });
    expect(preview.changes).toEqual({ same: 5, update: 1 });
    const text = diffText(preview.events);
    expect(text).toContain('+ roles[1]: "Instructor"');
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(12);
  });

  test("a partial failure keeps the person, and the next run goes on", async () => {
    const { adobe } = lab.vendors;
    adobe.faults.add({ method: "PATCH", times: 1, fault: { kind: "status", status: 403 } });
    const late = {
      platform: "adobe",
      key: "late",
      args: { email: "late@example.com", name: "Late", roles: ["Author"] },
    };
    const failed = await lab.up({ people: [...team, late] });
    expect(failed.succeeded).toBe(false);
    const { id = "" } = await lab.resource("late");
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ update: 1 });
    expect(adobe.get(id)?.roles).toContain("Author");
    expect(adobe.people().filter(({ email }) => email === "late@example.com")).toHaveLength(1);
  });
});
