import type { JsonObject } from "../json";
import { asFilledText } from "../json";
import type { Random } from "../prng";
import { uuid } from "../prng";
import type { History, Table, View } from "../visibility";

/** A user as stored, in the standard's names. */
export interface ScimUser {
  readonly id: string;
  readonly userName: string;
  /** Everything else, the password included. */
  readonly document: JsonObject;
  readonly version: number;
  readonly created: string;
  readonly lastModified: string;
}

export interface ScimStore {
  readonly users: Table<ScimUser>;
  findByName(userName: string, view?: View): ScimUser | undefined;
  create(document: JsonObject, delayMs?: number): ScimUser;
  change(user: ScimUser, document: JsonObject, delayMs?: number): ScimUser;
  delete(id: string, delayMs?: number): void;
}

export function createScimStore(
  history: History,
  random: Random,
  now: () => number,
  ids: "uuid" | "digits",
): ScimStore {
  let last = 1000;
  const users: Table<ScimUser> = history.table((user) => [`name:${user.userName.toLowerCase()}`]);
  const time = () => new Date(now()).toISOString();
  const nameOf = (document: JsonObject) => asFilledText(document["userName"]) ?? "";
  return {
    users,
    findByName: (userName, view) => users.find(`name:${userName.toLowerCase()}`, view)[0],
    create(document, delayMs) {
      const at = time();
      const user = {
        id: ids === "digits" ? String(++last) : uuid(random),
        userName: nameOf(document),
        document,
        version: 1,
        created: at,
        lastModified: at,
      };
      users.put(user.id, user, delayMs);
      return user;
    },
    change(user, document, delayMs) {
      const changed = {
        ...user,
        userName: nameOf(document),
        document,
        version: user.version + 1,
        lastModified: time(),
      };
      users.put(user.id, changed, delayMs);
      return changed;
    },
    delete: (id, delayMs) => users.put(id, undefined, delayMs),
  };
}
