import { describe, expect, it } from "vitest";
import { environmentName, readCommonSettings, readConfiguration } from "../provider/configuration";
import { platforms } from "../provider/platforms/registry";

const { adobe, netex, nerm } = platforms;
const SECRETS = ["s3cret-token", "s3cret-client", "s3cret-refresh"];
const client = { clientId: "id-1", clientSecret: "s3cret-client", refreshToken: "s3cret-refresh" };

function refusal(platform: (typeof platforms)[keyof typeof platforms], raw: unknown, environment = {}): string {
  try {
    readConfiguration(platform, raw, environment);
  } catch (error) {
    expect(error).toMatchObject({ code: "configuration" });
    const { message } = error as Error;
    for (const secret of SECRETS) expect(message).not.toContain(secret);
    expect(message).not.toContain("\n");
    return message;
  }
  throw new Error("nothing was refused");
}

describe("configuration", () => {
  it.each([
    ["an object", { token: "s3cret-token" }],
    ["the JSON text of one", '{"token":"s3cret-token"}'],
  ])("is taken as %s, with defaults filled in", (_, raw) => {
    expect(readConfiguration(adobe, raw, {})).toEqual({
      token: "s3cret-token",
      url: "https://learningmanager.adobe.com/primeapi/v2",
      maxConcurrency: 8,
      timeout: 300,
      maxResponseBytes: 33_554_432,
      readOnly: false,
      skipVocabularyCheck: false,
      emptyFields: "shown",
    });
  });

  it("takes numbers and switches as texts, as `pulumi config` and the environment hold them", () => {
    const texts = {
      token: "12345",
      maxConcurrency: "4",
      maxRemovals: "0",
      readOnly: "true",
      requestsPerMinute: "90.5",
    };
    expect(readConfiguration(adobe, texts, {})).toMatchObject({
      token: "12345",
      maxConcurrency: 4,
      maxRemovals: 0,
      readOnly: true,
      requestsPerMinute: 90.5,
    });
  });

  it.each([
    [adobe, "refreshToken", "ROSTER_ADOBE_REFRESH_TOKEN"],
    [netex, "url", "ROSTER_NETEX_URL"],
    [nerm, "tokenUrl", "ROSTER_NERM_TOKEN_URL"],
    [nerm, "maxRemovals", "ROSTER_NERM_MAX_REMOVALS"],
  ])("has a name in the environment for each setting: %#", (platform, name, expected) => {
    expect(environmentName(platform, name)).toBe(expected);
  });

  it("comes from the environment where the object holds no credential, whose other settings come first", () => {
    const environment = {
      ROSTER_ADOBE_TOKEN: "s3cret-token",
      ROSTER_ADOBE_MAX_REMOVALS: "3",
      ROSTER_ADOBE_TIMEOUT: "9",
    };
    expect(readConfiguration(adobe, undefined, environment)).toMatchObject({ token: "s3cret-token", maxRemovals: 3 });
    expect(readConfiguration(adobe, { maxRemovals: 1 }, environment)).toMatchObject({ maxRemovals: 1, timeout: 9 });
  });

  it("is not mixed: where the object holds a credential, the environment is not read", () => {
    const environment = { ROSTER_ADOBE_TOKEN: "s3cret-token", ROSTER_ADOBE_URL: "https://other.example/primeapi/v2" };
    const settings = readConfiguration(adobe, client, environment);
    expect(settings["token"]).toBeUndefined();
    expect(settings["url"]).toBe("https://learningmanager.adobe.com/primeapi/v2");
    expect(refusal(adobe, { clientId: "id-1" }, environment)).toMatch(/roster:adobe.clientSecret is required/);
  });

  it("is refused by the variable's name where it comes from there", () => {
    const environment = {
      ROSTER_ADOBE_TOKEN: "s3cret-token",
      ROSTER_ADOBE_READ_ONLY: "1",
      ROSTER_ADOBE_TIMEOUT: "soon",
    };
    expect(refusal(adobe, undefined, environment)).toMatch(
      /^ROSTER_ADOBE_TIMEOUT .*; ROSTER_ADOBE_READ_ONLY .*: true or false$/,
    );
    expect(refusal(adobe, { timeout: "soon" }, environment)).toMatch(
      /^roster:adobe.timeout .*; ROSTER_ADOBE_READ_ONLY /,
    );
  });

  it("treats an empty variable as none", () => {
    expect(refusal(adobe, undefined, { ROSTER_ADOBE_TOKEN: "" })).toMatch(/is not configured/);
  });
});

describe("the settings that every platform has", () => {
  it("are read without credentials, which a provider may have for itself", () => {
    expect(readCommonSettings(adobe, '{"maxRemovals":"2"}', {})).toMatchObject({ maxRemovals: 2, readOnly: false });
    expect(readCommonSettings(adobe, undefined, { ROSTER_ADOBE_MAX_REMOVALS: "3" })).toMatchObject({ maxRemovals: 3 });
    expect(readCommonSettings(nerm, undefined, {})).toMatchObject({ timeout: 300 });
  });

  it.each([
    ["the object", { maxRemovals: "two" }, {}, /^roster:adobe\.maxRemovals must be/],
    ["the environment", undefined, { ROSTER_ADOBE_MAX_REMOVALS: "-1" }, /^ROSTER_ADOBE_MAX_REMOVALS /],
    ["no object at all", "maxRemovals=2", {}, /^roster:adobe must be an object/],
  ])("are refused where they can't be read in %s", (_, raw, environment, message) => {
    expect(() => readCommonSettings(adobe, raw, environment)).toThrow(message);
  });
});

