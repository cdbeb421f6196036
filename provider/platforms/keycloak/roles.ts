import { suggestion } from "../../core/compare/suggest.js";
import { InvalidArgumentsError, PermissionDeniedError, RejectedError } from "../../core/contract/errors.js";
import type { Term } from "../../core/contract/vocabulary.js";
import type { ObservedSet } from "../../core/model/entity.js";
import { pathText } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { findClient, listRoles } from "./api.js";
import { REALM } from "./arguments.js";
import { TITLE } from "./errors.js";
import type { RealmDocument, RoleMappings, WireRole } from "./wire.js";

export interface RoleOptions {
  readonly realm: string;
  /** Clients whose roles are managed. */
  readonly clients: readonly string[];
}

/** A role's name in NFC; two that look alike stand behind one. */
export type Known = ReadonlyMap<string, readonly WireRole[]>;

/** The name that Keycloak gives a realm's default role; a realm that was renamed keeps the old one. */
const DEFAULT_ROLE = "default-roles-";

/** The roles of a realm and of the clients whose roles are managed. */
export class RealmRoles {
  readonly #known = new Map<string, AskedOnce<Known>>();
  readonly #clients = new Map<string, AskedOnce<string>>();

  /** @param document the realm's own, which names its default role */
  constructor(
    readonly http: HttpClient,
    readonly options: RoleOptions,
    readonly document: AskedOnce<RealmDocument | undefined>,
  ) {
    for (const client of options.clients) this.#clients.set(client, new AskedOnce(() => this.#findClient(client)));
    for (const section of this.sections) this.#known.set(section, new AskedOnce(() => this.#load(section)));
  }

  /** What is asked for once a run of each section. */
  get known(): ReadonlyMap<string, AskedOnce<Known>> {
    return this.#known;
  }

  get sections(): readonly string[] {
    return [REALM, ...this.options.clients];
  }

  /**
   * The roles of a section by their names. A role may have been made in this same run, so an unknown one is asked for again.
   *
   * @throws InvalidArgumentsError naming each that is not there by its place in `names`
   */
  async named(section: string, names: readonly string[]): Promise<readonly WireRole[]> {
    const roles = this.#known.get(section);
    if (roles === undefined) throw unmanagedSection(section);
    if (names.length === 0) return [];
    let known = await roles.get();
    if (names.some((name) => roleIn(known, name) === undefined)) known = await roles.newerThan(known);
    const found = names.map((name) => roleIn(known, name));
    const unknown = names.flatMap((name, i) => {
      const reason = `there is no role "${name}" in ${section} of ${TITLE}; ${suggestion(name, termsOf(known))}`;
      return found[i] === undefined ? [{ path: ["roles", section, i], reason }] : [];
    });
    if (unknown.length > 0) throw new InvalidArgumentsError(unknown);
    return found.flatMap((role) => role ?? []);
  }

  /** The same, to be taken away: never one that may be everybody's. */
  async removable(section: string, names: readonly string[]): Promise<readonly WireRole[]> {
    const roles = await this.named(section, names);
    if (section !== REALM || roles.length === 0) return roles;
    const document = await this.document.get();
    const doubtful = roles.filter((role) => document?.defaultRole == null && role.composite !== false);
    if (doubtful.length === 0) return roles;
    throw new PermissionDeniedError(
      `${pathText(["roles", section])}: ${doubtful.map(({ name }) => `"${name}"`).join(", ")} may be the realm's default role, which everybody has, and these ` +
        `credentials may not see which one that is. Nothing was sent. Give the client's service account the role view-realm of realm-management`,
    );
  }

  /** Where a section's roles are: `realm`, or the client's internal id. */
  async container(section: string): Promise<string> {
    return this.#clients.get(section)?.get() ?? REALM;
  }

  /** All roles of a section but for the one that everybody has. */
  async namesOf(section: string): Promise<readonly string[]> {
    const roles = [...((await this.#known.get(section)?.get())?.values() ?? [])].flat();
    return (await this.#apart(section === REALM, roles)).own;
  }

  /** What a user's mappings show of the managed sections. */
  async shown({ realmMappings, clientMappings }: RoleMappings): Promise<ObservedSet> {
    const { own, everybodys } = await this.#apart(true, realmMappings ?? []);
    const clients = this.options.clients.map((client) => {
      const mappings = clientMappings && Object.hasOwn(clientMappings, client) ? clientMappings[client]?.mappings : [];
      return [client, (mappings ?? []).map(({ name }) => name)];
    });
    return { members: { [REALM]: own, ...Object.fromEntries(clients) }, implied: { [REALM]: everybodys } };
  }

  /** What an account has where nobody gave it any role: a new one. */
  async none(): Promise<ObservedSet> {
    const name = (await this.document.get())?.defaultRole?.name;
    const members = Object.fromEntries(this.sections.map((section) => [section, []]));
    return { members, implied: { [REALM]: name === undefined ? [] : [name] } };
  }

  async #apart(isRealm: boolean, roles: readonly WireRole[]): Promise<{ own: string[]; everybodys: string[] }> {
    const document = isRealm && roles.length > 0 ? await this.document.get() : undefined;
    const isEverybodys = (role: WireRole): boolean => isRealm && isDefault(role, document);
    const names = (some: readonly WireRole[]): string[] => some.map(({ name }) => name);
    return {
      own: names(roles.filter((role) => !isEverybodys(role))),
      everybodys: names(roles.filter(isEverybodys)),
    };
  }

  async #load(section: string): Promise<Known> {
    const roles = new Map<string, WireRole[]>();
    const container = await this.container(section);
    for await (const page of listRoles(this.http, container)) {
      for (const role of page) {
        const key = role.name.normalize("NFC");
        roles.set(key, [...(roles.get(key) ?? []), role]);
      }
    }
    return roles;
  }

  async #findClient(clientId: string): Promise<string> {
    const id = await findClient(this.http, clientId);
    if (id !== undefined) return id;
    throw new RejectedError(
      `the realm has no client "${clientId}", which roster:keycloak.clients names; correct the name, or take it out there`,
    );
  }
}

/** By the realm's word; where it may not be seen, by the name that Keycloak gives it. */
function isDefault({ id, name, composite }: WireRole, document: RealmDocument | undefined): boolean {
  if (document?.defaultRole) return document.defaultRole.id === id;
  return composite !== false && name.startsWith(DEFAULT_ROLE);
}

export function termsOf(known: Known): readonly Term[] {
  return [...known.values()].flat().map(({ name }) => ({ name }));
}

/** The role with exactly this name, or the only one that is the same in NFC. */
function roleIn(known: Known, name: string): WireRole | undefined {
  const alike = known.get(name.normalize("NFC")) ?? [];
  return alike.find((role) => role.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
}

function unmanagedSection(section: string): InvalidArgumentsError {
  const reason = `is neither "${REALM}" nor a client that roster:keycloak.clients names; name the client there to have its roles managed`;
  return new InvalidArgumentsError([{ path: ["roles", section], reason }]);
}
