/** Sections of roles with the values each takes. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  management: ["user", "groupadmin", "admin"],
  training: ["user", "trainer", "groupadmin", "admin"],
  social: ["user", "admin"],
  play: ["user", "author", "validator", "admin", "groupadmin"],
  talent: ["admin", "employee"],
  content: ["author", "manager", "reviewer", "projectowner"],
};

/** Roles by section. */
export type NetexRoles = Readonly<Record<string, readonly string[]>>;

/** What is wrong with a map of roles; undefined if nothing is. */
export function rolesProblem(roles: NetexRoles, management: "needed" | "any"): string | undefined {
  for (const [section, values] of Object.entries(roles)) {
    const allowed = SECTIONS[section];
    if (allowed === undefined) return `roles has no section ${section}`;
    const unknown = values.find((value) => !allowed.includes(value));
    if (unknown !== undefined) return `roles.${section} can't be ${unknown}`;
  }
  return management === "needed" && (roles["management"] ?? []).length === 0
    ? "roles.management needs at least one role"
    : undefined;
}

/** Both maps together, each role once. */
export function joinedRoles(first: NetexRoles, second: NetexRoles): NetexRoles {
  const sections = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...sections].map((section) => [section, [...new Set([...(first[section] ?? []), ...(second[section] ?? [])])]]),
  );
}

/** `roles` with the named sections as they are in `other`: absent there, absent here. */
export function withSectionsOf(roles: NetexRoles, other: NetexRoles, sections: readonly string[]): NetexRoles {
  const kept = Object.entries(roles).filter(([section]) => !sections.includes(section));
  const taken = Object.entries(other).filter(([section]) => sections.includes(section));
  return Object.fromEntries([...kept, ...taken]);
}
