import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../provider/core/compare/check.js";
import { pathText, UNKNOWN } from "../../../provider/core/model/value.js";
import { Configuration } from "../../../provider/platforms/netex/configuration.js";
import type { NetexConnector } from "../../../provider/platforms/netex/connector.js";
import { netex } from "../../../provider/platforms/netex/index.js";
import { jumpingContext } from "./helpers.js";

const person = {
  username: "ada.example",
  name: "Ada",
  surname: "Example",
  language: "en",
  timezone: "Europe/London",
  email: "ada@example.com",
};
const everything = {
  ...person,
  officePhone: "1",
  mobilePhone: "2",
  interests: "chess",
  aboutMe: "Hello",
  location: "Bath",
  authSource: "LDAP",
  image: { base64Image: "AA==", mimeType: "image/png" },
  enabled: false,
  roles: {
    management: ["user", "groupadmin", "admin"],
    training: ["user", "trainer", "groupadmin", "admin"],
    social: ["user", "admin"],
    play: ["user", "author", "validator", "admin", "groupadmin"],
    talent: ["admin", "employee"],
    content: ["author", "manager", "reviewer", "projectowner"],
  },
  extendedFields: { costCentre: "7" },
  externalId: "e-1",
  extra: { anything: [1, { goes: null }] },
  initialPassword: "hush-hush",
};

const refused = (more: Record<string, unknown>) =>
  check(netex.kinds.user, { ...person, ...more }, {}).issues.map(({ path, reason }) => `${pathText(path)}: ${reason}`);

describe("arguments", () => {
  it.each([
    ["the required ones", person],
    ["every one, with every role", everything],
    ["unknown ones", { ...person, email: UNKNOWN, roles: { play: UNKNOWN }, image: { url: UNKNOWN }, extra: UNKNOWN }],
    ["emptied ones", { ...person, aboutMe: null, clear: ["location", "extendedFields.costCentre", "externalId"] }],
  ])("take %s", (_what, inputs) => {
    expect(check(netex.kinds.user, inputs, {}).issues).toEqual([]);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ username: undefined }, /^username: is required$/],
    [{ username: "." }, /^username: can't be made of dots/],
    [{ username: ".." }, /^username: can't be made of dots/],
    [{ name: "" }, /^name: must not be empty/],
    [{ email: "ada" }, /^email: must be an e-mail address/],
    [{ manager: "1" }, /^manager: can't be declared: .*no manager attribute/],
    [{ manager: null }, /^clear\[0\]: "manager" can't be emptied: .*no manager/],
    [{ password: "x" }, /^password: .*declare initialPassword/],
    [{ image: {} }, /^image: needs either url/],
    [{ image: { base64Image: "AA==" } }, /^image: needs either url/],
    [{ image: { url: "https://x.example/a", base64Image: "AA==", mimeType: "image/png" } }, /^image: is given both/],
    [{ image: { url: "https://x.example/a", base64Image: "AA==" } }, /^image: is given both/],
    [{ image: { url: "https://x.example/a", mimeType: "image/png" } }, /^image: is given both/],
    [{ image: { link: "x" } }, /^image: needs either url/],
    [{ enabled: "yes" }, /^enabled: must be a boolean/],
    [{ roles: ["user"] }, /^roles: must be an object/],
    [{ roles: { management: [] } }, /^roles\.management: can't be empty/],
    [
      { roles: { kitchen: ["chef"] } },
      /^roles\.kitchen: is not an argument here; there are management, training(?!.*rolesMode)/,
    ],
    [
      { roles: { training: ["user", "chef"] } },
      /^roles\.training\[0\]: must be "user", "trainer", "groupadmin" or "admin"/,
    ],
    [{ extendedFields: { a: 1 } }, /^extendedFields\.a: must be a text/],
    [{ extra: "text" }, /^extra: must be an object/],
    [{ clear: ["name"] }, /^clear\[0\]: "name" can't be emptied: Netex requires it/],
    [{ clear: ["image"] }, /^clear\[0\]: "image" can't be emptied/],
  ])("refuse %j", (more, reason) => {
    expect(refused(more)[0]).toMatch(reason);
  });

  it("ignore another initial password after the creation", () => {
    expect(check(netex.kinds.user, { ...everything, initialPassword: "other" }, everything).issues).toEqual([]);
  });

  it("can be written as JSON schemas", () => {
    for (const schema of [netex.kinds.user.arguments, netex.kinds.user.info, netex.configuration]) {
      expect(z.toJSONSchema(schema, { io: "input" })).toHaveProperty("properties");
    }
  });
});

describe("a tenant", () => {
  const opened = (more: object) => {
    const given = { url: "https://netex.example.com/rest", token: "t", ...more };
    return netex.open(netex.configuration.parse(given), jumpingContext());
  };

  it.each([
    [undefined, 1_000],
    [5_000, 1_000],
    [250, 250],
    [10, 100],
  ])("that takes %s calls a minute looks at so many creations at a time: %i", async (requestsPerMinute, most) => {
    const { connectors, close } = opened(requestsPerMinute === undefined ? {} : { requestsPerMinute });
    expect(connectors.user).toMatchObject({ manyAtMost: most });
    await close();
  });

  it.each(["synchronous", "asynchronous"])("is asked in its own form and %s", (synchronization) => {
    const { connectors } = opened({ synchronization });
    expect((connectors.user as NetexConnector).http.options.headers).toEqual({
      accept: "application/vnd.netex.nlc-api+json",
      "x-cloud-synchronization": synchronization,
    });
  });
});

describe("configuration", () => {
  it("needs an address and a token, and waits for all platforms by default", () => {
    const given = { url: "https://netex.example.com/rest", token: "t" };
    expect(Configuration.parse(given).synchronization).toBe("synchronous");
    expect(Configuration.safeParse({ ...given, token: undefined }).success).toBe(false);
    expect(Configuration.safeParse({ ...given, url: undefined }).success).toBe(false);
    expect(Configuration.safeParse({ ...given, synchronization: "later" }).success).toBe(false);
  });
});
