import type { Random } from "../prng";
import type { History, Table } from "../visibility";

/** A user group. The account keeps some by itself: they are read-only. */
export interface AdobeGroup {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly readOnly: boolean;
  readonly state: "Active" | "Deleted";
  readonly dateCreated: string;
  /** Ids of its members; `everybody` in the group that all active users are in. */
  readonly userIds: readonly string[] | "everybody";
}

export type AdobeNewGroup = Pick<AdobeGroup, "name"> & Partial<Omit<AdobeGroup, "id">>;
export type AdobeGroupChange = Partial<Omit<AdobeGroup, "id">>;

/** The account's user groups. Writes show in reads after `delayMs`; ids are numeric strings that grow. */
export interface AdobeGroups {
  /** In the order of creation. A deleted one keeps its place, and its state says so. */
  readonly table: Table<AdobeGroup>;
  create(group: AdobeNewGroup, delayMs?: number): AdobeGroup;
  change(group: AdobeGroup, change: AdobeGroupChange, delayMs?: number): AdobeGroup;
  /** Those that a user was put into; the one of everybody is none of them. */
  ofUser(userId: string): AdobeGroup[];
}

const FIRST_GROUP_ID = 2769200;

export function createAdobeGroups(history: History, now: () => number, random: Random): AdobeGroups {
  const table: Table<AdobeGroup> = history.table(({ name, userIds }) => [
    `name:${name.toLowerCase()}`,
    ...(userIds === "everybody" ? [] : userIds.map((id) => `member:${id}`)),
  ]);
  let nextId = FIRST_GROUP_ID;

  function create(group: AdobeNewGroup, delayMs?: number): AdobeGroup {
    nextId += 1 + Math.floor(random() * 5);
    const created: AdobeGroup = {
      readOnly: false,
      state: "Active",
      dateCreated: new Date(now()).toISOString(),
      userIds: [],
      ...group,
      id: String(nextId),
    };
    table.put(created.id, created, delayMs);
    return created;
  }

  create({ name: "All Users", description: "Everybody in the account", readOnly: true, userIds: "everybody" });

  return {
    table,
    create,
    change(group, change, delayMs) {
      const changed = { ...group, ...change };
      table.put(group.id, changed, delayMs);
      return changed;
    },
    ofUser: (userId) => table.find(`member:${userId}`),
  };
}
