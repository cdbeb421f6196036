import { settled } from "../../core/contract/outcome.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { inOtherCase } from "../other-case.js";
import { listUsers, somePages } from "./api.js";
import { isPerson } from "./convert.js";
import { rowsOf } from "./pages.js";
import type { WireUser } from "./wire.js";

/** People by login, without regard to case, whatever the vendor's filter makes of it. */
export class Logins {
  #ignoresCase: Promise<boolean | undefined> | undefined;

  constructor(readonly http: HttpClient) {}

  /** Everyone with this login. */
  async named(login: string): Promise<readonly WireUser[]> {
    const users = await rowsOf(listUsers(this.http, { login }));
    const found = users.filter((user) => isNamed(user, login));
    // Strangers alone mean that the filter was not understood, so that this result would prove nothing.
    const proves = found.length > 0 || (users.length === 0 && (await this.#filterIgnoresCase()) !== false);
    const all = proves ? found : (await rowsOf(listUsers(this.http))).filter((user) => isNamed(user, login));
    return all.filter(isPerson);
  }

  /** Asked once in a run, and again as long as there is nobody to try it with. */
  async #filterIgnoresCase(): Promise<boolean | undefined> {
    this.#ignoresCase ??= filterIgnoresCase(this.http);
    const result = await settled(this.#ignoresCase);
    if ("error" in result || result.value === undefined) this.#ignoresCase = undefined;
    if ("error" in result) throw result.error;
    return result.value;
  }
}

/** Whether the filter finds somebody by their login in another case; undefined where nobody has one that has letters. */
export async function filterIgnoresCase(http: HttpClient): Promise<boolean | undefined> {
  for await (const users of somePages(http)) {
    for (const { id, login } of users) {
      const other = inOtherCase(login ?? "");
      if (other === undefined) continue;
      const found = await rowsOf(listUsers(http, { login: other }));
      return found.some((user) => user.id === id);
    }
  }
  return undefined;
}

function isNamed(user: WireUser, login: string): boolean {
  return caseless(user.login ?? "") === caseless(login);
}
