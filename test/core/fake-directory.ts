import type { Directory, Removal, UpdateRequest, Written } from "../../provider/core/contract/platform";
import type { Change } from "../../provider/core/model/change";
import type { Absent, DesiredUser, ObservedUser, Roles } from "../../provider/core/model/user";
import { FLAT } from "../../provider/core/model/user";
import { Brake } from "../../provider/core/session/brake";
import { Claims } from "../../provider/core/session/claims";
import type { Session } from "../../provider/core/session/session";
import { applied, platform } from "./lab";

/** A vendor with one person at most, in memory. Tests overwrite its methods to make it misbehave. */
export class FakeDirectory implements Directory {
  account: ObservedUser | undefined;
  readonly calls: string[] = [];
  readonly sent: (readonly Change[])[] = [];

  async tenant(): Promise<string> {
    return "here";
  }

  async read(): Promise<ObservedUser | Absent> {
    this.calls.push("read");
    return this.account ?? { absent: true, proof: "nobody" };
  }

  async find(): Promise<readonly ObservedUser[]> {
    this.calls.push("find");
    return this.account ? [this.account] : [];
  }

  async create({ attributes }: DesiredUser): Promise<Written> {
    this.calls.push("create");
    this.account = account({ ...attributes } as ObservedUser["attributes"]);
    return { id: "9", observed: this.account };
  }

  async update({ changes, desired }: UpdateRequest): Promise<Written> {
    this.calls.push("update");
    this.sent.push(changes);
    if (!this.account) throw new Error("there is nobody to change");
    this.account = applied(this.account, changes);
    const roles = desired.roles as Roles | undefined;
    if (roles && changes.some(({ kind }) => kind === "role")) this.account = { ...this.account, roles };
    return { id: "9", observed: this.account };
  }

  async deactivate(): Promise<Removal> {
    this.calls.push("deactivate");
    if (this.account) this.account = { ...this.account, active: false };
    return "done";
  }

  async remove(): Promise<Removal> {
    this.calls.push("remove");
    this.account = undefined;
    return "done";
  }

  async *pages(): AsyncIterable<readonly ObservedUser[]> {
    if (this.account) yield [this.account];
  }

  impliedRoles?: () => Promise<Roles>;

  async close(): Promise<void> {}
}

export function account(attributes: ObservedUser["attributes"], more: Partial<ObservedUser> = {}): ObservedUser {
  return {
    id: "9",
    active: true,
    attributes: { status: "on", ...attributes },
    roles: { [FLAT]: [] },
    manager: null,
    info: {},
    ...more,
  };
}

/** A session in which time passes by sleeping alone. */
export function sessionOf(directory: Directory, more: Partial<Session> = {}): Session & { messages: string[] } {
  let now = 0;
  const messages: string[] = [];
  return {
    platform,
    directory,
    context: {
      clock: {
        now: () => now,
        sleep: async (ms) => {
          now += ms;
        },
      },
      log: { info: (message) => void messages.push(message), warn: (message) => void messages.push(message) },
      random: () => 0,
      environment: {},
    },
    claims: new Claims(),
    brake: new Brake(10, "roster:lab.maxRemovals"),
    readOnly: false,
    timeout: 60_000,
    canImport: false,
    messages,
    ...more,
  };
}
