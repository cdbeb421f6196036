import { describe, expect, it } from "vitest";
import { readApprovals } from "../../automation/plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import type { GuardResult } from "../../automation/plan/review/review";
import { reviewOf, type Told } from "./snapshots";

/** People 1 to `count` with an address each, who all leave, stay or change. */
function people(
  count: number,
  change: (person: Record<string, unknown>, i: number) => object | undefined,
): readonly Told[] {
  return Array.from({ length: count }, (_, i) => {
    const stored = { email: `p${i}@example.com`, name: `Person ${i}`, roles: ["Author"] };
    const declared = change(stored, i);
    return { name: `p${i}`, stored, ...(declared ? { declared: { ...stored, ...declared } } : {}) };
  });
}

const NOTHING_SET = { configuration: {}, environment: {} };

function guard(told: readonly Told[], file: object = {}, allow: readonly string[] = []): readonly GuardResult[] {
  const { review, people: snapshots } = reviewOf(told);
  return evaluateGuards({
    review,
    people: snapshots,
    guards: GuardFile.parse(file),
    approvals: readApprovals(allow),
    ...NOTHING_SET,
  });
}

function breaches(told: readonly Told[], file: object = {}, allow: readonly string[] = []) {
  return breachesOf(guard(told, file, allow)).map(({ guard: name, platform, count, who }) => [
    platform ? `${platform}.${name}` : name,
    count,
    who,
  ]);
}

describe("the configured maxRemovals", () => {
  const leavers = people(12, () => undefined);
  const removalsBy = (configuration: Readonly<Record<string, string>>) => {
    const { review, people: snapshots } = reviewOf(leavers);
    const input = {
      review,
      people: snapshots,
      guards: GuardFile.parse({ limits: { leavers: 99 } }),
      approvals: readApprovals([]),
    };
    return evaluateGuards({ ...input, configuration, environment: {} }).filter(
      ({ guard: name }) => name === "maxRemovals",
    );
  };

  it("is obeyed where the provider has credentials of its own", () => {
    expect(removalsBy({ "roster:adobe": '{"maxRemovals":11}' })).toMatchObject([{ count: 12, limit: "11" }]);
    expect(removalsBy({ "roster:adobe": '{"maxRemovals":12}' })).toEqual([]);
  });

  it("is none where the provider has credentials of its own, and no number", () => {
    expect(removalsBy({ "roster:adobe": '{"refreshToken":"t0ken"}' })).toEqual([]);
  });

  it("stops the review where it can't be read, as its default may allow more than was meant", () => {
    const failure = () => removalsBy({ "roster:adobe": '{"maxRemovals":"none","token":"t0ken-value"}' });
    const message = expect.stringMatching(/^roster:adobe\.maxRemovals must be/);
    expect(failure).toThrow(expect.objectContaining({ code: "vendor", message }));
  });
});

const BOSS: Told = { name: "boss", stored: { email: "boss@example.com", name: "Boss", roles: ["Admin"] } };
const STAYS: Told = { ...BOSS, declared: { email: "boss@example.com", name: "Boss", roles: ["Admin"] } };

