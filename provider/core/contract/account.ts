import type { KindName } from "./kind.js";

/** An account, or a resource of another kind, at a vendor: platform id, tenant and its id. */
export interface Account {
  /** Absent: a user. */
  readonly kind?: KindName;
  readonly platform: string;
  readonly tenant: string;
  readonly id: string;
}

/** One text for each account. */
export function textOf({ kind = "user", platform, tenant, id }: Account): string {
  return JSON.stringify([...(kind === "user" ? [] : [kind]), platform, tenant, id]);
}
