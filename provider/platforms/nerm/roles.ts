import { suggestion } from "../../core/compare/suggest.js";
import { AmbiguousError, InvalidArgumentsError, NotFoundError, RejectedError } from "../../core/contract/errors.js";
import type { Term } from "../../core/contract/vocabulary.js";
import { FLAT } from "../../core/model/entity.js";
import { type Path, pathText } from "../../core/model/value.js";
import type { AskedOnce } from "../asked-once.js";
import { all, type Part } from "../vocabulary.js";
import { TITLE } from "./errors.js";
import type { WireRole } from "./wire.js";

/** Roles as a person sees them: by name where one role alone has it, by id otherwise. */
export interface ShownRoles {
  readonly names: readonly string[];
  /** Other texts that name a shown role just as well. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

/** The tenant's roles, asked for once and again, once a text, when something is wanted that is not among them. */
export class RoleBook {
  #last: readonly WireRole[] | undefined;
  readonly #looked = new Set<string>();

  constructor(readonly roles: AskedOnce<readonly WireRole[]>) {}

  /**
   * The ids of roles, each once. Throws InvalidArgumentsError for a role that the tenant doesn't have and AmbiguousError
   * for a name that several roles have, by the role's place among those that are declared.
   *
   * @param texts of the declared roles those that are asked for
   */
  async idsOf(declared: readonly string[], texts = declared): Promise<readonly string[]> {
    if (texts.length === 0) return [];
    const roles = await this.#rolesWith(texts, named);
    return [...new Set(texts.map((text) => idOf(roles, text, ["roles", declared.indexOf(text)])))];
  }

  /** The refusal of a grant, by the role's place among those that are declared; any other error as it is. */
  async refusalOf(error: unknown, roleId: string, declared: readonly string[]): Promise<unknown> {
    if (!(error instanceof RejectedError || error instanceof NotFoundError)) return error;
    const role = (await this.roles.get()).find(({ id }) => id === roleId);
    const place = declared.findIndex((text) => text === roleId || (role && named(role, text)));
    if (place < 0) return error;
    const said = error.message.replace(/^roles: /, "");
    const message = `${pathText(["roles", place])}: "${declared[place]}" was not granted. ${said}`;
    return error instanceof RejectedError ? new RejectedError(message, ["roles"]) : new NotFoundError(message);
  }

  async shown(ids: readonly string[]): Promise<ShownRoles> {
    if (ids.length === 0) return { names: [], aliases: {} };
    const roles = await this.#rolesWith(ids, (role, id) => role.id === id);
    const aliases = new Map<string, readonly string[]>();
    const names = ids.map((id) => {
      const name = roles.find((role) => role.id === id)?.name;
      const shown = !name || roles.filter((role) => named(role, name)).length > 1 ? id : name;
      const others = declaring(roles, id).filter((text) => text !== shown);
      if (others.length > 0) aliases.set(shown, others);
      return shown;
    });
    return { names, aliases: Object.fromEntries(aliases) };
  }

  async #rolesWith(texts: readonly string[], is: (role: WireRole, text: string) => boolean) {
    const roles = await this.roles.get();
    const isNew = roles !== this.#last;
    this.#last = roles;
    const strange = texts.filter((text) => !this.#looked.has(text) && !roles.some((role) => is(role, text)));
    if (strange.length === 0 || isNew) return roles;
    // A role can be made in the same run as the people who get it.
    for (const text of strange) this.#looked.add(text);
    this.#last = await this.roles.newerThan(roles);
    return this.#last;
  }
}

/** What there is to declare: ids, uids and names of roles. */
export function ofRoles(roles: readonly WireRole[]): Part {
  return { sets: { roles: { [FLAT]: all([...termsOf(roles), ...groupTerms(roles)]) } } };
}

function termsOf(roles: readonly WireRole[]): readonly Term[] {
  return roles.map(({ id, uid, name }) => {
    const aliases = [id, ...(uid ? [uid] : [])];
    return name ? { name, aliases } : { name: uid || id, aliases };
  });
}

/** Groups of the identity provider, which give roles and are none. */
function groupTerms(roles: readonly WireRole[]): readonly Term[] {
  const pairs = roles.flatMap((role) => (role.groups ?? []).map((group) => ({ group, name: role.name || role.id })));
  return [...Map.groupBy(pairs, ({ group }) => group)].map(([name, given]) => {
    const names = given.map((one) => `"${one.name}"`).join(", ");
    return {
      name,
      unusable: `it is a group that gives ${names} at sign-in. Declare the role, or the group in groupStrings`,
    };
  });
}

/** Its id, and its uid where no other role answers to that. */
function declaring(roles: readonly WireRole[], id: string): readonly string[] {
  const uid = roles.find((role) => role.id === id)?.uid;
  const isAlone = uid && roles.every((role) => role.id === id || !named(role, uid));
  return isAlone ? [id, uid] : [id];
}

function named({ id, uid, name }: WireRole, text: string): boolean {
  return id === text || uid === text || (name ?? "").normalize("NFC") === text.normalize("NFC");
}

function idOf(roles: readonly WireRole[], text: string, path: Path): string {
  const matches = roles.filter((role) => named(role, text));
  const exact = matches.find(({ id }) => id === text) ?? (matches.length === 1 ? matches[0] : undefined);
  if (exact) return exact.id;
  if (matches.length > 1) {
    const ids = matches.map(({ id }) => id).join(", ");
    throw new AmbiguousError(
      `${pathText(path)}: ${matches.length} roles at ${TITLE} are called "${text}"; declare one of their ids: ${ids}`,
    );
  }
  const reason = `there is no role "${text}" at ${TITLE}; ${suggestion(text, termsOf(roles))}`;
  throw new InvalidArgumentsError([{ path, reason }]);
}
