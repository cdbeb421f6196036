import type { UpdateRequest } from "../contract/connector.js";
import { comparableKey } from "../contract/declaration.js";
import { ProtocolError } from "../contract/errors.js";
import { type Capabilities, NOUNS } from "../contract/kind.js";

/**
 * Refuses an answer about another account than the one that was asked about: nothing in it may be taken for that one's.
 *
 * @param record what messages call it
 */
export function refuseAnother(title: string, asked: string, answered: string, record = NOUNS.user.record): void {
  if (answered === asked) return;
  throw new ProtocolError(
    `${title} answers a call about ${record} ${asked} with ${record} ${answered}, so nothing is taken from that answer. ` +
      `Run again; if it stays so, something between here and there mixes answers up, or this is not the ${record}'s own id`,
  );
}

/**
 * Refuses to compute a write from a read that shows the account under a natural key that it isn't known by: the read may be
 * about somebody else, or spoilt on its way, and all of it would be written. Where the key itself changes, both are known.
 *
 * @param shown the natural key in the read
 */
export function refuseRenamed(
  kind: Pick<Capabilities, "naturalKey" | "attributes"> & { readonly title: string; readonly record?: string },
  { id, changes, desired }: Pick<UpdateRequest, "id" | "changes" | "desired">,
  shown: unknown,
): void {
  const { naturalKey, title, record = NOUNS.user.record } = kind;
  const before = changes.filter(({ path }) => path[0] === naturalKey).map(({ from }) => from);
  const known = [desired.attributes[naturalKey], ...before].filter((key) => typeof key === "string");
  if (known.length === 0) return;
  const keys = known.map((key) => comparableKey(kind, key));
  if (typeof shown === "string" && keys.includes(comparableKey(kind, shown))) return;
  throw new ProtocolError(
    `${naturalKey}: ${title} shows ${record} ${id} with another ${naturalKey} than this resource knows, or with none. Nothing was written. ` +
      "Run a refresh, look at who it is, and run up again",
  );
}
