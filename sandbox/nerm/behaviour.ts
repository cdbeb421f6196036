/** How NERM behaves where its documents leave it open. The defaults are the likeliest. */
export interface NermBehaviour {
  /** Answers also hold group_strings, locale and sailpoint_identity_id; default true. */
  readonly newerAnswers?: boolean;
  /** The status for somebody who isn't there; default 404. */
  readonly missing?: 400 | 404;
  /** How an empty list is answered; default 200, with `{error: "no users found"}`. */
  readonly emptyList?: EmptyList;
  /** What a PATCH of a user that changes nothing is answered with; default the user. */
  readonly noChange?: NoChange;
  /** Whether errors have their attributes, `{error, errors: {login: "..."}}`, or are a list of sentences; default attributes. */
  readonly errors?: "attributes" | "list";
  /** The status of a refusal; default 400. */
  readonly refusal?: 200 | 400;
  /** Whether a PATCH needs the id in its body too; default false. */
  readonly idInBody?: boolean;
  /** Whether PATCH changes locale and sailpoint_identity_id; default true, otherwise it ignores them. */
  readonly laterIdentity?: boolean;
  /** Whether `admin` is taken, or ignored; default true. */
  readonly takesAdmin?: boolean;
  /** Whether the status Pending can be written; default true. */
  readonly takesPending?: boolean;
  /** Whether an empty text empties an attribute, or changes nothing; default true. */
  readonly empties?: boolean;
  /** The filter by status; another is ignored. Default `user_status`. */
  readonly statusFilter?: "user_status" | "status";
  /** Whether filters look at letter case; default false. */
  readonly exactFilters?: boolean;
  /** Whether logins that differ by case alone are two; default false. */
  readonly exactLogins?: boolean;
  /** Rows in a page at most; default 500. */
  readonly maxPage?: number;
  /** Whether a larger page is refused, or cut; default cut. */
  readonly refusesLargePages?: boolean;
  /** Whether lists tell where they are, where that is asked for; default true. */
  readonly metadata?: boolean;
  /** The order of lists that are asked for in none; default creation. */
  readonly listOrder?: "creation" | "id";
  /** The offset of the first row; default 0. */
  readonly firstOffset?: 0 | 1;
  /** Whether users of types beside people are listed, a delegate to begin with; default false. */
  readonly delegates?: boolean;
  /** When a bulk call answers with a job; default `size`: above 10 records. `always` includes a single PATCH. */
  readonly jobs?: JobPolicy;
  /** Whether a job's entry about a manager names the manager too; default true. */
  readonly jobsNameManagers?: boolean;
  /** Whether a bulk call with a faulty record refuses all, or is carried out for the records before it; default all. */
  readonly bulkRefuses?: "all" | "rest";
  /** Whether a user may have several managers; default false. */
  readonly severalManagers?: boolean;
  /** What becomes of the relation to a manager who is deleted; default removed. */
  readonly managerDeleted?: "removed" | "kept";
  /** A role granted once more is refused, or held twice; default refused. */
  readonly grantedTwice?: "refused" | "held";
  /** The name of a role that every account made over the interface has from the start; default none. */
  readonly firstRole?: string;
  /** What roles are after a sign-in: as before, or those whose groups are in group_strings; default as before. */
  readonly rolesAtSignIn?: "kept" | "from-groups";
  /** Whether login, name and email follow the identity provider at a sign-in; default false. */
  readonly namesAtSignIn?: boolean;
  /** Whether accounts of one identity become one at a sign-in; default false. */
  readonly mergesAtSignIn?: boolean;
}

/**
 * How an empty list is answered: with `{error: "no ... found"}` under that status, with an empty list, or, `mixed`, with 404 for
 * users and 200 for everything else.
 */
type EmptyList = 200 | 400 | 404 | "array" | "mixed";

/** When a bulk call answers with a job: above a number of records, always, or never. */
type JobPolicy = "size" | "always" | "never";

export type NoChange = "user" | "info" | "message" | "text" | "nothing";

/** The behaviour with its defaults filled in. */
export type SetBehaviour = Required<Omit<NermBehaviour, "firstRole">> & Pick<NermBehaviour, "firstRole">;

const DEFAULTS: SetBehaviour = {
  newerAnswers: true,
  missing: 404,
  emptyList: 200,
  noChange: "user",
  errors: "attributes",
  refusal: 400,
  idInBody: false,
  laterIdentity: true,
  takesAdmin: true,
  takesPending: true,
  empties: true,
  statusFilter: "user_status",
  exactFilters: false,
  exactLogins: false,
  maxPage: 500,
  refusesLargePages: false,
  metadata: true,
  listOrder: "creation",
  firstOffset: 0,
  delegates: false,
  jobs: "size",
  jobsNameManagers: true,
  bulkRefuses: "all",
  severalManagers: false,
  managerDeleted: "removed",
  grantedTwice: "refused",
  rolesAtSignIn: "kept",
  namesAtSignIn: false,
  mergesAtSignIn: false,
};

export function behaviourOf(options: NermBehaviour): SetBehaviour {
  const named = Object.entries(options).filter(([name, value]) => name in DEFAULTS && value !== undefined);
  const { firstRole } = options;
  return { ...DEFAULTS, ...Object.fromEntries(named), ...(firstRole === undefined ? {} : { firstRole }) };
}
