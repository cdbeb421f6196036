import { expect, it } from "vitest";
import { readApprovals } from "../../automation/plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import type { GuardInput } from "../../automation/plan/guards/results";
import { textOf } from "../repository/files";
import { previewOf, reviewOf, type Told } from "./snapshots";

/** A plan that one guard holds back, and no other. */
interface Held {
  readonly told: readonly Told[];
  /** What the guard file says. Default: nothing. */
  readonly file?: object;
  /** What else is known. */
  readonly more?: Partial<GuardInput>;
  /** Administrative roles of the file, as a review knows them. */
  readonly extraRoles?: Record<string, readonly string[]>;
  /** Whether somebody new has an account already. */
  readonly isMet?: true;
  /** The guard by the name that a breach has, where it is another one. */
  readonly breach?: string;
}

const ada = { email: "ada@example.com", name: "Ada", roles: ["Author"] };
const admin = { ...ada, roles: ["Admin"] };
const stays: Told = { name: "ada", stored: ada, declared: ada };
const leaves: Told = { name: "ada", stored: ada };
const changed = (more: object): Told => ({ ...stays, declared: { ...ada, ...more } });
const demoted: Told = { name: "ada", stored: admin, declared: ada };
const joins: Told = { name: "eve", declared: { email: "eve@example.com", name: "Eve" } };
const twin: Told = { name: "eve", declared: { ...ada, name: "Eve" } };
const reports: Told = {
  name: "bob",
  stored: { email: "bob@example.com", name: "Bob", manager: "id-ada" },
  declared: { email: "bob@example.com", name: "Bob", manager: "id-ada" },
};
const netex = { type: "roster:netex:User", name: "ada" };
const back: Told = { ...netex, stored: { username: "ada", enabled: false }, declared: { username: "ada" } };
const group: Told = { type: "roster:keycloak:Group", name: "pay", id: "g", stored: { name: "Pay", origin: "created" } };
const keycloak = { type: "roster:keycloak:User", name: "ada" };
const member = { username: "ada", groups: ["g"] };
const copy = { username: "ada", origin: "created", federationLink: "ldap", onDestroy: "delete" };
const set = (users: object) => ({ users, ids: { ada: "1" }, origins: {}, tenant: "t" });
const renamed: Told = {
  type: "roster:adobe:Users",
  name: "all",
  stored: set({ ada }),
  declared: { users: { lovelace: ada } },
  diffs: ["users"],
};

const HELD: Readonly<Record<string, Held>> = {
  "limits.leavers": { told: [leaves], file: { limits: { leavers: 0 } }, breach: "leavers" },
  "limits.released": {
    told: [{ ...leaves, retainOnDelete: true }],
    file: { limits: { released: 0 } },
    breach: "released",
  },
  "limits.reactivated": { told: [back], file: { limits: { reactivated: 0 } }, breach: "reactivated" },
  "limits.revokedRoles": {
    told: [changed({ roles: ["Learner"] })],
    file: { limits: { revokedRoles: 0 } },
    breach: "revokedRoles",
  },
  "limits.escalations": { told: [changed({ roles: ["Author", "Admin"] })], breach: "escalations" },
  "limits.emailChanges": {
    told: [changed({ email: "king@example.com" })],
    file: { limits: { emailChanges: 0 } },
    breach: "emailChanges",
  },
  "limits.joiners": { told: [joins], file: { limits: { joiners: 0 } }, breach: "joiners" },
  "limits.movers": { told: [changed({ name: "Ada King" })], file: { limits: { movers: 0 } }, breach: "movers" },
  administrators: { told: [demoted], breach: "adobe.administrators" },
  deletedGroups: { told: [group], file: { deletedGroups: 0 } },
  "platforms.<id>.limits": {
    told: [leaves],
    file: { platforms: { adobe: { limits: { leavers: 0 } } } },
    breach: "adobe.leavers",
  },
  "platforms.<id>.administrators": {
    told: [stays],
    file: { platforms: { adobe: { administrators: 1 } } },
    breach: "adobe.administrators",
  },
  "platforms.<id>.administrativeRoles": {
    told: [changed({ roles: ["Learner"] })],
    file: { platforms: { adobe: { administrativeRoles: ["author"] } } },
    extraRoles: { adobe: ["author"] },
    breach: "adobe.administrators",
  },
  "protected.people": { told: [leaves], file: { protected: { people: ["ada"] } }, breach: "protected" },
  "protected.roles": {
    told: [changed({ roles: ["Learner"] })],
    file: { protected: { roles: ["Author"] } },
    breach: "protectedRoles",
  },
  "protected.groups": {
    told: [{ ...keycloak, stored: member, declared: { ...member, groups: [] } }],
    file: { protected: { groups: ["g"] } },
    breach: "protectedGroups",
  },
  self: { told: [leaves], file: { self: ["ada"] } },
  duplicates: { told: [stays, twin] },
  reports: { told: [leaves, reports] },
  keyChanges: { told: [renamed] },
  namedGroups: { told: [group, { ...keycloak, stored: member, declared: member }] },
  teardown: { told: [leaves], more: { isTeardown: true } },
  existing: { told: [joins], isMet: true },
  copies: { told: [{ ...keycloak, stored: copy }] },
  maxRemovals: {
    told: [leaves],
    more: { configuration: { "roster:adobe": '{"maxRemovals":0}' } },
    breach: "adobe.maxRemovals",
  },
};

function breaches({ told, file = {}, more = {}, extraRoles = {}, isMet }: Held): readonly string[] {
  const account = { id: "7", active: true, attributes: {}, sets: {}, references: {}, info: {} };
  const { entities } = previewOf(...told);
  const existing = isMet
    ? entities.map((snapshot) => ({ snapshot, account, changes: [], outcome: "refused" as const }))
    : [];
  const { review, people } = reviewOf(told, { existing, extraRoles });
  const input = { review, people, guards: GuardFile.parse(file), approvals: readApprovals([]) };
  const results = evaluateGuards({ ...input, configuration: {}, environment: {}, ...more });
  return breachesOf(results).map(({ guard, platform }) => (platform ? `${platform}.${guard}` : guard));
}

it("each guard that docs/reference/guards.md names has a plan here that no other guard holds back", () => {
  const page = textOf("docs/reference/guards.md");
  const [settings = ""] = page.split("## Allowing a breach");
  const rows = [...settings.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell = ""]) => cell.match(/[^`, ]+/g) ?? []);
  const items = [...settings.matchAll(/^- (?:a )?`(\w+)`/gm)].map(([, name = ""]) => name);
  expect(Object.keys(HELD).sort()).toEqual([...rows, ...items].sort());
});

it.each(Object.entries(HELD))("%s alone holds back a plan, and without its reason the plan goes on", (name, held) => {
  expect(breaches(held)).toEqual([held.breach ?? name]);
  const { file: _, more: __, isMet: ___, ...rest } = held;
  if (held.file ?? held.more ?? held.isMet) expect(breaches(rest)).toEqual([]);
});
