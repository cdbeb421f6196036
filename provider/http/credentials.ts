import type { Clock } from "../core/contract/context.js";
import { CancelledError, RosterError, UnauthenticatedError } from "../core/contract/errors.js";

/** Where a request's token comes from. */
export interface Credentials {
  /** The token to send now. */
  token(): Promise<string>;
  /** The newest token at hand, for a request that waited since it asked for one; undefined: none, or it was refused. */
  newest(): string | undefined;
  /** Called after an answer other than 401 with the token that it was given to. */
  accepted(token: string): void;
  /** Called after a 401 with the token that was refused; false: there is no other one to try. */
  renew(refused: string): Promise<boolean>;
  /** Everything that must not show in a message. */
  secrets(): readonly string[];
}

/** A token that was issued by hand and can't be renewed. */
export function fixedToken(token: string): Credentials {
  return {
    token: async () => token,
    newest: () => token,
    accepted: () => undefined,
    renew: async () => false,
    secrets: () => [token],
  };
}

/** An answer of a token endpoint. */
export interface Grant {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Replaces the refresh token, where the vendor rotates it. */
  readonly refreshToken?: string | undefined;
}

/**
 * Fetched again this long before it expires, in milliseconds, so that no request starts with a dying token; short-lived
 * ones at half their time.
 */
const EARLY = 30_000;

/**
 * How long a refusal stands for everybody, in milliseconds: of the client by the token endpoint, or of a renewed token
 * by the vendor. And how long another failure of the token endpoint does.
 */
const REFUSED_FOR = 60_000;
const FAILED_FOR = 2_000;

/** The newest token. */
interface Held {
  readonly token: string;
  readonly issued: number;
  /** When to fetch the next one. */
  readonly until: number;
  readonly expires: number;
  /** Whether it took the place of a token that was refused. */
  readonly isRenewal: boolean;
  isAccepted: boolean;
  isRefused: boolean;
}

/**
 * A token from a token endpoint: fetched once for all requests that wait for it, and again when it is about to
 * expire or was refused. A renewed token that is refused at once is not renewed again, and a failure of the endpoint is
 * everybody's for a while: however many requests are under way, the endpoint is asked once.
 *
 * @param fetch gets a grant; throws UnauthenticatedError where the endpoint refuses
 * @param secrets the client's own secrets
 */
export function grantedToken(fetch: () => Promise<Grant>, clock: Clock, secrets: readonly string[]): Credentials {
  const issued = new Set<string>();
  let held: Held | undefined;
  let pending: Promise<string> | undefined;
  let failure: { readonly error: RosterError; readonly until: number } | undefined;

  async function fetched(): Promise<string> {
    if (failure && clock.now() < failure.until) throw failure.error;
    const isRenewal = held?.isRefused === true;
    try {
      const { token, expiresIn, refreshToken } = await fetch();
      for (const secret of [token, refreshToken]) if (secret !== undefined) issued.add(secret);
      const [now, life] = [clock.now(), expiresIn * 1000];
      const times = { issued: now, until: now + Math.max(life - EARLY, life / 2), expires: now + life };
      held = { token, ...times, isRenewal, isAccepted: false, isRefused: false };
      failure = undefined;
      return token;
    } catch (error) {
      if (error instanceof RosterError && !(error instanceof CancelledError)) {
        const lasts = error instanceof UnauthenticatedError ? REFUSED_FOR : FAILED_FOR;
        failure = { error, until: clock.now() + lasts };
      }
      throw error;
    }
  }

  function next(): Promise<string> {
    pending ??= fetched().finally(() => {
      pending = undefined;
    });
    return pending;
  }

  return {
    token: async () => {
      const now = held;
      if (now && !now.isRefused && clock.now() < now.until) return now.token;
      return next().catch((error: unknown) => {
        // It was to be replaced early, and still has some time to live.
        if (now && !now.isRefused && clock.now() < now.expires) return now.token;
        throw error;
      });
    },
    newest: () => (held?.isRefused ? undefined : held?.token),
    accepted: (token) => {
      if (held?.token === token) held.isAccepted = true;
    },
    renew: async (refused) => {
      // Another request may have renewed it meanwhile.
      if (held?.token !== refused) return true;
      // Nobody has accepted it, and it came in the place of a refused one: the next one would fare no better.
      if (held.isRenewal && !held.isAccepted && clock.now() < held.issued + REFUSED_FOR) return false;
      held.isRefused = true;
      await next();
      // An endpoint may hand out the same token again: one more try tells whether the refusal was a passing one.
      return true;
    },
    secrets: () => [...secrets, ...issued],
  };
}
