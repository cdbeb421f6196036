import type { Random } from "../prng";
import { OF_A_DIRECTORY } from "./profile";
import type { DirectoryPerson } from "./settings";
import { blankUser, componentId, type KeycloakUser, type RealmStore } from "./store";

/** A read-only directory behind the realm: whoever is looked for there gets a copy, and whoever has left it loses theirs. */
export interface Federation {
  readonly id: string;
  /** By username. */
  readonly people: Map<string, DirectoryPerson>;
  /** Makes copies of those that nobody has made yet: of everybody, or of one. */
  copy(username?: string): void;
  /** Takes the copies of those who have left, away for good. */
  withoutLeavers(users: readonly KeycloakUser[]): readonly KeycloakUser[];
}

export function createFederation(
  store: RealmStore,
  random: Random,
  now: () => number,
  people: readonly DirectoryPerson[],
): Federation {
  const id = componentId(random);
  const known = new Map(people.map((person) => [person.username, person]));
  return {
    id,
    people: known,
    copy(username) {
      for (const person of username === undefined ? known.values() : [known.get(username)]) {
        if (person === undefined || store.users.has(`username:${person.username}`)) continue;
        const user = copyOf(person, { store, id, now: now() });
        store.users.put(user.id, user);
      }
    },
    withoutLeavers(users) {
      const leavers = users.filter(({ federationLink, username }) => federationLink === id && !known.has(username));
      for (const leaver of leavers) store.users.put(leaver.id, undefined);
      return users.filter((user) => !leavers.includes(user));
    },
  };
}

function copyOf(
  person: DirectoryPerson,
  { store, id, now }: { readonly store: RealmStore; readonly id: string; readonly now: number },
): KeycloakUser {
  const attributes = Object.fromEntries(OF_A_DIRECTORY.map((name) => [name, [`${name} of ${person.username}`]]));
  return {
    ...blankUser(store.newId(), person.username, now),
    ...person,
    attributes,
    roles: [store.defaultRole.id],
    federationLink: id,
  };
}
