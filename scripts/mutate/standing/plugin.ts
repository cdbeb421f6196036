import { SAVED } from "./reasons";
import type { Standing } from "./survivor";

export const plugin: readonly Standing[] = [
  ...[
    {
      file: "resources.ts",
      line: "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));",
      to: '["Stryker was here"]',
      why: "No property has that name",
    },
    {
      file: "sets.ts",
      line: "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));",
      to: '["Stryker was here"]',
      why: "No property has that name",
    },
    {
      file: "sets.ts",
      line: 'const kept = olds.secrets.filter(([name, key]) => name === "users" && held.has(String(key)));',
      to: "true",
      why: "No other argument of a set has keys",
    },
    { file: "sets.ts", line: "if (always.length === 0) return received;", to: "false", why: SAVED },
    { file: "struct-codec.ts", line: "sorted &&= last <= entry[0];", why: SAVED },
    {
      file: "set-requests.ts",
      line: 'if (name !== "users") own = name === "*" ? { ...own, ...news } : (alignedAt(own, news, [name]) as Properties);',
      to: "true",
      why: "The people are put in their place at the end",
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/plugin/${file}`, ...rest, equivalent: true })),
  {
    file: "provider/plugin/struct-codec.ts",
    line: "if (!sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));",
    why: "An engine of JavaScript may ask only whether one comes first",
  },
];
