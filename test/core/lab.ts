import fc from "fast-check";
import { z } from "zod";
import type { Declaration } from "../../provider/core/contract/declaration";
import type { Capabilities, ResourceKind } from "../../provider/core/contract/kind";
import type { Change } from "../../provider/core/model/change";
import { FLAT, NOTHING, type Observed, type Sections } from "../../provider/core/model/entity";
import { caseless, isRecord, UNKNOWN, type Value } from "../../provider/core/model/value";

/** A made-up platform that has one attribute of each kind. */
export const capabilities: Capabilities = {
  naturalKey: "login",
  attributes: {
    login: { clear: "everybody has one", compareBy: caseless },
    bio: { clear: true },
    tags: { clear: true, set: true },
    fields: { clear: true, map: true },
    badge: { clear: "it is never shown", writeOnly: true },
    locale: { clear: "it is fixed", createOnly: "refused" },
    initialPassword: { clear: "it is fixed", createOnly: "ignored", writeOnly: true, secret: true },
    status: { clear: "it is on or off", compareBy: (status) => (status === "pending" ? "on" : status) },
  },
  sets: { roles: { noun: "role", mode: "rolesMode", sections: false, implied: ["Learner"] } },
  references: { manager: { clear: true } },
  activation: { attribute: "status", active: "on", inactive: "off" },
  answerIsProof: true,
  consistencyWindow: 1000,
};

export const kind: ResourceKind = {
  name: "user",
  platform: { id: "lab", title: "the lab" },
  capabilities,
  arguments: z.object({
    login: z.string().min(1),
    bio: z.string().optional(),
    tags: z.array(z.string()).optional(),
    fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    badge: z.string().optional(),
    locale: z.string().optional(),
    initialPassword: z.string().optional(),
    status: z.enum(["on", "off"]).optional(),
    roles: z.array(z.string()).optional(),
    manager: z.string().optional(),
  }),
  info: z.object({ seen: z.string().optional() }),
  issues: () => [],
};

export function declaration(
  desired: Partial<Declaration["desired"]> = {},
  options: Partial<Declaration["options"]> = {},
): Declaration {
  return {
    desired: { ...NOTHING, ...desired },
    options: { adopt: undefined, onDestroy: undefined, rolesMode: undefined, ...options },
  };
}

const text = fc.constantFrom("a", "b", "A", "é", "e\u0301", "c d", "x".repeat(5));
const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 4 });
const clearable = (value: fc.Arbitrary<Value>) => fc.oneof(value, fc.constant(null));

/** Any declaration that check could pass on, with nothing unknown. */
export const anyDeclaration: fc.Arbitrary<Declaration> = fc.record({
  desired: fc.record({
    attributes: fc.record(
      {
        login: text,
        bio: clearable(text),
        tags: clearable(texts),
        fields: fc.dictionary(fc.constantFrom("Team", "Cost Center", "x"), clearable(fc.oneof(text, texts)), {
          noNullPrototype: true,
        }) as fc.Arbitrary<Value>,
        badge: text,
        locale: text,
        initialPassword: text,
        status: fc.constantFrom("on", "off"),
      },
      { requiredKeys: ["login"], noNullPrototype: true },
    ),
    sets: fc.record(
      { roles: fc.uniqueArray(fc.constantFrom("Learner", "Author", "Admin")).map(flat) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    references: fc.record({ manager: fc.constantFrom("1", "2", null) }, { requiredKeys: [], noNullPrototype: true }),
  }),
  options: fc.record({
    adopt: fc.constantFrom(undefined, true, false, "identical" as const),
    onDestroy: fc.constantFrom(undefined, "delete" as const, "retain" as const),
    rolesMode: fc.constantFrom(undefined, "add" as const, "authoritative" as const),
  }),
});

/** Any account of this platform. */
export const anyObserved: fc.Arbitrary<Observed> = fc
  .record({
    attributes: fc.record(
      { login: text, bio: text, tags: texts, fields: fc.dictionary(fc.constantFrom("Team", "y"), text), locale: text },
      { requiredKeys: ["login"], noNullPrototype: true },
    ),
    active: fc.boolean(),
    roles: fc.uniqueArray(fc.constantFrom("Learner", "Author", "Admin", "Other")),
    manager: fc.constantFrom("1", "2", null),
  })
  .map(({ attributes, active, roles, manager }) => ({
    id: "9",
    active,
    attributes: { ...attributes, status: active ? "on" : "off" } as Observed["attributes"],
    sets: { roles: { members: { [FLAT]: roles } } },
    references: { manager },
    info: {},
  }));

function flat(names: readonly string[]): Sections {
  return { [FLAT]: [...names].sort() };
}

/** What a vendor makes of an account that does what the changes say and nothing else. */
export function applied(user: Observed, changes: readonly Change[]): Observed {
  const attributes: Record<string, Value> = { ...user.attributes };
  const roles = new Set(user.sets["roles"]?.members[FLAT]);
  let { active } = user;
  let { manager = null } = user.references;
  for (const { kind, path, from, to } of changes) {
    const [name, key] = path.map(String);
    if (kind === "member") {
      if (to === undefined) roles.delete(String(from));
      else if (typeof to === "string") roles.add(to);
    } else if (kind === "reference") manager = to === undefined ? null : String(to);
    else if (kind === "activation") active = to === "on";
    else if (kind === "attribute" && name !== undefined) {
      const next = nextValue(attributes[name], key, to);
      if (next === undefined) delete attributes[name];
      else attributes[name] = next;
    }
  }
  attributes["status"] = active ? "on" : "off";
  return { ...user, active, attributes, sets: { roles: { members: { [FLAT]: [...roles] } } }, references: { manager } };
}

function nextValue(now: Value | undefined, key: string | undefined, to: unknown): Value | undefined {
  const value = to === undefined || to === UNKNOWN ? undefined : (to as Value);
  if (key === undefined) return value;
  return defined({ ...(isRecord(now) ? now : {}), [key]: value }) as Value;
}

function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
