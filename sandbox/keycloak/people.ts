import { Refusal } from "../exchange";
import { complaintsRefusal, failure, refusal } from "./answers";
import { heldByDirectory, OF_A_DIRECTORY, type UserProfile } from "./profile";
import type { Texts, UserDocument } from "./requests";
import type { RealmSettings } from "./settings";
import { blankUser, type KeycloakUser, type RealmStore } from "./store";

const OWN = ["username", "email", "firstName", "lastName"] as const;
const NO_USERNAME = "User name is missing";

/** Required actions of every realm, and whether they are switched on there. */
export const REQUIRED_ACTIONS: Readonly<Record<string, boolean>> = {
  TERMS_AND_CONDITIONS: false,
  UPDATE_PROFILE: true,
  VERIFY_EMAIL: true,
  CONFIGURE_TOTP: true,
  UPDATE_PASSWORD: true,
  delete_account: false,
  UPDATE_EMAIL: false,
  "webauthn-register": true,
  "webauthn-register-passwordless": true,
  VERIFY_PROFILE: true,
  delete_credential: true,
  idp_link: true,
  CONFIGURE_RECOVERY_AUTHN_CODES: true,
  update_user_locale: true,
};

export interface PeopleOptions {
  readonly store: RealmStore;
  readonly settings: RealmSettings;
  readonly profile: UserProfile;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How a realm makes people and changes them, whoever asks. */
export interface People {
  /** With the role that everybody has. @throws Refusal as the server refuses it */
  create(sent: UserDocument, delay?: number): KeycloakUser;
  /** @throws Refusal as the server refuses it */
  change(before: KeycloakUser, sent: UserDocument, delay?: number): KeycloakUser;
}

export function createPeople({ store, settings, profile, now }: PeopleOptions): People {
  const { users } = store;

  /** Own texts as they will be: with attributes, what isn't sent is taken away. */
  function texts(sent: UserDocument, before: KeycloakUser | undefined): Pick<KeycloakUser, (typeof OWN)[number]> {
    const isWhole = before === undefined || sent.attributes !== undefined;
    const all = OWN.map((name) => [name, (sent[name] ?? (isWhole ? undefined : before[name])) || undefined] as const);
    const { username, email, ...names } = Object.fromEntries(all) as Record<(typeof OWN)[number], string | undefined>;
    const address = email?.toLowerCase();
    const called = settings.registrationEmailAsUsername ? address : username?.toLowerCase();
    if (called !== undefined) return { ...names, username: called, email: address };
    if (before !== undefined || !settings.registrationEmailAsUsername) throw refusal(400, NO_USERNAME);
    throw complaintsRefusal([{ field: "email", errorMessage: "error-user-attribute-required", params: ["email"] }]);
  }

  function attributes(sent: Texts | undefined, before: KeycloakUser | undefined): Texts {
    if (sent === undefined) return before?.attributes ?? {};
    const kept = Object.entries(sent).flatMap(([name, values]): [string, readonly string[]][] => {
      const filled = values.filter((value) => value !== "");
      const isTold = profile.isKept(name) || (before?.federationLink !== undefined && OF_A_DIRECTORY.includes(name));
      return filled.length > 0 && isTold ? [[name, filled]] : [];
    });
    const fixed = Object.entries(before?.attributes ?? {}).filter(
      ([name]) => sent[name] === undefined && profile.isFixed(name),
    );
    return Object.fromEntries([...fixed, ...kept]);
  }

  function refuseTaken({ username, email }: KeycloakUser, id: string): void {
    const isOthers = (text: string) =>
      [...users.find(`username:${text}`), ...users.find(`email:${text}`)].some((user) => user.id !== id);
    if (isOthers(username)) throw refusal(409, "User exists with same username");
    if (email !== undefined && isOthers(email)) throw refusal(409, "User exists with same email");
  }

  function refuseShort(password: string | undefined): void {
    if (password === undefined || password.length >= settings.passwordLength) return;
    const error_description = `Invalid password: minimum length ${settings.passwordLength}.`;
    throw new Refusal({ status: 400, body: { error: "invalidPasswordMinLengthMessage", error_description } });
  }

  function stored(user: KeycloakUser, before: KeycloakUser | undefined, delay: number | undefined): KeycloakUser {
    refuseTaken(user, user.id);
    const ofDirectory = before?.federationLink === undefined ? [] : heldByDirectory(user, before);
    const complaints = [...ofDirectory, ...profile.complaints(user, before)];
    if (complaints.length > 0) throw complaintsRefusal(complaints);
    refuseShort(user.password === before?.password ? undefined : user.password);
    users.put(user.id, user, delay);
    return user;
  }

  const actions = (sent: readonly string[]) =>
    [...new Set(sent)].filter((alias) => Object.hasOwn(REQUIRED_ACTIONS, alias));

  return {
    create(sent, delay) {
      const joined = [...settings.defaultGroups, ...sent.groups].map((path) => store.atPath(path)?.id);
      const own = texts(sent, undefined);
      const user: KeycloakUser = {
        ...blankUser(store.newId(), own.username, now()),
        ...own,
        enabled: sent.enabled ?? false,
        emailVerified: sent.emailVerified ?? false,
        attributes: attributes(sent.attributes ?? {}, undefined),
        requiredActions: actions(sent.requiredActions ?? []),
        password: sent.password,
        groups: [...new Set(joined.flatMap((id) => id ?? []))],
        roles: [store.defaultRole.id],
      };
      const made = stored(user, undefined, delay);
      if (joined.includes(undefined)) throw failure();
      return made;
    },
    change(before, sent, delay) {
      const changed: KeycloakUser = {
        ...before,
        ...texts(sent, before),
        enabled: sent.enabled ?? before.enabled,
        emailVerified: sent.emailVerified ?? before.emailVerified,
        attributes: attributes(sent.attributes, before),
        requiredActions: sent.requiredActions ? actions(sent.requiredActions) : before.requiredActions,
        password: sent.password ?? before.password,
      };
      return stored(changed, before, delay);
    },
  };
}
