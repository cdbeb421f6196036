/** How Adobe may behave where its pages leave it open. The first of each is the usual one. */
export interface AdobeQuirks {
  /** What re-adding the address of a deleted account does; `revive`: the old id, active again. */
  readonly revive: "revive" | "new-id" | "refuse";
  /** What a PATCH with some keys of `fields` does to the others. */
  readonly fields: "merge" | "replace";
  /** How an account without active fields is shown: `fields: {}`, or no `fields` at all. */
  readonly emptyFields: "shown" | "left-out";
  /** What a PATCH without `metadata` does to it. */
  readonly metadata: "left" | "emptied";
  /** What null does to an attribute, to a key of `fields` and to the manager. */
  readonly nulls: "empty" | "ignored";
  /** Whether POST takes what a PATCH takes beside it: roles, uiLocale, timeZoneCode and preferredResolution. */
  readonly createTakes: "little" | "all";
  /** What becomes of a PATCH with a role that there isn't. */
  readonly unknownRole: "refused" | "stored-then-refused" | "dropped";
  /** Whom `ids=email:` finds. */
  readonly emailLookup: "caseless" | "exact" | "prefix" | "everybody" | "nobody" | "refused";
  /** Users in a page: a hundred, or ten, where more is cut down or refused. */
  readonly pages: "hundred" | "ten-given" | "ten-refused";
  /** How a list goes on: by the last id; by offsets up to 500 and the cursor from there; by offsets that then fail or end. */
  readonly paging: "cursor" | "offset-then-cursor" | "offset-refused" | "offset-ends";
  /** What answers a write: the user; 202 and nothing; 202 and a job. */
  readonly writeAnswer: "user" | "nothing" | "job";
  /** Milliseconds until a new account can be changed, or named as a manager. Default 0. */
  readonly settling: number;
  /** What a deletion leaves: an account in the state DELETED, or nothing. */
  readonly deletion: "kept" | "purged";
  /** The shape of errors: the one or the other page's. */
  readonly errorShape: "mixed" | "meta" | "title";
  /** Whether requests need the vendor's media type and the scheme `oauth`. */
  readonly headers: "needed" | "lenient";
  /** Whether a token answer brings another refresh token. */
  readonly refreshTokens: "same" | "renewed";
  /** Whether a person who is added gets a mail. */
  readonly welcomeMail: "sent" | "not-sent";
  /** What answers the creation of an external person. */
  readonly externalAnswer: "user" | "nothing";
  /** What becomes of changes and deletions of an external person. */
  readonly externalWrites: "taken" | "refused";
  /** What becomes of percent-encoded signs in addresses and userUniqueIds. */
  readonly addresses: "decoded" | "as-sent";
  /** Who has the role Manager: whoever has reports, or whoever it is granted to. */
  readonly managerRole: "derived" | "granted";
  /** Whether lists of people show those who are deleted. */
  readonly deletedInLists: "hidden" | "shown";
  /** Whether writes of groups need the headers that say who asks. */
  readonly groupAsker: "needed" | "ignored";
}

export const USUAL: AdobeQuirks = {
  revive: "revive",
  fields: "merge",
  emptyFields: "shown",
  metadata: "left",
  nulls: "empty",
  createTakes: "little",
  unknownRole: "refused",
  emailLookup: "caseless",
  pages: "hundred",
  paging: "cursor",
  writeAnswer: "user",
  settling: 0,
  deletion: "kept",
  errorShape: "mixed",
  headers: "needed",
  refreshTokens: "same",
  welcomeMail: "sent",
  externalAnswer: "user",
  externalWrites: "taken",
  addresses: "decoded",
  managerRole: "derived",
  deletedInLists: "hidden",
  groupAsker: "needed",
};
