import { registerHooks } from "node:module";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groupText, providerText, setText } from "../../provider/dynamic/provider-text";
import * as roster from "../../provider/index";

const { adobe, keycloak, nerm, netex, scim } = roster;
const PACKAGE = { adobe, keycloak, nerm, netex, scim };

/** Whatever is asked of the host's module, in place of that module. */
const STANDS_IN = `
  exports.provide = (platform, kind = "user") => ({ platform, kind });
  exports.provideSet = (platform) => ({ platform, kind: "set" });
`;
let hooks: ReturnType<typeof registerHooks>;
beforeAll(() => {
  hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "../host.js"
        ? { url: "host:stands-in", format: "commonjs", shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === "host:stands-in" ? { format: "commonjs", source: STANDS_IN, shortCircuit: true } : next(url, context),
  });
});
afterAll(() => hooks.deregister());

/** What Pulumi's host does with a text that a state holds. */
function evaluated(text: string): unknown {
  const module = { exports: {} as { handler(): unknown } };
  new Function("module", "require", text)(module, (name: string) => (name === "pulumi-roster" ? PACKAGE : undefined));
  return module.exports.handler();
}

it.each(Object.keys(PACKAGE))("the texts in a state lead to the providers of %s, each to its own kind", (platform) => {
  expect(evaluated(providerText(platform))).toEqual({ platform, kind: "user" });
  expect(evaluated(setText(platform))).toEqual({ platform, kind: "set" });
  if ("Group" in PACKAGE[platform as keyof typeof PACKAGE])
    expect(evaluated(groupText(platform))).toEqual({ platform, kind: "group" });
});
