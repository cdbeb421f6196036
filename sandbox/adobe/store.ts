import type { Random } from "../prng";
import { uuid } from "../prng";
import type { History, Table, View } from "../visibility";
import type { AdobeQuirks } from "./quirks";

/** ACTIVE and DELETED are documented; SUSPENDED appears in reports only. Nobody sees who is PURGED. */
export type AdobeState = "ACTIVE" | "DELETED" | "PURGED" | "SUSPENDED";

/** An account as reads would show it. Absent optional attributes were never set, or were cleared. */
export interface AdobeAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly profile: string;
  readonly state: AdobeState;
  /** With what the vendor adds: always Learner, and Manager for those with active reports. */
  readonly roles: readonly string[];
  /** The manager's id. */
  readonly manager?: string | undefined;
  /** Active fields; several values for a multi-valued one. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** What other systems keep with the account. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The external profile that the person was added to; absent for internal ones. */
  readonly externalProfile?: string | undefined;
  readonly userUniqueId?: string | undefined;
  readonly bio?: string | undefined;
  readonly contentLocale?: string | undefined;
  readonly uiLocale?: string | undefined;
  readonly timeZoneCode?: string | undefined;
  readonly preferredResolution: string;
  readonly enrollOnClick: boolean;
  readonly gamificationEnabled: boolean;
  readonly binUserId: string;
  /** The tenant that the account is in. */
  readonly accountId: string;
  /** The account's first administrator, who is there from the start and manages those without a manager. */
  readonly owner: boolean;
}

/** What can be said of a new account; the vendor fills in the rest. */
export type AdobeNewAccount = Pick<AdobeAccount, "email" | "name"> &
  Partial<Omit<AdobeAccount, "id" | "owner" | "accountId">>;

/** What can be changed of an account. */
export type AdobeChange = Partial<Omit<AdobeAccount, "id" | "owner" | "accountId">>;

/** The account's people. Writes show in reads after `delayMs`; ids are numeric strings that grow. */
export interface AdobeStore {
  readonly ownerId: string;
  /** In a view, or the newest state. */
  get(id: string, view?: View): AdobeAccount | undefined;
  /** By address, without regard to case; deleted ones only where no active one has it, purged ones never. */
  findByEmail(email: string, view?: View): AdobeAccount | undefined;
  /** Every account, deleted ones and the owner included, by growing id. */
  list(view?: View): AdobeAccount[];
  /** The same ones for paging: cheap, since nothing is derived. Not to be changed by the caller. */
  index(view?: View): readonly Pick<AdobeAccount, "id" | "state">[];
  create(account: AdobeNewAccount, delayMs?: number): AdobeAccount;
  change(id: string, change: AdobeChange, delayMs?: number): AdobeAccount;
}

const FIRST_USER_ID = 15490731;
const OWNER_ID = "15263446";

/** Deleted, or purged after that. */
export function isGone({ state }: Pick<AdobeAccount, "state">): boolean {
  return state === "DELETED" || state === "PURGED";
}

export function createAdobeStore(
  history: History,
  random: Random,
  accountId: string,
  { managerRole }: Pick<AdobeQuirks, "managerRole">,
): AdobeStore {
  const isDerived = managerRole === "derived";
  /** Roles that the vendor grants by itself. */
  const granted: readonly string[] = isDerived ? ["Learner", "Manager"] : ["Learner"];
  const table: Table<AdobeAccount> = history.table((account) => [
    `email:${account.email.toLowerCase()}`,
    ...(account.manager === undefined || isGone(account) ? [] : [`manager:${account.manager}`]),
  ]);
  let nextId = FIRST_USER_ID;

  function shown(account: AdobeAccount, view?: View): AdobeAccount {
    const manages = isDerived && table.has(`manager:${account.id}`, view);
    return { ...account, roles: ["Learner", ...account.roles, ...(manages ? ["Manager"] : [])] };
  }
  const assigned = (roles: readonly string[]) => [...new Set(roles)].filter((role) => !granted.includes(role));

  function write(account: AdobeAccount, delayMs?: number): AdobeAccount {
    const stored = structuredClone({ ...account, roles: assigned(account.roles) });
    table.put(account.id, stored, delayMs);
    return shown(stored);
  }

  function fresh(id: string, account: AdobeNewAccount, owner: boolean): AdobeAccount {
    return {
      profile: "Employee",
      state: "ACTIVE",
      roles: [],
      fields: {},
      metadata: {},
      preferredResolution: "AUTO",
      enrollOnClick: false,
      gamificationEnabled: true,
      binUserId: uuid(random),
      ...(owner ? {} : { manager: OWNER_ID }),
      ...account,
      id,
      accountId,
      owner,
    };
  }

  function get(id: string, view?: View): AdobeAccount | undefined {
    const account = table.get(id, view);
    return account && shown(account, view);
  }

  write(
    fresh(
      OWNER_ID,
      { email: "owner@example.com", name: "Account Owner", profile: "Administrator", roles: ["Admin"] },
      true,
    ),
  );

  return {
    ownerId: OWNER_ID,
    get,
    findByEmail(email, view) {
      const holders = table.find(`email:${email.toLowerCase()}`, view);
      const found = holders.find((account) => !isGone(account)) ?? holders.findLast(({ state }) => state !== "PURGED");
      return found && shown(found, view);
    },
    list: (view) => table.list(view).map((account) => shown(account, view)),
    index: (view) => table.list(view),
    create: (account, delayMs) => write(fresh(String(nextId++), account, false), delayMs),
    change(id, change, delayMs) {
      const account = get(id);
      if (account === undefined) throw new Error(`there is no Adobe account ${id}`);
      return write({ ...account, ...change }, delayMs);
    },
  };
}
