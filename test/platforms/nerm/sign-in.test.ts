import { afterEach, describe, expect, it } from "vitest";
import { nerm } from "../../../provider/platforms/nerm/index";
import { type NermEmulator, type NermOptions, startNerm } from "../../../sandbox/index";
import { Driver, type Program } from "../../conformance/driver";
import { dynamicAdapter } from "../../conformance/dynamic-adapter";
import { fastClock } from "../../conformance/fast-clock";

/** What sign-ins do to accounts, and what the next run makes of it: nobody is made twice, and nothing goes on by itself. */
let vendor: NermEmulator;
let driver: Driver;
afterEach(() => vendor.close());

async function start(options: NermOptions): Promise<void> {
  const clock = fastClock();
  vendor = await startNerm({ now: clock.now, ...options });
  driver = new Driver(dynamicAdapter(nerm), clock);
}

const up = (program: Program) => driver.up(program, { url: vendor.url, token: vendor.token });
const refresh = () => driver.refresh({ url: vendor.url, token: vendor.token });
const roleId = (name: string) => vendor.roles.find((role) => role.name === name)?.id;
const ADA = { name: "Ada Byron", email: "ada@example.com", login: "ada", roles: ["Reviewers"] };
const GROUPS = "contractors_role_3_group";

describe("a sign-in that replaces roles by those of groups", () => {
  it("shows in a refresh, and a run grants them again, once", async () => {
    await start({ rolesAtSignIn: "from-groups" });
    await up({ ada: ADA });
    vendor.signIn("ada", { group_strings: GROUPS });
    expect(vendor.get("ada")?.roles).toEqual([roleId("Contractors")]);
    await refresh();
    expect(await up({ ada: ADA })).toMatchObject({ steps: { ada: "update" }, failures: [] });
    expect(vendor.get("ada")?.roles).toEqual([roleId("Reviewers")]);
    expect((await up({ ada: ADA })).steps).toEqual({ ada: "same" });
  });

  it("grants what groupStrings name, and leaves nobody in who has none", async () => {
    await start({ rolesAtSignIn: "from-groups" });
    await up({ ada: { ...ADA, roles: undefined, groupStrings: GROUPS } });
    expect(vendor.signIn("ada")?.roles).toEqual([roleId("Contractors")]);
    expect(vendor.signIn("ada", { group_strings: "" })).toBeUndefined();
  });
});

describe("a sign-in that moves the login", () => {
  it("leaves the account its resource's, and makes no second one", async () => {
    await start({ namesAtSignIn: true });
    await up({ ada: ADA });
    vendor.signIn("ada", { login: "ada@acme", email: "ada@acme.example" });
    await refresh();
    const followed = { ...ADA, login: "ada@acme", email: "ada@acme.example" };
    expect(await up({ ada: followed })).toMatchObject({ steps: { ada: "same" }, failures: [] });
    expect(await up({ ada: ADA })).toMatchObject({ steps: { ada: "update" }, failures: [] });
    expect(vendor.people().map(({ login }) => login)).toEqual(["ada"]);
  });
});

describe("a sign-in that merges accounts of one identity", () => {
  it("takes an account away, which is not made again beside the other", async () => {
    await start({ mergesAtSignIn: true });
    await up({ ada: { ...ADA, sailpointIdentityId: "i-1" } });
    const other = vendor.create({ name: "Ada", email: "a@example.com", login: "other", sailpoint_identity_id: "i-1" });
    vendor.addRole("other", "Reviewers");
    vendor.signIn("other");
    expect((await refresh()).steps).toEqual({ ada: "gone" });
    const { failures } = await up({ ada: { ...ADA, sailpointIdentityId: "i-1" } });
    expect(failures[0]?.message).toContain(`account ${other.id} at SailPoint NERM has this identity`);
    expect(vendor.people().map(({ login }) => login)).toEqual(["other"]);
  });
});
