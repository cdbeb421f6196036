import { type Capabilities, type KindName, NOUNS, type ResourceKind } from "../../../provider/core/contract/kind";
import { FLAT, type Sections } from "../../../provider/core/model/entity";
import { caseless, isRecord, type Path, UNKNOWN } from "../../../provider/core/model/value";
import { SECRET_TEXT } from "./resource-snapshots";
import { UNKNOWN_TEXT } from "./unknown-text";

type Properties = Readonly<Record<string, unknown>>;

/** Roles that a guard file names as administrative, beside the platform's own. */
export type ExtraRoles = readonly string[];

/** The person's name as others read it; the natural key where there is none. */
export function personName({ capabilities }: ResourceKind, ...sides: readonly (Properties | undefined)[]): string {
  for (const side of sides) {
    const parts = (capabilities.fullName ?? []).map((attribute) => side?.[attribute]);
    const name = parts.filter((part) => typeof part === "string" && part !== "").join(" ");
    if (name !== "") return name;
  }
  return naturalKeyOf(capabilities, ...sides);
}

/** A person by name alone, all else with what it is: `group Payroll`. Untrusted text. */
export function subjectName({ kind = "user", name }: { readonly kind?: KindName; readonly name: string }): string {
  return kind === "user" ? name : `${NOUNS[kind].subject} ${name}`;
}

/** Whether it is about a person: names of all else are the tenant's own words, and no personal data. */
export function isOfPerson({ kind = "user" }: { readonly kind?: KindName }): boolean {
  return kind === "user";
}

export function naturalKeyOf({ naturalKey }: Capabilities, ...sides: readonly (Properties | undefined)[]): string {
  for (const side of sides) {
    const key = side?.[naturalKey];
    if (typeof key === "string" && key !== "") return key;
  }
  return UNKNOWN_TEXT;
}

/** One text for all spellings that the vendor takes for one. */
export function comparableKey({ attributes, naturalKey }: Capabilities, key: string): string {
  const text = key.normalize("NFC");
  return attributes[naturalKey]?.compareBy?.(text) ?? text;
}

/** The natural key for comparison; undefined where it is secret or not known yet, and so tells nobody from anybody else. */
export function keyToCompare(
  capabilities: Capabilities,
  ...sides: readonly (Properties | undefined)[]
): string | undefined {
  const key = naturalKeyOf(capabilities, ...sides);
  return key === SECRET_TEXT || key === UNKNOWN_TEXT ? undefined : comparableKey(capabilities, key);
}

/** The set whose members say by their names what somebody may do. */
export const ROLES = "roles";

/** Something in a set of somebody's. */
interface Member {
  readonly set: string;
  readonly section: string;
  readonly member: unknown;
}

/** What is not known yet may be any member: it counts where one of them is administrative. */
export function isAdministrativeMember(
  { administrative }: Capabilities,
  { set, section, member }: Member,
  extra: ExtraRoles,
): boolean {
  const sections = administrative?.sets[set] ?? {};
  const extraNames = set === ROLES ? extra : [];
  if (member === UNKNOWN) {
    const all = section === FLAT ? Object.values(sections).flat() : (sections[section] ?? []);
    return all.length + extraNames.length > 0;
  }
  if (typeof member !== "string") return false;
  return [...(sections[section] ?? []), ...extraNames].some((name) => caseless(name) === caseless(member));
}

/** Whether this value of the attribute makes an administrator, or may where it is not known yet. */
export function isAdministrativeValue({ administrative }: Capabilities, path: Path, value: unknown): boolean {
  const attributes = administrative?.attributes ?? {};
  const [name, ...rest] = path;
  if (rest.length > 0 || typeof name !== "string" || !Object.hasOwn(attributes, name)) return false;
  return value === UNKNOWN || attributes[name] === value;
}

/** Whether arguments or outputs leave the account on; a platform without activation has no other accounts. */
export function isSwitchedOn({ activation }: Capabilities, person: Properties): boolean {
  return activation === undefined || person[activation.attribute] !== activation.inactive;
}

/** Whether the person has power over others there, as far as it is known. */
export function isAdministrator(capabilities: Capabilities, person: Properties, extra: ExtraRoles): boolean {
  const byAttribute = Object.entries(person).some(
    ([name, value]) => value !== UNKNOWN && isAdministrativeValue(capabilities, [name], value),
  );
  const bySet = Object.keys(capabilities.sets).some((set) =>
    Object.entries(membersOf(capabilities, set, person[set])).some(([section, names]) =>
      names.some((member) => isAdministrativeMember(capabilities, { set, section, member }, extra)),
    ),
  );
  return byAttribute || bySet;
}

/** Members of a set by section, whatever shape they are declared in. */
export function membersOf({ sets }: Capabilities, set: string, declared: unknown): Sections {
  if (!sets[set]?.sections) return Array.isArray(declared) ? { [FLAT]: declared.filter(isText) } : {};
  if (!isRecord(declared)) return {};
  return Object.fromEntries(
    Object.entries(declared).map(([section, names]) => [section, Array.isArray(names) ? names.filter(isText) : []]),
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
