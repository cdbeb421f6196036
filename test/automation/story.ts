import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PersonChange, Review } from "../../automation/plan/review/review";
import type { Ended, RosterLab } from "./roster-lab";

/** People on three platforms; Grace is the one administrator. */
const ROSTER = `# who is where
defaults:
  netex: { language: en, timezone: UTC }
people:
  grace: { given: Grace, family: Hopper, email: grace@example.com, adobe: { profile: Head, roles: [Admin, Learner] }, nerm: {} }
  ada: { given: Ada, family: Byron, email: ada@example.com, manager: grace, adobe: { profile: Author, roles: [Author, Learner] } }
  tomas: { given: Tomás, family: Núñez, email: tomas@example.com, manager: grace, adobe: { profile: Engineer, roles: [Learner] }, nerm: {} }
  siobhan: { given: Siobhán, family: O'Brien, email: siobhan@example.com, adobe: { profile: Trainer, onDestroy: retain } }
  lukasz: { given: Łukasz, family: Żak, email: lukasz@example.com, netex: { enabled: false, roles: { management: [user] } } }
  mei: { given: 芽衣, family: 田中, email: mei@example.com, netex: { location: 東京, roles: { management: [user], training: [trainer, user] } } }
`;

/** A day later: everything that can happen to people happens. */
const EDITED = `defaults:
  netex: { language: en, timezone: UTC }
people:
  grace: { given: Grace, family: Hopper, email: grace.hopper@example.com, adobe: { profile: Head, roles: [Admin, Learner] }, nerm: {} }
  ada: { given: Ada, family: Byron, email: ada@example.com, manager: null, adobe: { profile: Lead author, roles: [Instructor, Learner] } }
  lukasz: { given: Łukasz, family: Żak, email: lukasz@example.com, netex: { roles: { management: [user] } } }
  mei: { given: 芽衣, family: 田中, email: mei@example.com, netex: { location: 東京, roles: { management: [admin, user], training: [trainer, user] } } }
  priya: { given: Priya, family: Rao, email: priya@example.com, manager: grace, adobe: { profile: Engineer, roles: [Learner] }, nerm: { roles: [] } }
`;

/** A day that breaches every guard which a roster file can breach: a manager in it is somebody who stays. */
const RECKLESS = `defaults:
  netex: { language: en, timezone: UTC }
people:
  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: { profile: Lead author, roles: [Instructor, Learner] } }
  lukasz: { given: Łukasz, family: Żak, email: lukasz@example.com, netex: { roles: { management: [user] } } }
  mei: { given: 芽衣, family: 田中, email: mei.tanaka@example.com, netex: { location: 東京, roles: { management: [admin, user], training: [trainer, user] } } }
  eve: { given: Eve, family: Moss, email: lukasz@example.com, netex: { roles: { management: [user] } } }
  nora: { given: Nora, family: Lind, email: nora@example.com, adobe: { profile: Engineer } }
`;

const STRICT = `limits:
  { joiners: 0, movers: 0, leavers: 0, released: 0, reactivated: 0, revokedRoles: 0, escalations: 0, emailChanges: 0 }
protected: { people: [ada@example.com], roles: [Instructor] }
self: [tomas@example.com]
administrators: 1
`;

