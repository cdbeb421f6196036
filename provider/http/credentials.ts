import type { Clock } from "../core/context.js";

/** Where a request's token comes from. */
export interface Credentials {
  /** The token to send now. */
  token(): Promise<string>;
  /** Called after a 401 with the token that was refused; false: there is no other one to try. */
  renew(refused: string): Promise<boolean>;
  /** Everything that must not show in a message. */
  secrets(): readonly string[];
}

/** A token that was issued by hand and can't be renewed. */
export function fixedToken(token: string): Credentials {
  return { token: async () => token, renew: async () => false, secrets: () => [token] };
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
 * A token from a token endpoint: fetched once for all requests that wait for it, and again when it is about to
 * expire or was refused.
 *
 * @param fetch gets a grant; throws UnauthenticatedError where the endpoint refuses
 * @param secrets the client's own secrets
 */
export function grantedToken(fetch: () => Promise<Grant>, clock: Clock, secrets: readonly string[]): Credentials {
  const issued: string[] = [];
  let current: { readonly token: string; readonly until: number } | undefined;
  let pending: Promise<string> | undefined;
  const refresh = (): Promise<string> => {
    pending ??= fetch()
      .then(({ token, expiresIn }) => {
        if (!issued.includes(token)) issued.push(token);
        current = { token, until: clock.now() + Math.max(expiresIn * 1000 - EARLY, expiresIn * 500) };
        return token;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  return {
    token: async () => (current && clock.now() < current.until ? current.token : refresh()),
    renew: async (refused) => {
      // Another request may have renewed it meanwhile.
      if (current?.token === refused) current = undefined;
      await (current ?? refresh());
      return true;
    },
    secrets: () => [...secrets, ...issued],
  };
}
