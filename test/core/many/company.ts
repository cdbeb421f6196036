import type { Connector, Removal, UpdateRequest, Written } from "../../../provider/core/contract/connector";
import { declaredMembers, declaredReference } from "../../../provider/core/contract/declaration";
import { AlreadyExistsError, RejectedError } from "../../../provider/core/contract/errors";
import { isAbout } from "../../../provider/core/model/change";
import { type Absent, type Desired, FLAT, type Observed } from "../../../provider/core/model/entity";
import { caseless } from "../../../provider/core/model/value";
import { account } from "../fake-connector";
import { applied } from "../lab";

const PAGE = 100;

/** A vendor with any number of people, in memory. Its `create` takes managers, and answers are proof. */
export class Company implements Connector {
  readonly accounts = new Map<string, Observed>();
  readonly calls: string[] = [];
  /** Called before each write of a person by login; throws to refuse it. */
  onWrite: (login: string, kind: "create" | "update" | "remove") => void | Promise<void> = () => {};
  /** Writes under way at once, at most. */
  busiest = 0;
  #busy = 0;

  async tenant(): Promise<string> {
    return "here";
  }

  async read(id: string): Promise<Observed | Absent> {
    this.calls.push(`read ${id}`);
    return this.accounts.get(id) ?? { absent: true, proof: "nobody" };
  }

  async find(login: string): Promise<readonly Observed[]> {
    this.calls.push(`find ${login}`);
    return [...this.accounts.values()].filter(
      ({ attributes }) => caseless(String(attributes["login"])) === caseless(login),
    );
  }

  async create(desired: Desired): Promise<Written> {
    const { attributes } = desired;
    const manager = declaredReference(desired, "manager");
    const login = String(attributes["login"]);
    this.calls.push(`create ${login}`);
    return this.#writing(login, "create", () => {
      if (manager !== undefined && !this.accounts.has(manager)) throw new RejectedError("there is no such manager");
      const id = String(this.accounts.size + 1);
      const observed = account({ ...attributes } as Observed["attributes"], {
        id,
        sets: { roles: { members: declaredMembers(desired, "roles") ?? { [FLAT]: [] } } },
        references: { manager: manager ?? null },
      });
      this.accounts.set(id, observed);
      return { id, observed };
    });
  }

  async update({ id, changes, desired }: UpdateRequest): Promise<Written> {
    const login = this.loginOf(id);
    this.calls.push(`update ${login} ${changes.map(({ path }) => path[0]).join(",")}`);
    return this.#writing(login, "update", () => {
      const observed = applied(this.#existing(id), changes);
      const members = changes.some(isAbout("roles")) ? declaredMembers(desired, "roles") : undefined;
      const changed = members ? { ...observed, sets: { roles: { members } } } : observed;
      this.accounts.set(id, changed);
      return { id, observed: changed };
    });
  }

  async deactivate(id: string): Promise<Removal> {
    this.calls.push(`deactivate ${this.loginOf(id)}`);
    return this.#writing(this.loginOf(id), "remove", () => {
      const user = this.#existing(id);
      this.accounts.set(id, { ...user, active: false, attributes: { ...user.attributes, status: "off" } });
      return "done";
    });
  }

  async remove(id: string): Promise<Removal> {
    this.calls.push(`remove ${this.loginOf(id)}`);
    return this.#writing(this.loginOf(id), "remove", () => (this.accounts.delete(id) ? "done" : "already"));
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    const all = [...this.accounts.values()];
    for (let i = 0; i < all.length || i === 0; i += PAGE) {
      this.calls.push("page");
      yield all.slice(i, i + PAGE);
    }
  }

  loginOf(id: string): string {
    return String(this.accounts.get(id)?.attributes["login"] ?? id);
  }

  byLogin(login: string): Observed {
    const found = [...this.accounts.values()].find(({ attributes }) => attributes["login"] === login);
    if (!found) throw new Error(`nobody is called ${login}`);
    return found;
  }

  /** The writes so far, which are forgotten then. */
  writes(): string[] {
    const writes = this.calls.filter((call) => !/^(read|find|page)/.test(call));
    this.calls.length = 0;
    return writes;
  }

  #existing(id: string): Observed {
    const user = this.accounts.get(id);
    if (!user) throw new AlreadyExistsError("gone", id);
    return user;
  }

  async #writing<T>(login: string, kind: "create" | "update" | "remove", write: () => T): Promise<T> {
    this.busiest = Math.max(this.busiest, ++this.#busy);
    try {
      await this.onWrite(login, kind);
      await Promise.resolve();
      return write();
    } finally {
      this.#busy--;
    }
  }
}
