import { check } from "../../../provider/core/compare/check";
import { shownProperties } from "../../../provider/core/contract/declaration";
import type { Observed } from "../../../provider/core/model/entity";
import { caseless, sameValue } from "../../../provider/core/model/value";
import { type PlatformId, userKindOf } from "../../common/platforms";
import { addressesOf } from "../../plan/review/addresses";
import { commonArguments } from "../model/common-attributes";
import { Taken } from "./taken-keys";

export interface Account {
  readonly platform: PlatformId;
  readonly user: Observed;
}

/** A person of a roster file as an import writes it: common attributes and one map a platform. */
export interface Row {
  readonly key: string;
  readonly person: Readonly<Record<string, unknown>>;
  /** Where each account came from. */
  readonly ids: Readonly<Partial<Record<PlatformId, string>>>;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Managers that could not be written down, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Roster rows for accounts that nobody declares: one person for all accounts of one address, each with
 * `adopt: identical`, so that they are taken on without a write. Pure.
 *
 * @param known keys of declared people by `platform:id`, who may be managers
 * @param used keys that can't be given again
 */
export function rowsFor(
  accounts: readonly Account[],
  known: ReadonlyMap<string, string>,
  used: ReadonlySet<string>,
): Rows {
  const taken = new Taken([...used].map(caseless));
  const groups = [...Map.groupBy(accounts, ({ platform, user }) => groupOf(platform, user)).values()];
  const keyed = groups.map((group) => ({ group, key: freeKey(group, taken) }));
  const keys = new Map([
    ...known,
    ...keyed.flatMap(({ group, key }) => group.map(({ platform, user }) => [`${platform}:${user.id}`, key] as const)),
  ]);
  const places = placesOf(keys);
  let left = 0;
  const rows = keyed.map(({ group, key }): Row => {
    const manager = managerOf(group, keys, places);
    if (manager === undefined && group.some(({ user }) => managerIdOf(user) !== undefined)) left++;
    const common = commonOf(group, key);
    const own = group.map(({ platform, user }) => [platform, ownArguments(platform, user, key, common)] as const);
    return {
      key,
      person: { ...common, ...(manager === undefined ? {} : { manager }), ...Object.fromEntries(own) },
      ids: Object.fromEntries(group.map(({ platform, user }) => [platform, user.id])),
    };
  });
  const notes =
    left === 0
      ? []
      : [
          `${left} people have a manager who is not in the roster, or one on each platform: theirs is left as it is and not managed`,
        ];
  return { rows, notes };
}

/** One person has one address on all platforms; without one, every account is a person of its own. */
function groupOf(platform: PlatformId, { id, attributes }: Observed): string {
  return addressesOf(attributes)[0] ?? `${platform}:${id}`;
}

/** What the roster says once: given and family name where any platform keeps them apart. */
function commonOf(group: readonly Account[], key: string): Record<string, unknown> {
  const texts = (name: string) =>
    group.flatMap(({ user }) => (typeof user.attributes[name] === "string" ? [String(user.attributes[name])] : []));
  const apart = group.find(({ user }) => ["surname", "familyName", "lastName"].some((name) => name in user.attributes));
  const attributes = apart?.user.attributes ?? {};
  const family = attributes["surname"] ?? attributes["familyName"] ?? attributes["lastName"];
  const given = attributes["givenName"] ?? attributes["firstName"] ?? attributes["name"];
  const [email = addressesOf(group[0]?.user.attributes)[0]] = texts("email");
  const [name] = texts("name");
  const [username] = [...texts("username"), ...texts("login"), ...texts("userName")];
  return {
    ...(apart ? { given, family } : name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(username === undefined || username === key ? {} : { username }),
  };
}

function ownArguments(
  id: PlatformId,
  user: Observed,
  key: string,
  person: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kind = userKindOf(id);
  const { activation } = kind.capabilities;
  const common = commonArguments(id, key, person);
  const { manager: _, ...shown } = shownProperties(kind.capabilities, user);
  if (activation) delete shown[activation.attribute];
  const whole = accepted(id, { ...common, ...shown });
  const own = Object.entries(whole).filter(([name, value]) => !(name in common) || !sameValue(common[name], value));
  return { ...Object.fromEntries(own), adopt: "identical" };
}

/** Without what the platform shows and doesn't take back, so that it is not managed. */
function accepted(id: PlatformId, args: Record<string, unknown>): Record<string, unknown> {
  const kind = userKindOf(id);
  let left = args;
  for (const name of ["", ...Object.keys(args)]) {
    const { issues } = check(kind, left, {});
    if (issues.length === 0) return left;
    // A refusal may name what is missing: then one of the others asks for it.
    const named = issues.map(({ path }) => String(path[0])).find((path) => path in left);
    const { [named ?? name]: __, ...without } = left;
    const isBetter = named !== undefined || check(kind, without, {}).issues.length < issues.length;
    if (isBetter) left = without;
  }
  return left;
}

/** The key of the manager on every platform where that person has an account too; undefined where that isn't one. */
function managerOf(
  group: readonly Account[],
  keys: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  const named = new Set(
    group.flatMap(({ platform, user }) => {
      const id = managerIdOf(user);
      return id === undefined ? [] : [keys.get(`${platform}:${id}`)];
    }),
  );
  const [key, ...others] = [...named];
  if (key === undefined || others.length > 0) return undefined;
  const platforms = places.get(key) ?? new Set();
  const isEverywhere = group.every(
    ({ platform, user }) => !hasManagers(platform) || !platforms.has(platform) || managerIdOf(user) !== undefined,
  );
  return isEverywhere ? key : undefined;
}

function hasManagers(platform: PlatformId): boolean {
  return Object.hasOwn(userKindOf(platform).capabilities.references, "manager");
}

function managerIdOf({ references }: Observed): string | undefined {
  return references["manager"] ?? undefined;
}

/** The platforms on which each key has an account. */
function placesOf(keys: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const [account, key] of keys) {
    places.set(key, (places.get(key) ?? new Set()).add(account.split(":", 1)[0] ?? ""));
  }
  return places;
}

/** Made of the name before the @, or of the sign-in name. */
function freeKey(group: readonly Account[], taken: Taken): string {
  const [first] = group;
  const { capabilities } = userKindOf(first?.platform ?? "adobe");
  const natural = String(
    addressesOf(first?.user.attributes)[0] ?? first?.user.attributes[capabilities.naturalKey] ?? "person",
  );
  const base =
    natural
      .split("@", 1)[0]
      ?.normalize("NFC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "person";
  return taken.take(base);
}
