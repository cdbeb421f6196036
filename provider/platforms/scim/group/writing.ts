import type { UpdateRequest } from "../../../core/contract/connector.js";
import { RejectedError } from "../../../core/contract/errors.js";
import { polled } from "../../../core/lifecycle/backoff.js";
import { isAbout } from "../../../core/model/change.js";
import { refuseRenamed } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import type { Change } from "../api.js";
import type { Discovery } from "../discovery.js";
import { goneError, TITLE } from "../errors.js";
import { wholeGroup } from "../whole-group.js";
import type { PatchOperation } from "../wire.js";
import { getGroup, patchGroup, replaceGroup, type Versioned } from "./api.js";
import { attributes } from "./arguments.js";
import type { WireGroup } from "./wire.js";

type Name = keyof typeof attributes;

/** Changes groups, by a PATCH or by a PUT of the whole group; what is to be empty is left out of it or, if need be, sent as null. */
export class GroupWriting {
  /** Whether the server has said that a group can't be patched. */
  #hasNoPatch = false;

  constructor(
    readonly http: HttpClient,
    readonly discovery: Discovery,
    /** How long a write may take to show, in milliseconds. */
    readonly visibilityTimeout: number,
  ) {}

  /** Somebody else's change in between is read, and the change is made once more on top of it. */
  async change(request: UpdateRequest): Promise<void> {
    const { id } = request;
    for (let tries = 1; tries <= 2; tries++) {
      const outcome = await this.#try(request);
      if (outcome === "missing") throw goneError(id, "group");
      if (outcome !== "stale") return;
    }
    throw new RejectedError(
      `group ${id} was changed by somebody else, twice, while this change was on its way to the ${TITLE} server (412). Nothing was overwritten; run again`,
    );
  }

  async #try(request: UpdateRequest): Promise<Change> {
    const { patch } = await this.discovery.features();
    if (patch && !this.#hasNoPatch) {
      const patched = await this.#patch(request);
      if (patched === "missing" || patched === "stale") return patched;
      if (patched === "disallowed") this.#hasNoPatch = true;
      if (patched === "done" && (await this.#isEmptied(request))) return "done";
    }
    const replaced = await this.#replace(request, undefined);
    // What stays after the last way is an error of the read that follows each write.
    return replaced === "done" && !(await this.#isEmptied(request)) ? this.#replace(request, null) : replaced;
  }

  async #patch(request: UpdateRequest): Promise<Change> {
    const { etag } = await this.discovery.features();
    const current = etag ? await getGroup(this.http, request.id) : undefined;
    if (etag && current === undefined) return "missing";
    if (current) refuseOther(request, current.group);
    return patchGroup(this.http, request.id, operationsOf(request), current?.version);
  }

  /**
   * The whole group with what changes: its members are those of a fresh read, which has to show that it is this group.
   *
   * @param empty what an attribute is sent as that is to be empty
   */
  async #replace(request: UpdateRequest, empty: null | undefined): Promise<Change> {
    const { id } = request;
    const current = await this.#whole(request);
    if (current === undefined) return "missing";
    const again = async (): Promise<object> => {
      const since = await this.#whole(request);
      if (since === undefined) throw goneError(id, "group");
      return replacementOf(request, since.group, empty);
    };
    const merged = { readAt: this.http.options.context.clock.now(), again };
    return replaceGroup(this.http, id, replacementOf(request, current.group, empty), current.version, merged);
  }

  /** The group with all its members, proven to be this one; a read that may not show all of them is refused. */
  async #whole(request: UpdateRequest): Promise<Versioned | undefined> {
    const { id } = request;
    const incomplete = (why: string) =>
      new RejectedError(
        `the ${TITLE} server changes only whole groups, and ${why}: a write from that read could put people out of it. ` +
          `Nothing was written. Change group ${id} at the server, and leave that out here`,
      );
    const read = await wholeGroup(this.http, this.discovery, id, incomplete);
    if (read === undefined) return undefined;
    refuseOther(request, read.group);
    return read;
  }

  /** Some servers answer a removal, or a PUT without it, as done and keep what was to go. */
  async #isEmptied(request: UpdateRequest): Promise<boolean> {
    const emptied = changedBy(request).filter((name) => isEmpty(request.desired.attributes[name]));
    if (emptied.length === 0) return true;
    const { context } = this.http.options;
    const isGone = await polled(context, context.clock.now() + this.visibilityTimeout, async () => {
      const now = await getGroup(this.http, request.id);
      return emptied.every((name) => isEmpty(now?.group[name])) ? true : undefined;
    });
    return isGone === true;
  }
}

function refuseOther(request: UpdateRequest, { displayName }: WireGroup): void {
  const title = `${TITLE} server`;
  refuseRenamed({ title, naturalKey: "displayName", attributes, record: "group" }, request, displayName);
}

function operationsOf(request: UpdateRequest): readonly PatchOperation[] {
  return changedBy(request).map((path) => {
    const value = request.desired.attributes[path];
    return isEmpty(value) ? { op: "remove", path } : { op: "replace", path, value };
  });
}

function replacementOf(request: UpdateRequest, group: WireGroup, empty: null | undefined): object {
  const { meta: _, ...kept } = group;
  const changed = changedBy(request).map((name) => [name, request.desired.attributes[name] ?? empty]);
  return { ...kept, ...Object.fromEntries(changed) };
}

function changedBy({ changes }: UpdateRequest): readonly Name[] {
  return (Object.keys(attributes) as Name[]).filter((name) => changes.some(isAbout(name)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