describe("a limit", () => {
  const two = (i: number) => i < 2;
  it.each<[string, string, (person: Record<string, unknown>, i: number) => object | undefined]>([
    ["leavers", "leavers", (_, i) => (two(i) ? undefined : {})],
    ["escalations", "escalations", (_, i) => (two(i) ? { roles: ["Admin", "Author"] } : {})],
    ["revokedRoles", "revoked roles", (_, i) => (two(i) ? { roles: ["Learner"] } : {})],
    ["emailChanges", "changed addresses", (_, i) => (two(i) ? { email: `q${i}@example.com` } : {})],
    ["movers", "movers", (_, i) => (two(i) ? { profile: "Lead" } : {})],
  ])("holds for %s as a count, and is breached by one more of the %s", (name, _, change) => {
    const told = people(10, change);
    expect(breaches(told, { limits: { escalations: 9, [name]: 2 } })).toEqual([]);
    expect(breaches(told, { limits: { escalations: 9, [name]: 1 } })).toEqual([[name, 2, ["Person 0", "Person 1"]]]);
  });

  it("holds for released people", () => {
    const told = people(3, (_, i) => (i < 2 ? undefined : {})).map((each) => ({ ...each, retainOnDelete: true }));
    expect(breaches(told, { limits: { released: 1 } })).toEqual([["released", 2, ["Person 0", "Person 1"]]]);
  });

  it("holds for people who are brought back, and for joiners", () => {
    const type = "roster:netex:User";
    const back: Told = {
      type,
      name: "ada",
      stored: { username: "ada", enabled: false },
      declared: { username: "ada" },
    };
    expect(breaches([back], { limits: { reactivated: 0 } })).toEqual([["reactivated", 1, ["ada"]]]);
    const joins: Told = { type, name: "ada", declared: { username: "ada" } };
    expect(breaches([joins])).toEqual([]);
    expect(breaches([joins], { limits: { joiners: 0 } })).toEqual([["joiners", 1, ["ada"]]]);
  });

  it("is a share of those who are managed now, at least one person, and the stricter of two", () => {
    const told = people(40, (_, i) => (i < 3 ? undefined : {}));
    expect(breaches(told, { limits: { leavers: "7.5%" } })).toEqual([]);
    expect(breaches(told, { limits: { leavers: "5%" } })).toEqual([["leavers", 3, expect.any(Array)]]);
    expect(breaches(told, { limits: { leavers: [10, "5%"] } })).toEqual([["leavers", 3, expect.any(Array)]]);
    expect(breaches(told, { limits: { leavers: [2, "50%"] } })).toEqual([["leavers", 3, expect.any(Array)]]);
    const said = (limit: unknown) =>
      guard(told, { limits: { leavers: limit } }).find((each) => each.guard === "leavers");
    expect(said([10, "5%"])?.limit).toBe("10 and 5%, here 2");
    expect(said("7.5%")?.limit).toBe("7.5%, here 3");
    expect(said(9)?.limit).toBe("9");
    expect(
      breaches(
        people(3, (_, i) => (i < 1 ? undefined : {})),
        { limits: { leavers: "1%" } },
      ),
    ).toEqual([]);
  });

  it("counts a person once over all platforms, and each account on its platform", () => {
    const nerm = "roster:nerm:User";
    const told: readonly Told[] = [
      { name: "ada", stored: { email: "ada@example.com", name: "Ada" } },
      { type: nerm, name: "ada", stored: { login: "ada", name: "Ada" } },
    ];
    expect(breaches(told, { limits: { leavers: 1 } })).toEqual([]);
    const own = { limits: { leavers: 1 }, platforms: { nerm: { limits: { leavers: 0 } } } };
    expect(breaches(told, own)).toEqual([["nerm.leavers", 1, ["Ada"]]]);
    expect(breaches(told, own, ["nerm.leavers=1"])).toEqual([]);
  });

  it("holds by default: no administrative role is gained unseen, and a tenth may leave", () => {
    expect(breaches(people(20, (_, i) => (i < 2 ? undefined : {})))).toEqual([]);
    expect(breaches(people(20, (_, i) => (i < 3 ? undefined : {})))).toEqual([["leavers", 3, expect.any(Array)]]);
    expect(breaches(people(20, (_, i) => (i < 1 ? { roles: ["Admin"] } : {})))).toEqual([
      ["escalations", 1, expect.any(Array)],
    ]);
  });
});

describe("what a file says and leaves out", () => {
  it("is a tenth of new addresses at most, unless it says otherwise", () => {
    const renamed = (count: number) => people(20, (_, i) => (i < count ? { email: `q${i}@example.com` } : {}));
    expect(breaches(renamed(2))).toEqual([]);
    expect(breaches(renamed(3))).toEqual([["emailChanges", 3, expect.any(Array)]]);
  });

  it.each([0, 12, "5%", "7.25%", [10, "5%"]])("is a limit: %j", (leavers) => {
    expect(GuardFile.parse({ limits: { leavers } }).limits).toEqual({ leavers });
  });

  it.each([-1, 1.5, "5", "x5%", "5%x", "5.%", "%", ["5%", 10], [10], [], null])("is no limit: %j", (leavers) => {
    expect(GuardFile.safeParse({ limits: { leavers } }).success).toBe(false);
  });
});