describe("configuration is refused, with the setting and the way out, when it", () => {
  it.each([
    [
      "is missing",
      adobe,
      undefined,
      /Set ROSTER_ADOBE_TOKEN, or ROSTER_ADOBE_CLIENT_ID, ROSTER_ADOBE_CLIENT_SECRET and ROSTER_ADOBE_REFRESH_TOKEN in .*--secret/,
    ],
    ["is missing", netex, {}, /Netex learningCloud is not configured. Set ROSTER_NETEX_TOKEN and ROSTER_NETEX_URL in/],
    ["is missing", nerm, "", /Set ROSTER_NERM_TOKEN, or .*; and ROSTER_NERM_URL, or ROSTER_NERM_TENANT in/],
    ["is missing", platforms.scim, "", /Set ROSTER_SCIM_TOKEN, or .*ROSTER_SCIM_CLIENT_ID.*; and ROSTER_SCIM_URL in/],
    [
      "has a switch of another kind",
      adobe,
      { ...client, readOnly: "1" },
      /roster:adobe.readOnly must be .*: true or false/,
    ],
    ["is no object", adobe, "s3cret-token", /roster:adobe must be an object, or its JSON text/],
    ["is a list", adobe, ["s3cret-token"], /roster:adobe must be an object/],
    [
      "contradicts itself",
      adobe,
      { token: "s3cret-token", ...client },
      /roster:adobe.token is given together with clientId/,
    ],
    [
      "contradicts itself",
      nerm,
      { url: "https://a.example/api", tenant: "a", token: "s3cret-token" },
      /roster:nerm.tenant is given together with url/,
    ],
    [
      "lacks a credential",
      adobe,
      { url: "https://x.example" },
      /roster:adobe.token is required, or clientId, clientSecret and refreshToken/,
    ],
    [
      "is half there",
      adobe,
      { clientId: "i", clientSecret: "s3cret-client" },
      /roster:adobe.refreshToken is required together with clientId, clientSecret/,
    ],
    ["lacks the address", netex, { token: "s3cret-token" }, /roster:netex.url is required/],
    [
      "has an unknown setting",
      adobe,
      { token: "s3cret-token", maxRemoval: 1 },
      /roster:adobe.maxRemoval is not an argument here; did you mean "maxRemovals"/,
    ],
    [
      "has a setting of the wrong type",
      adobe,
      { token: "s3cret-token", maxRemovals: "many" },
      /roster:adobe.maxRemovals must be a/,
    ],
    ["has a setting out of bounds", adobe, { token: "s3cret-token", maxRemovals: -1 }, /roster:adobe.maxRemovals/],
    [
      "has no address",
      adobe,
      { token: "s3cret-token", url: "learningmanager" },
      /roster:adobe.url must be an address that begins with https/,
    ],
    [
      "has a secret in the address",
      adobe,
      { token: "t", url: "https://u:s3cret-token@x.example" },
      /must hold no user name or password/,
    ],
    [
      "has a secret of the wrong type",
      adobe,
      { token: ["s3cret-token"] },
      /roster:adobe.token must be a text, not a list/,
    ],
  ])("%s: %#", (_, platform, raw, says) => {
    expect(refusal(platform, raw)).toMatch(says);
  });
});

const complete: Readonly<Record<string, object>> = {
  adobe: {},
  netex: { url: "https://acme.example/rest" },
  nerm: { tenant: "acme", tokenUrl: "https://acme.example/oauth/token" },
  scim: { url: "https://id.example.com/scim/v2", tokenUrl: "https://id.example.com/token" },
  keycloak: { url: "https://id.example.com", realm: "acme" },
};
const credentials = Object.values(platforms).flatMap((platform) =>
  platform.credentialNames.map((name) => [platform, name] as const),
);
const spoilt = [
  "s3cret-\nx",
  "s3cret-\r\nx: y",
  "s3cret-\0",
  "s3cret-\u007f",
  "s3cret-é",
  "s3cret-\u200b",
  "s3cret-\u{1f511}",
];

describe.each(credentials)("a credential of $id: %s", (platform, name) => {
  const others = (value: string): object => {
    if (name === "token") {
      const { tokenUrl: _, ...rest } = { tokenUrl: undefined, ...complete[platform.id] };
      return { ...rest, token: value };
    }
    const parts = platform.credentialNames.filter((part) => part !== "token").map((part) => [part, "s3cret-other"]);
    return { ...complete[platform.id], ...Object.fromEntries(parts), [name]: value };
  };

  it.each(spoilt)("is refused, and not shown, where no request can carry it: %j", (value) => {
    const message = refusal(platform, others(value));
    expect(message).toMatch(new RegExp(`^roster:${platform.id}\\.${name} must be .*copy it again$`));
    expect(message).not.toContain("s3cret");
  });

  it("is taken without the white space that copying leaves around it", () => {
    expect(readConfiguration(platform, others("\t s3cret-value \r\n"), {})[name]).toBe("s3cret-value");
    expect(refusal(platform, others(" \n"))).toMatch(new RegExp(`^roster:${platform.id}\\.${name} must`));
  });
});

it.each(Object.values(platforms))(
  "a token of $id comes without the word that goes before it in a header",
  (platform) => {
    const { tokenUrl: _, ...rest } = { tokenUrl: undefined, ...complete[platform.id] };
    expect(refusal(platform, { ...rest, token: "Bearer s3cret-token" })).toMatch(/\.token must be the token alone/);
  },
);
