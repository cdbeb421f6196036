import { createHash } from "node:crypto";

/** Knuth's multiplier for 64-bit linear congruential generators, as the algorithm's authors use it. */
const MULTIPLIER = 2_862_933_555_777_941_757n;
const TWO_TO_31 = 2 ** 31;

/**
 * The shard of a person, where a roster is divided over several stacks: always the same one for the same key and
 * number of shards, on every machine. Shards are even. Whoever joins or leaves moves nobody else; one shard more takes
 * its share from all others, and everyone else stays where they are.
 *
 * Jump consistent hash (Lamping and Veach, 2014) over the first 64 bits of the key's SHA-256.
 *
 * @param key what never changes about a person: the key in the roster, rather than an address
 * @param shards how many there are, a whole number of 1 or more
 * @returns 0 to `shards` - 1
 * @throws RangeError where `shards` is something else
 */
export function shardOf(key: string, shards: number): number {
  if (!Number.isSafeInteger(shards) || shards < 1) {
    throw new RangeError(`shards must be a whole number of 1 or more, not ${shards}`);
  }
  let state = createHash("sha256").update(key, "utf8").digest().readBigUInt64BE();
  let shard = 0;
  for (let next = 0; next < shards; ) {
    shard = next;
    state = BigInt.asUintN(64, state * MULTIPLIER + 1n);
    next = Math.floor((shard + 1) * (TWO_TO_31 / (Number(state >> 33n) + 1)));
  }
  return shard;
}