/** The whole life of a roster under \`roster\`, on one engine. The steps build on each other. */
export function tellStory(lab: () => RosterLab): void {
  const plan = async (...args: string[]): Promise<Ended & { review: Review }> => {
    const ended = await lab().roster(["plan", "--json", ...args]);
    return { ...ended, review: (ended.json as { review: Review }).review };
  };

  test("init writes what is missing and makes the stack, and touches nothing the second time", async () => {
    lab().write("roster.yaml", ROSTER);
    expect((await lab().roster(["init", "--json"])).json).toMatchObject({
      project: "acme",
      stack: "dev",
      written: ["Pulumi.yaml", "index.js", "package.json", "roster.guard.yaml", "roster.waivers.yaml", ".gitignore"],
    });
    expect((await lab().roster(["init", "--json"])).json).toMatchObject({ written: [] });
    expect(lab().read("roster.yaml")).toBe(ROSTER);
    lab().install();
  });

  test("a first plan lists joiners and is refused for the administrator, and so is its apply", async () => {
    const { code, review } = await plan();
    expect(code).toBe(4);
    expect(classesOf(review)).toMatchObject({ "adobe grace": ["escalation", "joiner"], "nerm grace": ["joiner"] });
    expect(review).toMatchObject({ people: 6, unchanged: 0, existing: [] });
    expect(review.guards.filter(({ breached }) => breached)).toMatchObject([
      {
        guard: "escalations",
        count: 1,
        who: ["Grace Hopper"],
        advice: expect.stringContaining("--allow escalations=1"),
      },
    ]);
    expect((await lab().roster(["apply", "--allow", "escalations=2"])).code).toBe(4);
    expect(lab().writes()).toEqual([]);
  });

  test("apply does what was approved, records it, and a second plan has nothing to do", async () => {
    const { code, json } = await lab().roster(["apply", "--json", "--allow", "escalations=1", "--out", "run"]);
    expect(json).toMatchObject({
      outcome: "applied",
      ranBy: "tester",
      approvals: [{ guard: "escalations", count: 1 }],
      errors: [],
    });
    expect(code).toBe(0);
    expect(readdirSync(join(lab().work, "run")).sort()).toEqual(["before.json", "report.json", "report.md"]);
    for (const file of ["before.json", "report.json", "report.md"]) {
      expect(statSync(join(lab().work, "run", file)).mode & 0o777).toBe(0o600);
    }
    expect(lab().sandbox.adobe.people()).toHaveLength(4);
    lab().writes();
    const { code: again, review } = await plan();
    expect([again, review.changes, review.unchanged]).toEqual([0, [], 6]);
    expect(lab().writes()).toEqual([]);
  });

  test("a plain preview after it shows no change, and the state holds no limit that nobody declared", async () => {
    const engine = await lab().engineAlone();
    const { succeeded, changes } = await engine.preview();
    expect([succeeded, Object.keys(changes)]).toEqual([true, ["same"]]);
    const held = JSON.stringify(await engine.exportState());
    expect(held).toContain("mei@example.com");
    expect(held).not.toContain("maxRemovals");
    lab().writes();
  });

  test("a plan made stale is not applied, and says who changed", async () => {
    lab().write("roster.yaml", EDITED);
    expect((await plan("--allow", "escalations=1")).code).toBe(2);
    lab().sandbox.adobe.set("ada@example.com", { profile: "Poet" });
    const { code, json } = await lab().roster(["apply", "--json", "--allow", "escalations=1"]);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      error: { code: "plan-stale", differences: [{ who: "Ada Byron", platform: "adobe", differs: ["observed"] }] },
    });
    expect(lab().writes()).toEqual([]);
    lab().sandbox.adobe.set("ada@example.com", { profile: "Author" });
  });

  test("a reckless edit breaches each guard that a roster file can breach, names people, and nothing is sent", async () => {
    const { adobe } = lab().sandbox;
    const guards = lab().read("roster.guard.yaml");
    lab().write("roster.yaml", RECKLESS);
    lab().write("roster.guard.yaml", STRICT);
    const nora = adobe.create({ email: "nora@example.com", name: "Nora Lind" });
    const { code, review } = await plan();
    expect(code).toBe(4);
    const breached = review.guards.filter((guard) => guard.breached);
    expect([...new Set(breached.map(({ guard }) => guard))].sort()).toEqual([
      "administrators",
      "duplicates",
      "emailChanges",
      "escalations",
      "existing",
      "joiners",
      "leavers",
      "movers",
      "protected",
      "protectedRoles",
      "reactivated",
      "released",
      "revokedRoles",
      "self",
    ]);
    expect(breached.filter(({ guard, who }) => guard !== "administrators" && who.length === 0)).toEqual([]);
    expect((await lab().roster(["apply"])).code).toBe(4);
    expect(lab().writes()).toEqual([]);
    adobe.delete(nora.id);
    lab().write("roster.guard.yaml", guards);
    lab().write("roster.yaml", EDITED);
  });

  test("an edit is told apart into every class of change, and applied", async () => {
    const { code, review } = await plan("--allow", "escalations=1");
    expect(code).toBe(2);
    expect(classesOf(review)).toEqual({
      "netex mei": ["escalation", "role-granted"],
      "adobe tomas": ["leaver"],
      "nerm tomas": ["leaver"],
      "adobe siobhan": ["released"],
      "adobe grace": ["email-change"],
      "nerm grace": ["email-change"],
      "adobe ada": ["role-revoked", "role-granted", "mover"],
      "netex lukasz": ["reactivated"],
      "adobe priya": ["joiner"],
      "nerm priya": ["joiner"],
    });
    expect(changeOf(review, "adobe ada").details).toContainEqual(
      expect.objectContaining({ kind: "manager", fromName: "Grace Hopper" }),
    );
    expect(changeOf(review, "netex mei").held).toEqual(["management: user", "training: trainer", "training: user"]);
    const { json } = await lab().roster(["apply", "--json", "--allow", "escalations=1", "--out", "run"]);
    expect(json).toMatchObject({ outcome: "applied" });
    const { adobe, netex } = lab().sandbox;
    expect(adobe.get("siobhan@example.com")?.state).toBe("ACTIVE");
    expect(adobe.get("tomas@example.com")?.state).toBe("DELETED");
    expect(adobe.get("ada@example.com")).toMatchObject({ profile: "Lead author" });
    expect(netex.get("lukasz")?.enabled).toBe(true);
    const before = JSON.parse(lab().read("run/before.json")) as { key: string; values: { profile?: string } | null }[];
    expect(before.find(({ key, values }) => key === "ada" && values)?.values?.profile).toBe("Author");
    expect(lab().read("run/report.md")).toContain("Lead author");
    lab().writes();
  });

  test("drift is none, cosmetic, of identities, and of security", async () => {
    const { adobe, netex, nerm } = lab().sandbox;
    lab().write(
      "roster.waivers.yaml",
      `waivers:
  - { platform: adobe, account: SIOBHAN@example.com, reason: released, owner: it@example.com, until: 2999-01-01 }
  - { platform: adobe, account: owner@example.com, reason: the first account, owner: it@example.com, until: 2999-01-01 }
`,
    );
    expect((await lab().roster(["drift"])).out).toContain("no drift");
    netex.set("mei", { location: "大阪" });
    const cosmetic = await lab().roster(["drift", "--json"]);
    expect([cosmetic.code, cosmetic.json]).toEqual([0, expect.objectContaining({ worst: "cosmetic" })]);
    nerm.set("priya", { email: "priya@example.org" });
    const identity = await lab().roster(["drift", "--json"]);
    expect([identity.code, identity.json]).toEqual([2, expect.objectContaining({ worst: "identity" })]);
    adobe.addRole("priya@example.com", "Admin");
    adobe.create({ email: "ghost@example.com", name: "A Ghost" });
    const security = await lab().roster(["drift", "--json"]);
    expect(security.code).toBe(3);
    expect(security.json).toMatchObject({
      worst: "security",
      drifted: [
        { class: "security", key: "priya", details: [{ kind: "role", to: "Admin" }] },
        {
          class: "identity",
          key: "priya",
          details: [{ path: "email", from: "priya@example.com", to: "priya@example.org" }],
        },
        { class: "cosmetic", key: "mei", details: [{ from: "東京", to: "大阪" }] },
      ],
      unmanaged: [{ platform: "adobe", naturalKey: "ghost@example.com", administrator: false }],
      waived: [{ naturalKey: "owner@example.com" }, { naturalKey: "siobhan@example.com" }],
    });
    expect(lab().writes()).toEqual([]);
  });
}

/** The classes of every change, by `platform key`. */
function classesOf({ changes }: Review): Record<string, readonly string[]> {
  return Object.fromEntries(changes.map(({ platform, key, classes }) => [`${platform} ${key}`, classes]));
}

function changeOf({ changes }: Review, subject: string): PersonChange {
  const found = changes.find(({ platform, key }) => `${platform} ${key}` === subject);
  if (!found) throw new Error(`the review has no change of ${subject}`);
  return found;
}
