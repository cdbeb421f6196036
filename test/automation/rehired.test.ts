import { afterEach, describe, expect, test } from "vitest";
import { keyChangesIn } from "../../automation/plan/guards/key-changes";
import type { PlanFile } from "../../automation/plan/plan-file";
import { RosterLab } from "./roster-lab";
import { reviewOf } from "./snapshots";

const HEADER = "ID,First,Last,Mail,Before";
const GRACE = "0101,Grace,Hopper,grace@example.com,";
const ADA = "0102,Ada,Byron,ada@example.com,";
/** Those that find people by a sign-in name, which is the key where nobody says it. */
const BY_NAME = ["netex", "nerm", "keycloak", "scim"];

/** People whose key is what a column has; `Before` holds a former key. */
const rosterBy = (key: string, platforms: readonly string[]): string => `sources:
  hr:
    file: hr.csv
    columns: { key: ${key}, given: First, family: Last, email: Mail, was: Before }
    values: { platforms: ${platforms.join("|")}, netex.language: en, netex.timezone: UTC }
defaults:
${platforms.map((id) => `  ${id}: { adopt: true, onDestroy: deactivate }`).join("\n")}
`;

describe("somebody who left and comes back under another number", () => {
  let lab: RosterLab;
  afterEach(() => lab.close());

  /** A folder in which Ada was hired and has left, at the vendors. */
  async function begun(roster: string) {
    lab = await RosterLab.open("embedded");
    const { keycloak, scim } = lab.sandbox;
    const environment = {
      ...lab.environment,
      ROSTER_KEYCLOAK_URL: keycloak.url,
      ROSTER_KEYCLOAK_REALM: keycloak.realm,
      ROSTER_KEYCLOAK_CLIENT_ID: keycloak.clientId,
      ROSTER_KEYCLOAK_CLIENT_SECRET: keycloak.clientSecret,
      ROSTER_SCIM_URL: scim.url,
      ROSTER_SCIM_TOKEN: scim.token,
    };
    const run = (...args: string[]) => lab.roster(args, { environment });
    const write = (...rows: string[]): void => lab.write("hr.csv", `${[HEADER, GRACE, ...rows].join("\n")}\n`);
    lab.write("roster.yaml", roster);
    write(ADA);
    expect((await run("init")).code).toBe(0);
    lab.install();
    const apply = async (): Promise<void> => {
      expect((await run("plan")).code).toBe(2);
      expect(await run("apply")).toMatchObject({ code: 0 });
    };
    await apply();
    write();
    await apply();
    const { netex, nerm } = lab.sandbox;
    const isHers = ({ email }: { readonly email?: string | undefined }): boolean => email === "ada@example.com";
    /** Whether each account that she has at a vendor is switched on. */
    const accounts = () => ({
      netex: netex
        .accounts()
        .filter(isHers)
        .map(({ enabled }) => enabled),
      nerm: nerm
        .accounts()
        .filter(isHers)
        .map(({ status }) => status === "Active"),
      keycloak: keycloak
        .accounts()
        .filter(isHers)
        .map(({ enabled }) => enabled),
      scim: scim
        .accounts()
        .filter((each) => JSON.stringify(each).includes("ada@example.com"))
        .map(({ active }) => active),
    });
    return { run, write, apply, accounts };
  }

  test("is one person, whom a plan names, and `was` gives the accounts that they had", async () => {
    const { run, write, apply, accounts } = await begun(rosterBy("ID", BY_NAME));
    const off = { netex: [false], nerm: [false], keycloak: [false], scim: [false] };
    expect(accounts()).toEqual(off);
    write("0207,Ada,Byron,ada@example.com,");
    const { code, json } = await run("plan", "--json");
    expect(code).toBe(4);
    const breaches = (json as PlanFile).review.guards.filter(({ breached }) => breached);
    expect(breaches).toMatchObject([{ guard: "keyChanges", who: ["Ada Byron (0102 -> 0207)"] }]);
    expect((await run("apply")).code).toBe(4);
    expect(accounts()).toEqual(off);
    write("0207,Ada,Byron,ada@example.com,0102");
    await apply();
    expect(accounts()).toEqual({ netex: [true], nerm: [true], keycloak: [true], scim: [true] });
  });

  test("has the accounts that they had where the address is the key", async () => {
    const { write, apply, accounts } = await begun(rosterBy("Mail", ["netex"]));
    write("0207,Ada,Byron,ada@example.com,");
    await apply();
    expect(accounts()).toMatchObject({ netex: [true] });
  });
});

test("an account with the address of somebody new is told of people who are resources of their own, too", () => {
  const declared = { username: "0207", email: "ada@example.com", name: "Ada", surname: "Byron" };
  const { review, people } = reviewOf([{ type: "roster:netex:User", name: "ada", declared }]);
  const [snapshot] = people;
  if (snapshot === undefined) throw new Error("nobody is declared");
  expect(keyChangesIn(review.changes, people, new Map(), [{ snapshot, name: "0102" }])).toEqual([
    "Ada Byron (0102 -> ada)",
  ]);
});
