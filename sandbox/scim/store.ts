import type { JsonObject } from "../json";
import { asFilledText, asObject } from "../json";
import type { Random } from "../prng";
import { uuid } from "../prng";
import type { History, Table, View } from "../visibility";

/** A resource as stored, in the standard's names. */
export interface ScimRecord {
  readonly id: string;
  /** The userName, or the displayName of a group. */
  readonly name: string;
  /** Everything else, a password included. */
  readonly document: JsonObject;
  readonly version: number;
  readonly created: string;
  readonly lastModified: string;
}

/** The resources of one type. */
export interface Collection {
  readonly table: Table<ScimRecord>;
  /** As the server compares names; of several one. */
  findByName(name: string, view?: View): ScimRecord | undefined;
  create(document: JsonObject, delayMs?: number): ScimRecord;
  change(record: ScimRecord, document: JsonObject, delayMs?: number): ScimRecord;
  delete(id: string, delayMs?: number): void;
}

export interface ScimStore {
  readonly users: Collection;
  readonly groups: Collection;
  /** Groups that have this member, a user or a group. */
  groupsWith(memberId: string, view?: View): ScimRecord[];
}

/** How servers keep their resources. */
interface Habits {
  readonly ids?: "uuid" | "digits";
  /** Whether somebody who is deleted leaves their groups. */
  readonly leaveGroups?: boolean;
  /** How userNames are compared. */
  readonly userNames?: "caseless" | "exact";
}

export function createScimStore(
  history: History,
  random: Random,
  now: () => number,
  { ids = "uuid", leaveGroups = true, userNames = "caseless" }: Habits,
): ScimStore {
  let last = 1000;
  const newId = () => (ids === "digits" ? String(++last) : uuid(random));
  const time = () => new Date(now()).toISOString();

  function collection(naming: string, names: "caseless" | "exact"): Collection {
    const keyOf = (name: string) => `name:${names === "exact" ? name : name.toLowerCase()}`;
    const table: Table<ScimRecord> = history.table(({ name, document }) => [
      keyOf(name),
      ...membersIn(document).map((id) => `member:${id}`),
    ]);
    const nameOf = (document: JsonObject) => asFilledText(document[naming]) ?? "";
    return {
      table,
      findByName: (name, view) => table.find(keyOf(name), view)[0],
      create(document, delayMs) {
        const at = time();
        const record = {
          id: newId(),
          name: nameOf(document),
          document,
          version: 1,
          created: at,
          lastModified: at,
        };
        table.put(record.id, record, delayMs);
        return record;
      },
      change(record, document, delayMs) {
        const changed = {
          ...record,
          name: nameOf(document),
          document,
          version: record.version + 1,
          lastModified: time(),
        };
        table.put(record.id, changed, delayMs);
        return changed;
      },
      delete: (id, delayMs) => table.put(id, undefined, delayMs),
    };
  }

  const groups = collection("displayName", "caseless");
  const users = collection("userName", userNames);
  const groupsWith = (memberId: string, view?: View) => groups.table.find(`member:${memberId}`, view);
  return {
    users: {
      ...users,
      delete(id, delayMs) {
        const left = leaveGroups ? groupsWith(id) : [];
        for (const group of left) groups.change(group, withoutMember(group.document, id), delayMs);
        users.delete(id, delayMs);
      },
    },
    groups,
    groupsWith,
  };
}

function withoutMember({ members, ...document }: JsonObject, id: string): JsonObject {
  const left = (Array.isArray(members) ? members : []).filter((member) => asObject(member)?.["value"] !== id);
  return left.length > 0 ? { ...document, members: left } : document;
}

function membersIn({ members }: JsonObject): readonly string[] {
  return Array.isArray(members) ? members.flatMap((member) => asFilledText(asObject(member)?.["value"]) ?? []) : [];
}
