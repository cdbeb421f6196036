import type { Random } from "./prng";
import { hex } from "./prng";

/** The access tokens of one emulator. */
export interface Tokens {
  /** A valid token: the last one issued, or a new one if that has expired. */
  current(): string;
  /** A token for a client that asks for one; `expiresIn` in seconds. */
  issue(): { token: string; expiresIn: number };
  accepts(token: string | undefined): boolean;
  /** Every token issued so far is refused from now on. */
  expireAll(): void;
}

export interface TokenOptions {
  /** Lifetime in seconds; Infinity for keys that don't expire by themselves. */
  readonly seconds: number;
  /** True: asking early returns the same token. False: each request makes another one. */
  readonly reuse: boolean;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createTokens({ seconds, reuse, random, now }: TokenOptions): Tokens {
  const expiries = new Map<string, number>();
  let last = make();

  function make(): string {
    const token = hex(random, 32);
    expiries.set(token, now() + seconds * 1000);
    return token;
  }
  const accepts = (token: string | undefined) => token !== undefined && (expiries.get(token) ?? 0) > now();
  function current(): string {
    if (!accepts(last)) last = make();
    return last;
  }

  return {
    current,
    issue() {
      last = reuse ? current() : make();
      return { token: last, expiresIn: Math.round(((expiries.get(last) ?? now()) - now()) / 1000) };
    },
    accepts,
    expireAll: () => expiries.clear(),
  };
}
