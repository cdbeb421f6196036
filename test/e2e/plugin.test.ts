import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe.each(PLATFORMS)("people at %s through the plugin", (platform) => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    return () => lab.close();
  });
  const ada: Person = { platform, key: "ada", args: PEOPLE[platform] };
  const changed: Person = { ...ada, args: { ...PEOPLE[platform], ...CHANGES[platform] } };
  const [changedName = ""] = Object.keys(CHANGES[platform]);
  let id = "";

  test("a preview creates nobody", async () => {
    const run = await lab.preview({ people: [ada] });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 2 });
    expect(lab.vendors[platform].log.writes()).toEqual([]);
  });

  test("up creates the person, and a second one changes nothing and calls nobody", async () => {
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 2 });
    ({ id = "" } = await lab.resource("ada"));
    expect(isActive(lab, platform, id)).toBe(true);
    lab.vendors[platform].log.clear();
    expect((await lab.up()).changes).toEqual({ same: 2 });
    expect(lab.vendors[platform].log.entries).toEqual([]);
  });

  test("up changes what is different, in one write where the vendor can", async () => {
    lab.vendors[platform].log.clear();
    const run = await lab.up({ people: [changed] });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ same: 1, update: 1 });
    expect(lab.vendors[platform].log.writes()).toHaveLength(1);
    expect((await lab.resource("ada")).outputs).toMatchObject(CHANGES[platform]);
  });

  test("refresh finds drift, the preview shows it, and up puts it right", async () => {
    drift(lab, platform, id);
    expect((await lab.refresh()).changes).toMatchObject({ update: 1 });
    expect((await lab.resource("ada")).inputs).toMatchObject({ [changedName]: "theirs" });
    const preview = await lab.preview();
    expect(preview.changes).toMatchObject({ update: 1 });
    expect(diffText(preview.events)).toContain(`${changedName}: "theirs" => "Engines"`);
    expect((await lab.up()).changes).toMatchObject({ update: 1 });
    expect((await lab.refresh()).changes).toEqual({ same: 2 });
  });

  test("a refresh drops somebody who is gone, and up creates them again", async () => {
    lab.vendors[platform].delete(id);
    expect((await lab.refresh()).changes).toMatchObject({ delete: 1 });
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ create: 1 });
    ({ id = "" } = await lab.resource("ada"));
    expect(isActive(lab, platform, id)).toBe(true);
  });

  test("destroy deactivates whom we created", async () => {
    const run = await lab.destroy();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ delete: 2 });
    expect(isActive(lab, platform, id)).toBe(false);
  });
});

describe.each(PLATFORMS)("an account at %s that exists already", (platform) => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
    return () => lab.close();
  });
  const ada: Person = { platform, key: "ada", args: PEOPLE[platform] };
  let id = "";

  test("is refused without import or adopt, with its id in the message", async () => {
    // Somebody else's stack made it.
    const other = new Map<Name, () => string>([
      ["adobe", () => lab.vendors.adobe.create({ ...PEOPLE.adobe }).id],
      ["netex", () => lab.vendors.netex.create({ ...PEOPLE.netex }).id],
      ["nerm", () => lab.vendors.nerm.create({ ...PEOPLE.nerm, roles: [] }).id],
    ]);
    id = other.get(platform)?.() ?? "";
    if (platform === "nerm") lab.vendors.nerm.addRole(id, "Reviewers");
    const run = await lab.up({ people: [ada] });
    expect(run.succeeded).toBe(false);
    expect(errorsOf(run)).toContain(`id ${id}`);
  });

  test("is imported by its natural key, and the next preview shows no change", async () => {
    const people = [{ ...ada, options: { import: KEYS[platform] } }];
    const run = await lab.up({ people });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ import: 1 });
    expect(run.changes).not.toHaveProperty("update");
    expect(await lab.resource("ada")).toMatchObject({ id, outputs: { origin: "imported" } });
    expect((await lab.preview({ people })).changes).toEqual({ same: 2 });
    expect((await lab.preview({ people: [ada] })).changes).toEqual({ same: 2 });
    expect(lab.vendors[platform].log.writes()).toEqual([]);
  });

  test("is released and not deactivated when it leaves the program", async () => {
    const run = await lab.up({ people: [] });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ delete: 1 });
    expect(isActive(lab, platform, id)).toBe(true);
    expect(lab.vendors[platform].log.writes()).toEqual([]);
    expect(run.diagnostics.map(({ message }) => message).join("\n")).toContain(
      `account ${id} is released, still active`,
    );
  });

  test("is imported by its id and changed where the program says something else", async () => {
    const people = [{ ...ada, args: { ...ada.args, ...CHANGES[platform] }, options: { import: id } }];
    const run = await lab.up({ people });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ import: 1, update: 1 });
    expect((await lab.up()).changes).toEqual({ same: 2 });
  });
});

describe("two tenants in one program", () => {
  let lab: PluginLab;
  let second: AdobeEmulator;
  beforeAll(async () => {
    lab = await PluginLab.open();
    second = await startAdobe({ accountId: "209999" });
    return async () => {
      await second.close();
      await lab.close();
    };
  });

  const ada = { platform: "adobe", key: "ada", provider: "first", args: { email: "ada@example.com", name: "Ada" } };
  const bob = { platform: "adobe", key: "bob", provider: "second", args: { email: "bob@example.com", name: "Bob" } };

  function program(people: readonly Person[]): Program {
    const { adobe } = lab.vendors;
    const providers = {
      first: { adobe: JSON.stringify({ url: adobe.url, token: adobe.token }) },
      second: { adobe: JSON.stringify({ url: second.url, token: second.token }) },
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
    expect(seen(lab.vendors.adobe)).not.toContain(second.token);
    expect(seen(second)).not.toContain(lab.vendors.adobe.token);
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
    expect(errorsOf(failed)).toMatch(/second|credentials|token/i);
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
