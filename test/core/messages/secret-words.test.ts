import { expect, it } from "vitest";
import { secretsIn } from "../../../provider/core/messages/secret-words";

it.each<[string, unknown, readonly string[]]>([
  ["under its name", { access_token: "a", token_type: "Bearer", expires_in: 5 }, ["a"]],
  ["at any depth", { data: [{ client_secret: "s" }], error: "no" }, ["s"]],
  ["below such a name", { credentials: { key: "k", more: ["l", { x: "m" }] } }, ["k", "l", "m"]],
  ["under a long name", { [`${"x".repeat(200)}Token`]: "a" }, ["a"]],
  ["but no sentence", { token: "is not valid", secret: null }, []],
  ["nor what stands under no name", "a", []],
  ["a long text that begins without a blank", { token: `${"x".repeat(4_096)} y` }, [`${"x".repeat(4_096)} y`]],
  ["but none with one", { token: `${"x".repeat(4_095)} y` }, []],
])("secrets are found %s", (_, document, found) => {
  expect(secretsIn(document)).toEqual(found);
});

it("no more than a thousand values are looked at, with all that they are in", () => {
  expect(secretsIn({ tokens: Array.from({ length: 2_000 }, () => "a") })).toHaveLength(998);
});

it.each([
  ...["token", "id_token", "tokenValue", "client_secret", "Passwd", "password", "assertion", "Authorization"],
  ...["credentials", "sessionId", "set-cookie", "api_key", "apiKey", "x-api-key", "jwt"],
])("a value under %s is a secret", (name) => {
  expect(secretsIn({ [name]: "a" })).toEqual(["a"]);
});

it.each(["token_type", "expires_in", "scope", "error", "api", "key"])("a value under %s is none", (name) => {
  expect(secretsIn({ [name]: "a" })).toEqual([]);
});
