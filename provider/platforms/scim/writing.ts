import type { UpdateRequest } from "../../core/contract/connector.js";
import { ProtocolError, RejectedError, UnavailableError } from "../../core/contract/errors.js";
import { polled } from "../../core/lifecycle/backoff.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { type Change, getUser, patchUser, replaceUser, type Versioned, type WriteOutcome } from "./api.js";
import { attributes } from "./arguments.js";
import { needsCurrent, type PatchWay, toOperations, toReplacement } from "./changes.js";
import type { Discovery } from "./discovery.js";
import { goneError, isInability, TITLE } from "./errors.js";
import { pathOf, placeOf } from "./places.js";
import type { PatchOperation } from "./wire.js";

type Wanted = Pick<UpdateRequest, "id" | "changes" | "desired" | "addOnly">;
/** A PUT of the whole account, which leaves out what is to be empty or sends it as empty. */
type PutWay = "account" | "account with empty values";
type Way = PatchWay | PutWay;

/**
 * Changes accounts, in the way that a server can: a PATCH of the fewest operations, a PATCH of whole values, or a PUT of
 * the whole account, whose empty attributes are left out or, where they stay then, sent as such. Each way is computed from
 * what the account shows then, so that the next one is safe after an answer that leaves open what was done. What a server
 * has refused once is not tried again in a run.
 */
export class Writing {
  /** How the attributes that are changed together are written, where the first way failed. */
  readonly #ways = new Map<string, Way>();
  /** Whether the server has said that PATCH is not allowed. */
  #hasNoPatch = false;
  /** Attributes of which a removal was seen to work. */
  readonly #removable = new Set<string>();

  constructor(
    readonly http: HttpClient,
    readonly discovery: Discovery,
    /** How long a write may take to show, in milliseconds. */
    readonly visibilityTimeout: number,
  ) {}

  /** Somebody else's change in between is read, and the change is made once more on top of it. */
  async change(wanted: Wanted): Promise<"done" | "missing"> {
    for (let tries = 1; tries <= 2; tries++) {
      const outcome = await this.#try(wanted, tries > 1);
      if (outcome !== "stale") return outcome;
    }
    throw new RejectedError(
      `account ${wanted.id} was changed by somebody else, twice, while this change was on its way to the ${TITLE} server (412). Nothing was overwritten; run again`,
    );
  }

  async #try(wanted: Wanted, isAgain: boolean): Promise<WriteOutcome> {
    const { id, changes } = wanted;
    const { patch, etag } = await this.discovery.features();
    const subject = [...new Set(changes.map(({ path }) => pathOf(placeOf(path.slice(0, 1)))))].sort().join();
    const known = patch && !this.#hasNoPatch ? (this.#ways.get(subject) ?? "operations") : "account";
    const isRead = isAgain || etag || known !== "operations" || needsCurrent(wanted);
    let current = isRead ? await getUser(this.http, id) : null;
    const tried = new Set<string>();
    let failure: UnavailableError | undefined;
    for (const way of waysFrom(known)) {
      if (current === undefined) return "missing";
      const by = isPut(way) ? way : this.#operations(wanted, current, way);
      // A write whose every answer failed and that shows all the same is kept, and the run says what it met.
      if (by.length === 0 && failure) throw failure;
      if (by.length === 0) return "done";
      const text = JSON.stringify(by);
      if (by === "unsupported" || tried.has(text)) continue;
      tried.add(text);
      const outcome = await this.#write(wanted, current, subject, by);
      if (outcome === "done") this.#ways.set(subject, way);
      if (outcome === "done" || outcome === "missing" || outcome === "stale") return outcome;
      if (outcome instanceof UnavailableError) failure = outcome;
      if (outcome === "disallowed") this.#hasNoPatch = true;
      current = await getUser(this.http, id);
    }
    throw failure ?? new ProtocolError(`${TITLE} server can't change account ${id} by PATCH or PUT`);
  }

  #operations(wanted: Wanted, current: Versioned | null, way: PatchWay): readonly PatchOperation[] | "unsupported" {
    if (this.#hasNoPatch) return "unsupported";
    if (current && needsCurrent(wanted)) refuseUnknownName(wanted, current);
    return toOperations(wanted, current?.user, way);
  }

  /** One PATCH of these operations, or one PUT. */
  async #write(
    wanted: Wanted,
    current: Versioned | null,
    subject: string,
    by: readonly PatchOperation[] | PutWay,
  ): Promise<Change | UnavailableError> {
    const outcome = isPut(by)
      ? await this.#replace(wanted, current, by)
      : await patchUser(this.http, wanted.id, by, current?.version).catch(ifFailing);
    // What stays after the last way is an error of the read that follows each write.
    if (outcome !== "done" || by === "account with empty values") return outcome;
    const meant = by === "account" ? toOperations(wanted, current?.user, "values") : by;
    return (await this.#hasRemoved(wanted, subject, meant)) ? "done" : "refused";
  }

  async #replace(wanted: Wanted, current: Versioned | null, way: PutWay): Promise<WriteOutcome> {
    const now = current ?? (await getUser(this.http, wanted.id));
    if (now === undefined) return "missing";
    const replacement = (read: Versioned) => {
      refuseUnknownName(wanted, read);
      return toReplacement(wanted, read.user, way === "account" ? "left out" : "sent");
    };
    const again = async () => {
      const since = await getUser(this.http, wanted.id);
      if (since === undefined) throw goneError(wanted.id);
      return replacement(since);
    };
    const merged = { readAt: this.http.options.context.clock.now(), again };
    return replaceUser(this.http, wanted.id, replacement(now), now.version, merged);
  }

  /** Some servers answer a removal, or a PUT without it, as done and keep what was to go: it counts when it shows, the first time. */
  async #hasRemoved(wanted: Wanted, subject: string, operations: readonly PatchOperation[]): Promise<boolean> {
    const removed = new Set(operations.filter(isRemoval).map(attributeOf));
    if (removed.size === 0 || this.#removable.has(subject)) return true;
    const { context } = this.http.options;
    const isGone = await polled(context, context.clock.now() + this.visibilityTimeout, async () => {
      const now = await getUser(this.http, wanted.id);
      const left = now === undefined ? [] : toOperations(wanted, now.user);
      return left.some((operation) => removed.has(attributeOf(operation))) ? undefined : true;
    });
    if (isGone) this.#removable.add(subject);
    return isGone === true;
  }
}

/** What a write repeats or completes was read of the account that is meant. */
function refuseUnknownName(wanted: Wanted, { user }: Versioned): void {
  refuseRenamed({ title: `${TITLE} server`, naturalKey: "userName", attributes }, wanted, user.userName);
}

/** A method that fails with 500 again and again may be what the server can't do; any other failure is its own. */
function ifFailing(error: unknown): UnavailableError {
  if (isInability(error)) return error;
  throw error;
}

/** The ways that are left, in the order in which they are tried: operations twice, as a failure is followed by a read. */
function waysFrom(known: Way): readonly Way[] {
  const ways = ["operations", "operations", "values", "account", "account with empty values"] as const;
  return ways.slice(ways.indexOf(known));
}

function isPut(by: Way | readonly PatchOperation[] | "unsupported"): by is PutWay {
  return by === "account" || by === "account with empty values";
}

function isRemoval({ op, value }: PatchOperation): boolean {
  return op === "remove" || (Array.isArray(value) && value.length === 0);
}

/** The attribute that an operation is about, without a filter in its path. */
function attributeOf({ path }: PatchOperation): string {
  return path.split("[", 1)[0] ?? path;
}
