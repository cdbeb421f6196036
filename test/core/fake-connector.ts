import type { Connector, Removal, UpdateRequest, Written } from "../../provider/core/contract/connector";
import { declaredMembers } from "../../provider/core/contract/declaration";
import { type Change, isAbout } from "../../provider/core/model/change";
import type { Absent, Desired, Observed, Sections } from "../../provider/core/model/entity";
import { FLAT } from "../../provider/core/model/entity";
import { Ownership } from "../../provider/core/session/ownership";
import { RemovalLimit } from "../../provider/core/session/removal-limit";
import type { Session } from "../../provider/core/session/session";
import { applied, kind } from "./lab";

/** A vendor with one person at most, in memory. Tests overwrite its methods to make it misbehave. */
export class FakeConnector implements Connector {
  account: Observed | undefined;
  readonly calls: string[] = [];
  readonly sent: (readonly Change[])[] = [];

  async tenant(): Promise<string> {
    return "here";
  }

  async read(): Promise<Observed | Absent> {
    this.calls.push("read");
    return this.account ?? { absent: true, proof: "nobody" };
  }

  async find(): Promise<readonly Observed[]> {
    this.calls.push("find");
    return this.account ? [this.account] : [];
  }

  async create({ attributes }: Desired): Promise<Written> {
    this.calls.push("create");
    this.account = account({ ...attributes } as Observed["attributes"]);
    return { id: "9", observed: this.account };
  }

  async update({ changes, desired }: UpdateRequest): Promise<Written> {
    this.calls.push("update");
    this.sent.push(changes);
    if (!this.account) throw new Error("there is nobody to change");
    this.account = applied(this.account, changes);
    const members = declaredMembers(desired, "roles");
    if (members && changes.some(isAbout("roles"))) this.account = { ...this.account, sets: { roles: { members } } };
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

  async *pages(): AsyncIterable<readonly Observed[]> {
    if (this.account) yield [this.account];
  }

  impliedMembers?: () => Promise<Sections>;
}

export function account(attributes: Observed["attributes"], more: Partial<Observed> = {}): Observed {
  return {
    id: "9",
    active: true,
    attributes: { status: "on", ...attributes },
    sets: { roles: { members: { [FLAT]: [] } } },
    references: { manager: null },
    info: {},
    ...more,
  };
}

/** A session in which time passes by sleeping alone. */
export function sessionOf(connector: Connector, more: Partial<Session> = {}): Session & { messages: string[] } {
  let now = 0;
  const messages: string[] = [];
  return {
    kind,
    connector,
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
    ownership: new Ownership(),
    removalLimit: new RemovalLimit(10, "roster:lab.maxRemovals"),
    readOnly: false,
    timeout: 60_000,
    canImport: false,
    messages,
    ...more,
  };
}
