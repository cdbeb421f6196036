import { NOUNS, type Nouns, type ResourceKind } from "../../provider/core/contract/kind.js";

/** What a kind is called in descriptions, and in names of types. */
export function wordsOf({ name }: Pick<ResourceKind, "name">): Nouns & { readonly Name: "User" | "Group" } {
  return { ...NOUNS[name], Name: name === "user" ? "User" : "Group" };
}

export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Of properties that every resource has and no platform declares. */
export function tenantOf(subject: string): string {
  return `The account or instance at the vendor that holds this ${subject}.`;
}

export function originOf({ name }: Pick<ResourceKind, "name">): string {
  return `How the ${NOUNS[name].record} came under management: created here, adopted, or imported. It decides what onDestroy is by default.`;
}

export const PENDING_ON =
  "Systems behind the vendor's interface, by its own names, that have not taken the last change. As long as one is named here, it is a difference, and the next run sends everything declared once more.";
/** Of sets of people. */
export const USERS =
  "The people by key. A key is yours and stays: it stands for one account, whatever changes of the person. Whoever leaves the map is removed as their onDestroy says, at most maxRemovals at once.";
export const SHOWN_USERS = "The people by key, each as declared, with the values that the vendor shows.";
export const IDS = "The accounts' ids at the vendor, by key.";
export const ORIGINS =
  'How accounts came under management that were not created here, by key: "adopted" or "imported". It decides what onDestroy is by default.';
export const SET_MANAGER = "The manager: another key of the same map, or the id of an account.";
