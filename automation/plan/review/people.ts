import type { Capabilities, KindName } from "../../../provider/core/contract/kind";
import { heldIn } from "../../../provider/core/many/held";
import { renamesIn, withDefaults } from "../../../provider/core/many/people";
import { isRecord } from "../../../provider/core/model/value";
import { nameOfUrn } from "../../../provider/urn";
import { isPlatformId, type PlatformId, platformOf, resourceKindOf } from "../../common/platforms";
import type { ResourceSide, ResourceSnapshot } from "./resource-snapshots";

type Properties = Readonly<Record<string, unknown>>;

/** One person, or one resource of another kind, before and after. */
export interface EntitySnapshot {
  readonly kind: KindName;
  readonly platform: PlatformId;
  readonly urn: string;
  /** The key in a `Users` resource; otherwise the resource's name. */
  readonly key: string;
  /** The key that the same account had, where that is another one. */
  readonly keyBefore?: string;
  /** In a `Users` resource, where keys name managers. */
  readonly isMember: boolean;
  /** The account's id; "" for somebody new. */
  readonly id: string;
  /** The last known outputs, before the look. */
  readonly stored?: Properties;
  /** The outputs as the vendor shows them now. */
  readonly observed?: Properties;
  /** The arguments. */
  readonly declared?: Properties;
  /** The engine leaves the account alone when the resource goes. */
  readonly retained: boolean;
  /** Whether an explicit provider, with credentials of its own, serves this resource. */
  readonly hasOwnProvider: boolean;
  /** Properties that the engine names as different. */
  readonly differing: readonly string[];
}

export interface PersonSnapshot extends EntitySnapshot {
  readonly kind: "user";
}

/** What a type of this provider stands for. */
interface TypeMeaning {
  readonly platform: PlatformId;
  readonly kind: KindName;
  /** A set of people by key. */
  readonly isSet: boolean;
}

/** Everything that the resources declare or declared, one entry a person and platform. Other resources are none of ours. */
export function entitiesOf(snapshots: readonly ResourceSnapshot[]): readonly EntitySnapshot[] {
  return snapshots.flatMap((snapshot): readonly EntitySnapshot[] => {
    const meaning = meaningOf(snapshot.type);
    if (!meaning) return [];
    return meaning.isSet ? members(snapshot, meaning) : [single(snapshot, meaning)];
  });
}

/** Everybody among them. */
export function peopleOf(snapshots: readonly ResourceSnapshot[]): readonly PersonSnapshot[] {
  return entitiesOf(snapshots).filter((entity): entity is PersonSnapshot => entity.kind === "user");
}

/** Undefined for types that are not of this provider, or that a platform lacks. */
export function meaningOf(type: string): TypeMeaning | undefined {
  const [, id = "", name] = /^(?:roster:|pulumi-nodejs:dynamic\/roster\/)(\w+):(User|Users|Group)$/.exec(type) ?? [];
  if (name === undefined || !isPlatformId(id)) return undefined;
  const kind = name === "Group" ? "group" : "user";
  return platformOf(id).kinds[kind] && { platform: id, kind, isSet: name === "Users" };
}

function single(snapshot: ResourceSnapshot, { platform, kind }: TypeMeaning): EntitySnapshot {
  const { urn, formerUrn, stored, observed, declared } = snapshot;
  return {
    kind,
    ...commonOf(snapshot, platform),
    key: nameOfUrn(urn),
    ...(formerUrn === undefined || nameOfUrn(formerUrn) === nameOfUrn(urn) ? {} : { keyBefore: nameOfUrn(formerUrn) }),
    isMember: false,
    id: observed?.id ?? stored?.id ?? "",
    ...(stored ? { stored: stored.outputs } : {}),
    ...(observed ? { observed: observed.outputs } : {}),
    ...(declared ? { declared: declared.inputs } : {}),
  };
}

function members(snapshot: ResourceSnapshot, meaning: TypeMeaning): readonly EntitySnapshot[] {
  const { kind, platform } = meaning;
  const { capabilities } = resourceKindOf(meaning);
  const stored = outputsByKey(capabilities, snapshot.stored);
  const observed = outputsByKey(capabilities, snapshot.observed);
  const declared = inputsByKey(capabilities, snapshot.declared);
  const people = new Map([...observed].map(([key, { outputs }]) => [key, outputs]));
  const renames = renamesIn(capabilities, { users: Object.fromEntries(declared) }, people);
  const gone = new Set(renames.values());
  const held = heldIn(snapshot.observed?.outputs ?? {});
  const keys = new Set([...stored.keys(), ...observed.keys(), ...declared.keys()]);
  return [...keys].flatMap((key): readonly EntitySnapshot[] => {
    if (gone.has(key)) return [];
    const before = stored.get(renames.get(key) ?? key);
    const now = observed.get(renames.get(key) ?? key);
    const after = declared.get(key);
    const from = renames.get(key);
    return [
      {
        kind,
        ...commonOf(snapshot, platform),
        // Where the set goes, whoever it holds is left as they are.
        ...(snapshot.declared === undefined && held.has(key) ? { retained: true } : {}),
        key,
        ...(from === undefined ? {} : { keyBefore: from }),
        isMember: true,
        id: now?.id ?? before?.id ?? "",
        ...(before ? { stored: before.outputs } : {}),
        ...(now ? { observed: now.outputs } : {}),
        ...(after ? { declared: after } : {}),
        differing: [],
      },
    ];
  });
}

function commonOf({ urn, stored, observed, declared, differing }: ResourceSnapshot, platform: PlatformId) {
  const provider = declared?.provider ?? observed?.provider ?? stored?.provider ?? "";
  return {
    platform,
    urn,
    retained: observed?.retainOnDelete ?? false,
    hasOwnProvider: isExplicit(provider),
    differing,
  };
}

/** A reference is the provider's URN and its id; default providers are called so. */
function isExplicit(reference: string): boolean {
  const [, name = "default"] = /^urn:.*::([^:]+)::[^:]*$/.exec(reference) ?? [];
  return !name.startsWith("default");
}

/** Arguments by person, with what the resource says for those who don't. */
function inputsByKey(capabilities: Capabilities, side: ResourceSide | undefined): ReadonlyMap<string, Properties> {
  const users = side?.inputs["users"];
  if (!side || !isRecord(users)) return new Map();
  const people = Object.entries(users).map(([key, args]) => [key, isRecord(args) ? args : {}] as const);
  return new Map(people.map(([key, person]) => [key, withDefaults(capabilities, person, side.inputs)]));
}

function outputsByKey(
  capabilities: Capabilities,
  side: ResourceSide | undefined,
): ReadonlyMap<string, { readonly id: string; readonly outputs: Properties }> {
  const { users, ids, origins, tenant } = side?.outputs ?? {};
  if (!side || !isRecord(users)) return new Map();
  return new Map(
    Object.entries(users).flatMap(([key, shown]) => {
      // A person without an id is one whom a preview only imagines.
      const id = isRecord(ids) ? ids[key] : undefined;
      if (typeof id !== "string" || !isRecord(shown)) return [];
      const origin = isRecord(origins) && typeof origins[key] === "string" ? origins[key] : "created";
      return [[key, { id, outputs: { ...withDefaults(capabilities, shown, side.outputs), origin, tenant } }]];
    }),
  );
}
