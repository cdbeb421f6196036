import { AmbiguousError, InvalidArgumentsError, NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { type Path, pathText } from "../../core/model/value.js";
import { TITLE } from "./errors.js";
import type { WireRole } from "./wire.js";

/** Roles as a person sees them: by name where one role alone has it, by id otherwise. */
export interface ShownRoles {
  readonly names: readonly string[];
  /** Other texts that name a shown role just as well. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

/** The tenant's roles, fetched once and again, once a text, when something is asked for that is not among them. */
export class RoleBook {
  #roles: Promise<readonly WireRole[]> | undefined;
  readonly #looked = new Set<string>();

  constructor(readonly load: () => Promise<readonly WireRole[]>) {}

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
    const role = (await this.#all()).find(({ id }) => id === roleId);
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
      if (!name || roles.filter((role) => named(role, name)).length > 1) return id;
      aliases.set(name, [id]);
      return name;
    });
    return { names, aliases: Object.fromEntries(aliases) };
  }

  async #rolesWith(texts: readonly string[], is: (role: WireRole, text: string) => boolean) {
    const justLoaded = this.#roles === undefined;
    const roles = await this.#all();
    const strange = texts.filter((text) => !this.#looked.has(text) && !roles.some((role) => is(role, text)));
    if (strange.length === 0 || justLoaded) return roles;
    // A role can be made in the same run as the people who get it.
    for (const text of strange) this.#looked.add(text);
    this.#roles = undefined;
    return this.#all();
  }

  #all(): Promise<readonly WireRole[]> {
    this.#roles ??= this.load().catch((error: unknown) => {
      this.#roles = undefined;
      throw error;
    });
    return this.#roles;
  }
}

function named({ id, name }: WireRole, text: string): boolean {
  return id === text || (name ?? "").normalize("NFC") === text.normalize("NFC");
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
  throw new InvalidArgumentsError([
    {
      path,
      reason: `"${text}" is neither the id nor the name of a role at ${TITLE}; look at its roles there`,
    },
  ]);
}
