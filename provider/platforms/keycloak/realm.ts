import { InvalidArgumentsError, RejectedError } from "../../core/errors.js";
import type { DesiredUser, Roles } from "../../core/user.js";
import { pathText } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
import { findClient, getUserProfile, listGroups, listRoles } from "./api.js";
import { REALM } from "./arguments.js";
import { declaredRoles, furtherNames } from "./convert.js";
import { TITLE } from "./errors.js";
import type { RoleMappings, UserProfile, WireRole } from "./wire.js";

export interface RealmOptions {
  readonly realm: string;
  readonly managerAttribute: string;
  readonly clients: readonly string[];
}

/** Policies of a profile under which an administrator may set attributes that it doesn't declare. */
const OPEN_POLICIES = ["ENABLED", "ADMIN_EDIT"];

/** What a realm has beside its users: roles, groups and the profile of attributes. Each is asked for once a run. */
export class Realm {
  readonly #roles = new Map<string, Promise<ReadonlyMap<string, WireRole>>>();
  readonly #clients = new Map<string, Promise<string>>();
  #groups: Promise<ReadonlyMap<string, string>> | undefined;
  #profile: Promise<UserProfile | undefined> | undefined;
  readonly #defaultRole: string;

  constructor(
    readonly http: HttpClient,
    readonly options: RealmOptions,
  ) {
    this.#defaultRole = `default-roles-${options.realm.toLowerCase()}`;
  }

  get sections(): readonly string[] {
    return [REALM, ...this.options.clients];
  }

  /**
   * Refuses what would be dropped or can't be granted, before anything is sent: attributes that the realm's user profile
   * doesn't have, and roles and groups that are not there.
   */
  async refuseUnknown(desired: DesiredUser): Promise<void> {
    await this.#refuseDropped(desired);
    for (const [section, names] of Object.entries(declaredRoles(desired) ?? {})) await this.roles(section, names);
    const groups = desired.attributes["groups"];
    if (Array.isArray(groups)) await this.groupIds(groups.map(String));
  }

  /** The roles of a section by their names. A role may have been made in this same run, so an unknown one is asked for again. */
  async roles(section: string, names: readonly string[]): Promise<readonly WireRole[]> {
    this.#refuseSection(section);
    if (names.length === 0) return [];
    let known = await this.#rolesOf(section);
    if (names.some((name) => !known.has(name))) {
      this.#roles.delete(section);
      known = await this.#rolesOf(section);
    }
    return names.map((name) => {
      const role = known.get(name);
      if (role && name !== this.#defaultRole) return role;
      const reason = role
        ? `"${name}" is granted to everybody by the realm; leave it out`
        : `the ${section === REALM ? "realm" : `client ${section}`} has no role "${name}"; look at its roles there`;
      throw new InvalidArgumentsError([{ path: ["roles", section], reason }]);
    });
  }

  /** Where a section's roles are: `realm`, or the client's internal id. */
  container(section: string): Promise<string> {
    if (section === REALM) return Promise.resolve(REALM);
    const found = this.#clients.get(section) ?? this.#findClient(section);
    this.#clients.set(section, found);
    found.catch(() => this.#clients.delete(section));
    return found;
  }

  /** All roles of a section but for the one that everybody has. */
  async namesOf(section: string): Promise<readonly string[]> {
    return [...(await this.#rolesOf(section)).keys()].filter((name) => name !== this.#defaultRole);
  }

  /** What a user's mappings show of the managed sections. */
  shownRoles({ realmMappings, clientMappings }: RoleMappings): Roles {
    const names = (roles: readonly WireRole[] | null | undefined) =>
      (roles ?? []).map(({ name }) => name).filter((name) => name !== this.#defaultRole);
    const clients = this.options.clients.map((client) => [client, names(clientMappings?.[client]?.mappings)]);
    return { [REALM]: names(realmMappings), ...Object.fromEntries(clients) };
  }

  async groupIds(paths: readonly string[]): Promise<readonly string[]> {
    let known = await this.#groupsByPath();
    if (paths.some((path) => !known.has(path))) {
      this.#groups = undefined;
      known = await this.#groupsByPath();
    }
    return paths.map((path) => {
      const id = known.get(path);
      if (id !== undefined) return id;
      throw new InvalidArgumentsError([
        { path: ["groups"], reason: `the realm has no group "${path}"; look at its groups there` },
      ]);
    });
  }

  /** Every group's id and path. */
  async groups(): Promise<readonly (readonly [path: string, id: string])[]> {
    return [...(await this.#groupsByPath())];
  }

  async #refuseDropped(desired: DesiredUser): Promise<void> {
    const { managerAttribute } = this.options;
    const names = furtherNames(desired, managerAttribute);
    if (names.length === 0) return;
    this.#profile ??= getUserProfile(this.http).catch((error: unknown) => {
      this.#profile = undefined;
      throw error;
    });
    const profile = await this.#profile;
    // What the profile doesn't tell is found when the account is read back.
    if (profile === undefined || OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "")) return;
    const known = new Set(profile.attributes?.map(({ name }) => name));
    const dropped = names.filter((name) => !known.has(name));
    if (dropped.length === 0) return;
    const places = dropped.map((name) => (name === managerAttribute ? "manager" : pathText(["attributes", name])));
    throw new RejectedError(
      `${places.join(", ")}: the realm's user profile does not have ${dropped.map((name) => `"${name}"`).join(", ")}, and ${TITLE} would drop it without a word. ` +
        "Nothing was sent. Declare it in the realm's settings under User profile, or set Unmanaged attributes there to Only administrators can write",
      places.map((place) => place.split(/[.[]/, 1)[0] ?? place),
    );
  }

  #refuseSection(section: string): void {
    if (this.sections.includes(section)) return;
    throw new InvalidArgumentsError([
      {
        path: ["roles", section],
        reason: `is neither "${REALM}" nor a client that roster:keycloak.clients names; name the client there to have its roles managed`,
      },
    ]);
  }

  #rolesOf(section: string): Promise<ReadonlyMap<string, WireRole>> {
    const loaded = this.#roles.get(section) ?? this.#loadRoles(section);
    this.#roles.set(section, loaded);
    loaded.catch(() => this.#roles.delete(section));
    return loaded;
  }

  async #loadRoles(section: string): Promise<ReadonlyMap<string, WireRole>> {
    const roles = new Map<string, WireRole>();
    const container = await this.container(section);
    for await (const page of listRoles(this.http, container)) for (const role of page) roles.set(role.name, role);
    return roles;
  }

  async #findClient(clientId: string): Promise<string> {
    const id = await findClient(this.http, clientId);
    if (id !== undefined) return id;
    throw new RejectedError(
      `the realm has no client "${clientId}", which roster:keycloak.clients names; correct the name, or take it out there`,
    );
  }

  #groupsByPath(): Promise<ReadonlyMap<string, string>> {
    this.#groups ??= this.#loadGroups().catch((error: unknown) => {
      this.#groups = undefined;
      throw error;
    });
    return this.#groups;
  }

  async #loadGroups(parent?: string, into = new Map<string, string>()): Promise<ReadonlyMap<string, string>> {
    for await (const page of listGroups(this.http, parent)) {
      for (const { id, path, subGroupCount } of page) {
        into.set(path, id);
        if (subGroupCount) await this.#loadGroups(id, into);
      }
    }
    return into;
  }
}
