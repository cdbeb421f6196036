import { withHiddenShown } from "../messages/hidden-characters.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { pathText } from "../model/value.js";

/** One word a cause; tests and adapters compare codes, never texts. */
export type ErrorCode =
  | "invalid-arguments"
  | "configuration"
  | "unauthenticated"
  | "permission-denied"
  | "not-found"
  | "already-exists"
  | "inactive-exists"
  | "ambiguous"
  | "differs"
  | "rejected"
  | "partly-rejected"
  | "rate-limited"
  | "unreachable"
  | "unavailable"
  | "uncertain"
  | "protocol"
  | "internal"
  | "too-large"
  | "not-converged"
  | "overdue"
  | "foreign-tenant"
  | "claimed"
  | "removal-limit"
  | "not-empty"
  | "read-only"
  | "people"
  | "partial"
  | "cancelled";

/** Base of every error this provider throws on purpose. The message says what to do next. */
export abstract class RosterError extends Error {
  abstract readonly code: ErrorCode;
  /** The dynamic host prints an error and then its stack: here that is the class, and not the message once more. */
  constructor(message: string, options?: ErrorOptions) {
    // Vendors' texts and ids stand in messages, which end up on terminals.
    super(withHiddenShown(message), options);
    this.name = new.target.name;
    this.stack = this.name;
  }
}

/** Arguments that can't be declared; every refusal names its property. */
export class InvalidArgumentsError extends RosterError {
  readonly code = "invalid-arguments";
  constructor(readonly issues: readonly ValidationIssue[]) {
    super(issues.map((refusal) => `${pathText(refusal.path)}: ${refusal.reason}`).join("; "));
  }
}

/** Missing, malformed or contradictory configuration, found before any call. */
export class ConfigurationError extends RosterError {
  readonly code = "configuration";
}

/** The vendor does not accept the credentials. */
export class UnauthenticatedError extends RosterError {
  readonly code = "unauthenticated";
}

/** The credentials are good and may not do this. */
export class PermissionDeniedError extends RosterError {
  readonly code = "permission-denied";
}

/** The account that a resource stands for is no longer there. */
export class NotFoundError extends RosterError {
  readonly code = "not-found";
}

/**
 * An active account with the same natural key is there and adoption was not asked for. Its id is in `account`: an error
 * with an `id` would be a half-made resource to Pulumi's dynamic host.
 */
export class AlreadyExistsError extends RosterError {
  readonly code = "already-exists";
  constructor(
    message: string,
    readonly account: string,
  ) {
    super(message);
  }
}

/** An inactive account with the same natural key is there and adoption was not asked for. */
export class InactiveExistsError extends RosterError {
  readonly code = "inactive-exists";
  constructor(
    message: string,
    readonly account: string,
  ) {
    super(message);
  }
}

/** Several accounts answer to one natural key. */
export class AmbiguousError extends RosterError {
  readonly code = "ambiguous";
}

/** `adopt: "identical"` met an account that is not as declared. */
export class DiffersError extends RosterError {
  readonly code = "differs";
  constructor(
    message: string,
    readonly account: string,
  ) {
    super(message);
  }
}

/** The vendor understood the request and refused its content; nothing was changed by it. */
export class RejectedError extends RosterError {
  readonly code = "rejected";
  constructor(
    message: string,
    /** The properties that the vendor named, in the argument's names. */
    readonly properties: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Some systems behind the vendor's interface did not take a write that others carried out, and no read shows that. */
export class PartlyRejectedError extends RosterError {
  readonly code = "partly-rejected";
  constructor(
    message: string,
    /** Those that did not take it, by the vendor's names; never empty. */
    readonly systems: readonly string[],
    /** The properties that the vendor named, in the argument's names. */
    readonly properties: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Still too many requests after every retry. */
export class RateLimitedError extends RosterError {
  readonly code = "rate-limited";
}

/** No connection could be made, so nothing was sent. */
export class UnreachableError extends RosterError {
  readonly code = "unreachable";
}

/** The vendor answers, and fails: 5xx after every retry of a request that may be repeated. */
export class UnavailableError extends RosterError {
  readonly code = "unavailable";
  constructor(
    message: string,
    cause?: unknown,
    /** The last answer's status; undefined where there was none. */
    readonly status?: number,
  ) {
    super(message, { cause });
  }
}

/** A write that must not be repeated went out, and its answer was lost, broken or a 5xx: it may have happened. */
export class UncertainError extends RosterError {
  readonly code = "uncertain";
}

/** An answer that is not what this vendor's interface promises. */
export class ProtocolError extends RosterError {
  readonly code = "protocol";
}

/** A mistake in this package. `cause` has where it was made, which is for its developers and not shown. */
export class InternalError extends RosterError {
  readonly code = "internal";
  constructor(message: string, options?: ErrorOptions) {
    super(`internal error: ${message}`, options);
  }
}

/** The error itself, where it was thrown on purpose. */
export function rosterErrorOf(error: unknown): RosterError {
  return error instanceof RosterError ? error : new InternalError(String(error), { cause: error });
}

/** An answer with more in it than `maxResponseBytes` allows: it was not read to its end, and is not asked for again. */
export class ResponseTooLargeError extends RosterError {
  readonly code = "too-large";
}

/** The vendor accepted a write and doesn't show it within the time given. */
export class NotConvergedError extends RosterError {
  readonly code = "not-converged";
  constructor(
    message: string,
    /** Property paths of what is missing still, or there still. */
    readonly missing: readonly string[],
  ) {
    super(message);
  }
}

/** The time is over that the resource grants an operation. The message says whether the last request may have been carried out. */
export class OverdueError extends RosterError {
  readonly code = "overdue";
}

/** The resource belongs to another account or instance of the vendor than the one configured. */
export class ForeignTenantError extends RosterError {
  readonly code = "foreign-tenant";
}

/** Another resource of this run manages the account. */
export class ClaimedError extends RosterError {
  readonly code = "claimed";
}

/** One more removal than `maxRemovals` allows. */
export class RemovalLimitError extends RosterError {
  readonly code = "removal-limit";
}

/** Something that holds others is to be deleted, and is not empty. */
export class NotEmptyError extends RosterError {
  readonly code = "not-empty";
}

/** A write was asked for under `readOnly: true`. */
export class ReadOnlyError extends RosterError {
  readonly code = "read-only";
}

/** The run was cancelled between two calls; what was already done stays done. */
export class CancelledError extends RosterError {
  readonly code = "cancelled";
}

/** Some people of a set could not be brought to what is declared. The message names each by key, with its reason. */
export class PeopleError extends RosterError {
  readonly code = "people";
  constructor(
    message: string,
    /** Why, by key. */
    readonly failures: ReadonlyMap<string, RosterError>,
  ) {
    super(message);
  }
}

/**
 * The account exists under `id`, and something after that failed. `outputs` is the whole last-known output, so the
 * engine keeps the resource and the next run goes on from there.
 */
export class PartialError extends RosterError {
  readonly code = "partial";
  constructor(
    readonly id: string,
    readonly outputs: Readonly<Record<string, unknown>>,
    override readonly cause: RosterError,
  ) {
    super(cause.message);
  }
}
