import type { KindName } from "../../../provider/core/contract/kind";

/**
 * What a plan means for people: the model that the terminal, Markdown, HTML and JSON reports are made of. Data alone,
 * with people in it: whoever writes it to a file writes personal data.
 */
export interface Review {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  /** When the vendors were looked at, ISO 8601 in UTC. */
  readonly lookedAt: string;
  /** Distinct people declared, over all platforms. */
  readonly people: number;
  /** Of them, without any change on any platform. */
  readonly unchanged: number;
  readonly platforms: readonly PlatformReview[];
  /** The most dangerous first, then by name; one entry a person and platform. */
  readonly changes: readonly PersonChange[];
  /** Groups that change, the deleted ones first; absent where none does. */
  readonly groups?: readonly GroupChange[];
  /** People who stay as they were last applied, one entry a person; absent where nobody is held. */
  readonly held?: readonly HeldPerson[];
  /** The day that a roster's dates were read by, and who joins or leaves in the seven days after it. */
  readonly calendar?: {
    readonly today: string;
    readonly next: readonly { readonly key: string; readonly day: string; readonly what: "joins" | "leaves" }[];
  };
  /** Accounts and groups that a creation would meet: what the plan would adopt, or be refused for. */
  readonly existing: readonly ExistingAccount[];
  readonly guards: readonly GuardResult[];
  readonly forecast: Forecast;
  /** What the look could not tell, or what else a reviewer should know; a sentence each, without personal data. */
  readonly notes: readonly string[];
  /** SHA-256, in hex, of what was declared and observed; `apply` compares it. */
  readonly digest: string;
}

/** Every class of change, the most dangerous first. A change of one person may be of several. */
export const CHANGE_CLASSES = [
  "escalation",
  "leaver",
  "released",
  "email-change",
  "role-revoked",
  "reactivated",
  "joiner",
  "role-granted",
  "mover",
  "other",
] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** One platform in figures. */
export interface PlatformReview {
  readonly id: string;
  /** As a person says it: "Adobe Learning Manager". */
  readonly title: string;
  /** People declared there, after this plan. */
  readonly declared: number;
  /** Of them, without any change. */
  readonly same: number;
  /** How many changes are of each class. */
  readonly counts: Readonly<Record<ChangeClass, number>>;
  /** Administrators that are left after this plan, among the declared people. */
  readonly administrators: number;
}

/** Somebody who is neither changed nor removed, whatever is declared of them. */
export interface HeldPerson {
  readonly key: string;
  /** The name as last declared; the key where nobody knows one. */
  readonly name: string;
  /** Why, and where that stands, where a roster says so. */
  readonly reason?: string;
  readonly place?: string;
}

/** What can happen to a group, the most dangerous first. */
export const GROUP_CHANGES = ["deleted", "released", "changed", "adopted", "created"] as const;

/** The path of a difference in the key alone, of which no vendor knows. */
export const KEY = "key";

/** What happens to one group. */
export interface GroupChange {
  readonly platform: string;
  /** The URN of the resource. */
  readonly urn: string;
  /** The group's id at the vendor; absent for a new one. */
  readonly id?: string;
  /** The group's name as last declared or shown, never empty. */
  readonly name: string;
  readonly change: (typeof GROUP_CHANGES)[number];
  /** Whether it may be deleted with members in it. */
  readonly withMembers?: true;
  /** Attribute by attribute, of a group that changes or is adopted. */
  readonly details: readonly Pick<ChangeDetail, "path" | "from" | "to" | "fromName" | "toName">[];
}

/** What happens to one person on one platform. */
export interface PersonChange {
  readonly platform: string;
  /** The URN of the resource. */
  readonly urn: string;
  /** The person's key in a `Users` resource; otherwise the resource's name. */
  readonly key: string;
  /** The account's id at the vendor; absent for a joiner. */
  readonly id?: string;
  /** The id of an account that the person had and that is proven gone: they get another one. */
  readonly formerId?: string;
  /** The person's name as last declared or shown, never empty: the natural key where there is no name. */
  readonly name: string;
  readonly naturalKey: string;
  /** Never empty; the most dangerous first. */
  readonly classes: readonly ChangeClass[];
  /** Attribute by attribute. Empty for leavers and released people. */
  readonly details: readonly ChangeDetail[];
  /** The roles before the plan, where roles change and they are known. */
  readonly held?: readonly string[];
  /** What becomes of the account of a leaver. */
  readonly departure?: "deactivated" | "deleted" | "released";
  /** Names of people who still report to a leaver after this plan. */
  readonly reports?: readonly string[];
  /** Where declared values come from, by path: `profile` to `workday:1234, Job Title`. Of rosters alone. */
  readonly origins?: Readonly<Record<string, string>>;
}

/** One difference. Values of secrets are the text `[secret]`, values that are not known yet `[unknown]`. */
export interface ChangeDetail {
  /** One of `PLAIN_KINDS`; otherwise something in a set of this noun, such as `role` or `group`. */
  readonly kind: string;
  /** As Pulumi prints it: `profile`, `fields.Department`, `roles`. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
  /** The names behind ids, of managers, parents and groups, where the program or the vendor tells them. */
  readonly fromName?: string;
  readonly toName?: string;
  /** Of groups: the keys by which resources declare them. */
  readonly fromKey?: string;
  readonly toKey?: string;
}

/** Relations to one other, by name. */
export const REFERENCES = ["manager", "parent"] as const;

/** What a difference can be about beside sets. */
export const PLAIN_KINDS: readonly string[] = ["attribute", ...REFERENCES, "activation", "pending", "policy"];

/** Whether a difference is about something in a set: a role, a group. */
export function isOfSet({ kind }: Pick<ChangeDetail, "kind">): boolean {
  return !PLAIN_KINDS.includes(kind);
}

/** An account, or a group, that is at the vendor already although the stack does not manage it. */
export interface ExistingAccount {
  /** Absent: a user. */
  readonly kind?: KindName;
  readonly platform: string;
  readonly key: string;
  readonly name: string;
  readonly id: string;
  readonly active: boolean;
  /** What `up` would do with it, by the resource's `adopt`. */
  readonly outcome: "adopted" | "refused";
}

/** How one limit of `roster.guard.yaml` stands. */
export interface GuardResult {
  /** The name in the file: `leavers`, `escalations`, `administrators`, `protected`, ... */
  readonly guard: string;
  /** Absent where it counts over all platforms. */
  readonly platform?: string;
  readonly count: number;
  /** The limit in the file's own words, and what a share comes to: `10`, `5%, here 20`, `at least 2`. */
  readonly limit: string;
  readonly breached: boolean;
  /** Allowed all the same by `--allow`, with exactly this count. */
  readonly allowed?: number;
  /** Whom it concerns, by name. */
  readonly who: readonly string[];
  /** What to do about a breach, as a command where there is one. */
  readonly advice?: string;
  /** How a breach is allowed, where it can be: a command, and what its `--allow` takes. One command takes several. */
  readonly approval?: { readonly command: string; readonly allow: string };
}

/** What applying the plan costs. */
export interface Forecast {
  /** Vendor calls that change something. */
  readonly writes: number;
  readonly platforms: readonly { readonly id: string; readonly writes: number; readonly perMinute?: number }[];
  /** About how long it takes at the vendors' known quotas, in seconds; absent where none is known. */
  readonly seconds?: number;
  /** Until when the credentials are known to hold, ISO 8601; absent where nobody knows. */
  readonly validUntil?: string;
  /** How the look that the plan rests on went; `calls` only where they could be counted. */
  readonly look: { readonly calls?: number; readonly seconds: number };
}
