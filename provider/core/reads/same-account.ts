import { ProtocolError } from "../contract/errors.js";

/** Refuses an answer about another account than the one that was asked about: nothing in it may be taken for that one's. */
export function refuseAnother(title: string, asked: string, answered: string): void {
  if (answered === asked) return;
  throw new ProtocolError(
    `${title} answers a call about account ${asked} with account ${answered}, so nothing is taken from that answer. ` +
      "Run again; if it stays so, something between here and there mixes answers up, or this is not the account's own id",
  );
}
