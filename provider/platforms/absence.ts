import { isRecord } from "../core/model/value.js";

/** What servers, gateways and frameworks put into an error of their own, and none of these vendors does. */
const OF_OTHERS = ["timestamp", "path", "type", "instance", "statusCode", "detail", "trace", "traceId", "requestId"];
const NOT_THERE =
  /\bnot found\b|^no\b.*\bfound\b|^no such\b|\b(couldn['’]?t|can['’]?t|(could|can) ?not) (be found|find)\b|\bdoes(n['’]?t| not) exist\b/i;
/** Whoever speaks of these says that an address is wrong, and nothing of anybody. */
const ADDRESS =
  /\b(urls?|uris?|routes?|paths?|pages?|endpoints?|address(es)?|resources?|services?|methods?|servers?)\b/i;

/**
 * Whether a sentence says of somebody or something by its kind that it is not there. "Not Found" alone is what any server
 * says of an address that it doesn't know, and proves nobody's absence.
 *
 * @param text cut to a length that patterns can stand
 * @param kinds what the vendor may mean: users, records
 */
export function saysMissing(text: string, kinds: RegExp): boolean {
  return NOT_THERE.test(text) && kinds.test(text) && !ADDRESS.test(text);
}

/** Whether an error is in the form of something that stands in front of the vendor, or of a framework around it. */
export function isOfOthers(body: unknown): boolean {
  return isRecord(body) && (typeof body["status"] === "number" || OF_OTHERS.some((name) => Object.hasOwn(body, name)));
}