describe("an approval", () => {
  const told = people(10, (_, i) => (i < 2 ? undefined : {}));
  const file = { limits: { leavers: 1 } };

  it("allows exactly its count", () => {
    expect(breaches(told, file, ["leavers=2"])).toEqual([]);
    expect(guard(told, file, ["leavers=2"]).find(({ guard: name }) => name === "leavers")).toMatchObject({
      breached: true,
      allowed: 2,
    });
    expect(breaches(told, file, ["leavers=3"])).toEqual([["leavers", 2, expect.any(Array)]]);
    expect(breaches(told, file, ["leavers=1"])).toEqual([["leavers", 2, expect.any(Array)]]);
  });

  it("is named in the breach, ready to be copied", () => {
    expect(breachesOf(guard(told, file))[0]?.advice).toBe("roster apply --plan plan.json --allow leavers=2");
  });

  it.each(["leavers", "leavers=", "leavers=x", "=3", "leavers=-1"])("is refused where it can't be read: %s", (text) => {
    expect(() => readApprovals([text])).toThrow("exact count");
  });
});

describe("what may never happen", () => {
  it.each<[string, string]>([
    ["key", "P0"],
    ["address", "P0@Example.com"],
    ["account", "id-p0"],
  ])("is a change of a protected person, named by %s, and no approval helps", (_, name) => {
    const told = [...people(2, () => ({ profile: "Lead" })), STAYS];
    const file = { protected: { people: [name, "boss@example.com"] } };
    expect(breaches(told, file, ["protected=1"])).toEqual([["protected", 1, ["Person 0"]]]);
    expect(breaches([STAYS], file)).toEqual([]);
  });

  it("is a protected role that is granted or revoked", () => {
    const file = { limits: { escalations: 9 }, protected: { roles: ["author"] } };
    expect(
      breaches(
        people(1, () => ({ roles: ["Learner"] })),
        file,
      ),
    ).toEqual([["protectedRoles", 1, expect.any(Array)]]);
    expect(
      breaches(
        people(1, () => ({ roles: ["Author", "Instructor"] })),
        file,
      ),
    ).toEqual([]);
  });

  it("is a protected group that is joined or left", () => {
    const stored = { username: "ada", groups: ["/payroll"] };
    const told = (groups: readonly string[]): readonly Told[] => [
      { name: "ada", type: "roster:keycloak:User", stored, declared: { ...stored, groups } },
    ];
    const file = { protected: { groups: ["/Payroll"] } };
    expect(breaches(told([]), file, ["protectedGroups=1"])).toEqual([["protectedGroups", 1, ["ada"]]]);
    expect(breaches(told(["/payroll", "/staff"]), file)).toEqual([]);
    expect(breaches(told([]), { protected: { roles: ["/payroll"] } })).toEqual([]);
  });

  it("is that a run takes away its own account, and its profile may change", () => {
    const file = { self: ["p0@example.com"], limits: { leavers: 9, revokedRoles: 9, emailChanges: 9 } };
    for (const change of [undefined, { roles: ["Learner"] }, { email: "robot@example.com" }]) {
      expect(
        breaches(
          people(1, () => change),
          file,
        ),
      ).toEqual([["self", 1, expect.any(Array)]]);
    }
    expect(
      breaches(
        people(1, () => ({ profile: "Robot" })),
        file,
      ),
    ).toEqual([]);
  });

  it("is a platform without enough administrators", () => {
    const file = { limits: { revokedRoles: 9, leavers: 9 } };
    expect(breaches([BOSS], file)).toEqual([["adobe.administrators", 0, ["Boss"]]]);
    expect(breaches([{ ...STAYS, declared: { ...STAYS.declared, roles: ["Author"] } }], file)).toEqual([
      ["adobe.administrators", 0, expect.any(Array)],
    ]);
    expect(breaches([STAYS], file)).toEqual([]);
    expect(breaches([STAYS], { ...file, administrators: 2 })).toEqual([["adobe.administrators", 1, expect.any(Array)]]);
    // Nobody is known to be one here: administrators are somebody else's business.
    expect(
      breaches(
        people(2, () => ({})),
        { administrators: 2 },
      ),
    ).toEqual([]);
    expect(
      breaches(
        people(2, () => ({})),
        { platforms: { adobe: { administrators: 1 } } },
      ),
    ).toEqual([["adobe.administrators", 0, expect.any(Array)]]);
  });

  it("is a switched-off administrator who is counted", () => {
    const type = "roster:netex:User";
    const stored = { username: "ada", roles: { management: ["admin"] } };
    const told: Told = { type, name: "ada", stored, declared: { ...stored, enabled: false } };
    expect(breaches([told])).toEqual([["netex.administrators", 0, expect.any(Array)]]);
  });
});

