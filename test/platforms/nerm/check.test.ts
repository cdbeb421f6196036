import { describe, expect, it } from "vitest";
import { changesToSend } from "../../../provider/core/compare/changes-to-send";
import { check } from "../../../provider/core/compare/check";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { UNKNOWN } from "../../../provider/core/model/value";
import { baseUrlOf, Configuration } from "../../../provider/platforms/nerm/configuration";
import { nerm } from "../../../provider/platforms/nerm/index";
import { ADA } from "./helpers";

const PERSON = { name: "Ada Example", email: "ada@example.com", login: "ada" };
const refused = (news: object, olds: object = {}) =>
  check(nerm.kinds.user, { ...PERSON, ...news }, olds as Record<string, unknown>).issues.map(({ path }) =>
    path.join("."),
  );

describe("arguments", () => {
  it.each<[string, object, string[]]>([
    ["the least that is needed", {}, []],
    [
      "everything",
      { type: "NeaccessUser", profileId: ADA, status: "Disabled", admin: false, roles: [], manager: ADA },
      [],
    ],
    ["a NeaccessUser without a profile", { type: "NeaccessUser" }, ["profileId"]],
    ["a NeaccessUser whose profile is not known yet", { type: "NeaccessUser", profileId: UNKNOWN }, []],
    ["a profile that is no id", { profileId: "x" }, ["profileId"]],
    ["a state that people can't be in", { status: "Gone" }, ["status"]],
    ["the state of somebody who has not signed in yet", { status: "Pending" }, []],
    ["a password by the vendor's name", { password: "x" }, ["password"]],
    ["a manager to be taken away", { clear: ["manager"] }, ["clear.0"]],
    ["attributes that can be emptied", { clear: ["title", "groupStrings"] }, []],
    ["attributes that can't", { clear: ["locale", "login", "admin"] }, ["clear.0", "clear.1", "clear.2"]],
  ])("%s", (_, news, expected) => {
    expect(refused(news)).toEqual(expected);
  });

  it("can change later, except the password, which is ignored", () => {
    const olds = { ...PERSON, locale: "fr-CA", sailpointIdentityId: "i-1", initialPassword: "one" };
    const { capabilities } = nerm.kinds.user;
    const declared = (more: object) => fromProperties(capabilities, { ...olds, ...more });
    const changes = (news: object) =>
      changesToSend(capabilities, declared(news), declared({})).map(({ path }) => path[0]);
    expect(refused({ ...olds, initialPassword: "two" }, olds)).toEqual([]);
    expect(refused({ locale: "de", sailpointIdentityId: "i-2" }, olds)).toEqual([]);
    expect(changes({ locale: "de", sailpointIdentityId: "i-2", initialPassword: "two" })).toEqual([
      "locale",
      "sailpointIdentityId",
    ]);
  });

  it("say what there is in place of a password, and only where one is declared", () => {
    const reasons = (news: object) =>
      check(nerm.kinds.user, { ...PERSON, ...news }, {}).issues.map(({ reason }) => reason);
    expect(reasons({ password: "x" }).some((reason) => reason.includes("initialPassword"))).toBe(true);
    expect(reasons({ initialPassword: "x" })).toEqual([]);
  });

  it("say what a manager can be changed to instead", () => {
    const { issues } = check(nerm.kinds.user, { ...PERSON, manager: null }, {});
    expect(issues[0]?.reason).toContain("name another person");
  });
});

describe("configuration", () => {
  const client = { clientId: "c", clientSecret: "s", tokenUrl: "https://acme.api.identitynow.com/oauth/token" };
  const paths = (value: object) => Configuration.safeParse(value).error?.issues.map(({ path }) => path.join("."));

  it.each<[string, object, string[] | undefined]>([
    ["a tenant and a token", { tenant: "acme", token: "t" }, undefined],
    ["an address and a client", { url: "https://acme.nonemployee.com/api", ...client }, undefined],
    ["no address", { token: "t" }, ["url"]],
    ["two addresses", { url: "https://a.example/api", tenant: "acme", token: "t" }, ["tenant"]],
    ["an address as tenant", { tenant: "acme.nonemployee.com", token: "t" }, ["tenant"]],
    ["no credential", { tenant: "acme" }, ["token"]],
    ["two credentials", { tenant: "acme", token: "t", clientId: "c" }, ["token"]],
    ["half a client", { tenant: "acme", clientId: "c" }, ["clientSecret", "tokenUrl"]],
    ["a client without its address", { tenant: "acme", clientId: "c", clientSecret: "s" }, ["tokenUrl"]],
  ])("%s", (_, value, expected) => {
    expect(paths(value)).toEqual(expected);
  });

  it("makes one base address of either form", () => {
    expect(baseUrlOf({ tenant: "Acme" })).toBe("https://acme.nonemployee.com/api");
    expect(baseUrlOf({ url: "https://acme.nonemployee.com/api/" })).toBe("https://acme.nonemployee.com/api");
  });
});
