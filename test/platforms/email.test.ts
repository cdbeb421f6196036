import { describe, expect, it } from "vitest";
import { check } from "../../provider/core/compare/check";
import { pathText } from "../../provider/core/model/value";
import { platforms } from "../../provider/platforms/registry";

/** The places of the refusals that an address meets on every platform. */
const refusedAt = (email: string): readonly string[] =>
  Object.entries(platforms).flatMap(([id, platform]) => {
    const declared = id === "scim" ? { emails: [{ value: email }] } : { email };
    const paths = check(platform.kinds.user, declared, {}).issues.map(({ path }) => pathText(path));
    return paths.filter((path) => path.startsWith("email")).map((path) => `${id}.${path}`);
  });

describe("an address", () => {
  it.each([
    "ada@example.com",
    "ada.byron+notes@sub.example.com",
    "o'neil@example.com",
    "r&d@example.com",
    "it/support@example.com",
    "ada@xn--mnchen-3ya.example",
    "ada@example.xn--p1ai",
    "josé@example.com",
    "ana@münchen.example",
    "张伟@例子.example",
  ])("%s can be declared everywhere", (email) => {
    expect(refusedAt(email)).toEqual([]);
  });

  it.each([
    "ada",
    "ada@example",
    "@example.com",
    "ada@",
    "ada at example.com",
    "ada@example.com ",
    "ada@@example.com",
    "ada,bob@example.com",
    "Ada <ada@example.com>",
    ".ada@example.com",
    "ada.@example.com",
    "ada..byron@example.com",
    "ada@example..com",
    "ada@-example.com",
  ])("%s is refused everywhere", (email) => {
    const everywhere = ["adobe.email", "keycloak.email", "nerm.email", "netex.email", "scim.emails[0].value"];
    expect(refusedAt(email)).toEqual(everywhere);
  });
});
