import { RosterError } from "../../core/contract/errors.js";
import { FLAT, type ObservedSet } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { heldRoles } from "./relations.js";
import type { RoleBook } from "./roles.js";

/** The roles of accounts that were just created: whether the vendor gives any by itself is told by the first one of a run. */
export class FirstRoles {
  #areGiven: Promise<boolean> | undefined;

  constructor(
    readonly http: HttpClient,
    readonly roles: RoleBook,
  ) {}

  /** Undefined where nobody can tell: the account is there all the same. */
  async of(userId: string): Promise<ObservedSet | undefined> {
    try {
      if (this.#areGiven !== undefined && !(await this.#areGiven)) return { members: { [FLAT]: [] } };
      const shown = this.#shown(userId);
      this.#areGiven ??= shown.then(
        ({ members }) => members[FLAT]?.length !== 0,
        () => true,
      );
      return await shown;
    } catch (error) {
      if (error instanceof RosterError) return undefined;
      throw error;
    }
  }

  async #shown(userId: string): Promise<ObservedSet> {
    const rows = await heldRoles(this.http, userId);
    const { names, aliases } = await this.roles.shown([...new Set(rows.map((row) => row.role_id))]);
    return { members: { [FLAT]: names }, aliases };
  }
}
