import type { KindName } from "../contract/kind.js";

/** A natural key in one tenant: whoever has it there is one person, or one resource of another kind. */
export interface Identity {
  /** Absent: a user. */
  readonly kind?: KindName;
  readonly platform: string;
  readonly tenant: string;
  readonly naturalKey: string;
}

/**
 * What outlives a run that is killed: which creations it has sent, and which accounts came of them. An engine keeps a set of people
 * when its step ends, and nobody of it before.
 */
export interface Creations {
  /** To be called before the creation is sent, when the vendor has just been seen not to have the person. */
  begin(identity: Identity): void;
  made(identity: Identity, id: string): void;
  /** The vendor has refused it: there is no account of ours. */
  refused(identity: Identity): void;
  /** What an earlier run has left: an account, or a creation whose outcome nobody has heard. */
  leftBy(identity: Identity): { readonly id: string | undefined } | undefined;
}

/** One text for each person. */
export function textOfIdentity({ kind = "user", platform, tenant, naturalKey }: Identity): string {
  // The text of a user stands in journals of earlier versions.
  return JSON.stringify([...(kind === "user" ? [] : [kind]), platform, tenant, naturalKey]);
}
