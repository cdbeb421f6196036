import type { Call, Route } from "../exchange";
import { shown } from "./answers";
import { REQUIRED_ACTIONS } from "./people";
import type { UserProfile } from "./profile";
import type { RealmSettings } from "./settings";
import type { RealmStore } from "./store";

export interface RealmRouteOptions {
  readonly store: RealmStore;
  readonly settings: RealmSettings;
  readonly profile: UserProfile;
  /** The id of the directory behind the realm. */
  readonly federation: string | undefined;
}

const STORAGE = "org.keycloak.storage.UserStorageProvider";

/** What tells about the realm itself, as far as it decides about people. */
export function realmRoutes(base: string, options: RealmRouteOptions): readonly Route[] {
  const { store, settings, profile, federation } = options;
  const { realm, registrationEmailAsUsername, editUsernameAllowed, supportedLocales, defaultGroups } = settings;

  const document = () => ({
    id: store.realmId,
    realm,
    enabled: true,
    loginWithEmailAllowed: true,
    duplicateEmailsAllowed: false,
    registrationEmailAsUsername,
    editUsernameAllowed,
    internationalizationEnabled: supportedLocales.length > 0,
    ...(supportedLocales.length > 0 ? { supportedLocales } : {}),
    ...(defaultGroups.length > 0 ? { defaultGroups } : {}),
    defaultRole: store.defaultRole,
  });

  const actions = () =>
    Object.entries(REQUIRED_ACTIONS).map(([alias, enabled], i) => {
      return { alias, name: alias, providerId: alias, enabled, defaultAction: false, priority: 10 * i, config: {} };
    });

  function components({ query }: Call) {
    const isAsked = query["type"] === undefined || query["type"] === STORAGE;
    const ldap = { name: "ldap", providerId: "ldap", providerType: STORAGE, parentId: store.realmId };
    return shown(federation !== undefined && isAsked ? [{ id: federation, ...ldap }] : []);
  }

  return [
    { method: "GET", path: base, handle: () => shown(document()) },
    { method: "GET", path: `${base}/users/profile`, handle: () => shown(profile.document()) },
    { method: "GET", path: `${base}/users/profile/metadata`, handle: () => shown(profile.metadata()) },
    { method: "GET", path: `${base}/authentication/required-actions`, handle: () => shown(actions()) },
    { method: "GET", path: `${base}/components`, handle: components },
  ];
}