describe("what should not happen by accident", () => {
  it("is that two people have one address or sign-in name", () => {
    const eve: Told = { name: "eve", declared: { email: "P0@example.com", name: "Eve" } };
    expect(breaches([...people(1, () => ({})), eve])).toEqual([["duplicates", 2, ["Person 0 (p0)", "Eve (eve)"]]]);
    expect(breaches([...people(1, () => ({})), eve], {}, ["duplicates=2"])).toEqual([]);
    const nerm = "roster:nerm:User";
    const shared: readonly Told[] = [
      { type: nerm, name: "a", declared: { login: "a", email: "team@example.com", name: "A" } },
      { type: nerm, name: "b", declared: { login: "b", email: "Team@example.com", name: "B" } },
    ];
    expect(breaches(shared)).toEqual([["duplicates", 2, expect.any(Array)]]);
  });

  it("is that a leaver still has reports", () => {
    const bob = { email: "bob@example.com", name: "Bob", manager: "id-p0" };
    const told = [...people(1, () => undefined), { name: "bob", stored: bob, declared: bob }];
    expect(breaches(told, { limits: { leavers: 1 } })).toEqual([["reports", 1, ["Person 0: Bob"]]]);
    expect(breaches(told, { limits: { leavers: 1 } }, ["reports=1"])).toEqual([]);
  });

  it("is that a creation would meet an account and be refused in the middle of a run", () => {
    const joiner: Told = { name: "ada", declared: { email: "ada@example.com", name: "Ada" } };
    const { people: snapshots } = reviewOf([joiner]);
    const [snapshot] = snapshots;
    if (!snapshot) throw new Error("nobody was told of");
    const account = { id: "7", active: false, attributes: {}, sets: {}, references: { manager: null }, info: {} };
    const existing = [{ snapshot, account, changes: [], outcome: "refused" as const }];
    const { review } = reviewOf([joiner], { existing });
    const results = evaluateGuards({
      review,
      people: snapshots,
      guards: GuardFile.parse({}),
      approvals: readApprovals(["existing=1"]),
      ...NOTHING_SET,
    });
    expect(breachesOf(results)).toMatchObject([{ guard: "existing", count: 1, who: ["Ada (adobe 7, inactive)"] }]);
  });
});

describe("a leaver whose account is a copy of one in another directory", () => {
  const leaver = (more: object): Told => ({
    type: "roster:keycloak:User",
    name: "ada",
    stored: { username: "ada", origin: "created", federationLink: "ldap-1", ...more },
  });

  it("can't be deleted, and is refused before the run begins", () => {
    expect(breaches([leaver({ onDestroy: "delete" })])).toEqual([["copies", 1, ["ada (keycloak id-ada)"]]]);
    const users = { ada: { username: "ada", federationLink: "ldap-1" } };
    const set = { users, ids: { ada: "7" }, origins: {}, tenant: "here", onDestroy: "delete" };
    const stays = { users: {}, onDestroy: "delete" };
    const told: Told = {
      type: "roster:keycloak:Users",
      name: "all",
      stored: set,
      declared: stays,
      diffs: ["users.ada"],
    };
    expect(breaches([told])).toEqual([["copies", 1, ["ada (keycloak 7)"]]]);
  });

  it.each([
    ["is switched off", leaver({})],
    ["is let go", leaver({ onDestroy: "retain" })],
    ["is no copy", leaver({ onDestroy: "delete", federationLink: undefined })],
  ])("is no breach where the account %s", (_how, told) => {
    expect(breaches([told])).toEqual([]);
  });
});
