import {
  NotFoundError,
  PartlyRejectedError,
  PermissionDeniedError,
  ProtocolError,
  RejectedError,
  UnauthenticatedError,
  UnavailableError,
} from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import { isOfOthers, saysMissing } from "../absence.js";
import { adviceFor, type Naming, rejection, saysTaken } from "../rejection.js";
import { propertyNamedIn } from "./convert.js";
import { Envelope, ErrorDocument, type PlatformResult } from "./wire.js";

export const TITLE = "Netex learningCloud";

const DONE = [200, 204];
const QUEUED = 202;
/** What the vendor may mean, where it says that something is not there. */
const RECORDS = /\b(users?|groups?)\b/i;
/** Netex has six platforms; more than these are not told. */
const MOST_TOLD = 20;

/** How far a write got: stored on every platform, or accepted and still to be seen in a read. */
export interface Verdict {
  readonly outcome: "done" | "accepted";
  /** Set where the answer names no platform, so that what one of them lacks can't be seen. */
  readonly isUntold?: true;
  /** Where the resultant resource is, if the answer tells. */
  readonly location?: string | undefined;
  /** Set where a platform failed and others did not: the write is neither done nor undone. */
  readonly failure?: PartlyRejectedError;
}

/**
 * Judges the answer to a write. HTTP 200 is no success here: the envelope's own status and that of each platform
 * decide. Throws where nothing was carried out.
 *
 * @param alsoDone further statuses that mean success for this write, as 404 for a platform that had nothing to delete
 * @param named which argument a refusal is about
 */
export function judge(reply: Reply, alsoDone: readonly number[] = [], named: Naming = namedOfUser): Verdict {
  const header = reply.headers["location"];
  const envelope = envelopeOf(reply);
  if (!envelope) {
    if (reply.status >= 300) throw refusalOf(reply, reply.status, plainText(reply), named);
    const isBare = reply.body === undefined && reply.status !== 200;
    if (!isBare) bodyOf(Envelope, reply);
    return { outcome: "accepted", isUntold: true, location: header };
  }
  const isDone = (result: PlatformResult) => {
    if (result.status === 404) return alsoDone.includes(404) && hasNobody(result);
    return DONE.includes(result.status) || alsoDone.includes(result.status);
  };
  const platforms = Object.entries(envelope.responsePlatforms ?? {});
  const isFailed = ([, result]: (typeof platforms)[number]) => !isDone(result) && result.status !== QUEUED;
  const failed = platforms.filter(isFailed);
  const general = generalStatus(reply, envelope);
  const isRefused = general !== QUEUED && general !== 201 && !DONE.includes(general);
  const location = envelope.location ?? header;
  if (!isRefused && failed.length === 0) {
    if (platforms.length === 0) return { outcome: "accepted", isUntold: true, location };
    const isProven = general !== QUEUED && platforms.every(([, result]) => isDone(result));
    return { outcome: isProven ? "done" : "accepted", location };
  }
  const texts = failed
    .slice(0, MOST_TOLD)
    .map(([name, { status, message }]) => `${name}: ${message || "no reason given"} (${status})`);
  if (failed.length === platforms.length) {
    if (isRefused) throw refusalOf(reply, general, [envelope.message, ...texts].filter(Boolean).join("; "), named);
    throw new RejectedError(
      `${quoted(reply, texts)}. ${TITLE} carried ${reply.request} out on no platform. ${adviceFor(...texts)}`,
      properties(texts, named),
    );
  }
  const reasons = isRefused ? [`${envelope.message || "no reason given"} (${general})`, ...texts] : texts;
  const rest = platforms
    .filter((platform) => !failed.includes(platform))
    .slice(0, MOST_TOLD)
    .map(([name]) => name);
  const lacking = failed.slice(0, MOST_TOLD).map(([name]) => reply.quote(name));
  const systems = lacking.length > 0 ? lacking.sort() : [TITLE];
  const message =
    `${quoted(reply, reasons)}. ${TITLE} carried ${reply.request} out on ${quoted(reply, rest, ", ")} all the same, and ` +
    "that stays. Run again to send it once more";
  return {
    outcome: "accepted",
    location,
    failure: new PartlyRejectedError(message, systems, properties(reasons, named)),
  };
}

/** How far a write got, or the failure of a platform. */
export function reachOf({ outcome, failure }: Verdict): Verdict["outcome"] {
  if (failure) throw failure;
  return outcome;
}

/** The answer to a read; undefined is a 404 in this vendor's own shape. Everything else that is no success throws. */
export function found(reply: Reply): Reply | undefined {
  const envelope = envelopeOf(reply);
  const status = envelope ? generalStatus(reply, envelope) : reply.status;
  if (status < 300) return reply;
  if (isMissing(reply)) return undefined;
  throw refusalOf(reply, status, envelope?.message ?? plainText(reply));
}

/** A 404 counts as absence in the envelope, or in a sentence alone that says who is not there: a wrong address answers 404 as well. */
export function isMissing(reply: Reply): boolean {
  const envelope = envelopeOf(reply);
  // Its envelope always has the platforms; other servers' errors have a status, and may have a location.
  if (envelope?.responsePlatforms !== undefined) return generalStatus(reply, envelope) === 404;
  return reply.status === 404 && !isOfOthers(reply.body) && saysMissing(excerpt(plainText(reply)), RECORDS);
}

/** Nobody is there to switch off or to delete, as the platform says, or gives no other reason for its 404. */
function hasNobody({ message }: PlatformResult): boolean {
  return !message || saysMissing(excerpt(message), RECORDS);
}

function envelopeOf(reply: Reply): Envelope | undefined {
  return Envelope.safeParse(reply.body).data;
}

function generalStatus(reply: Reply, envelope: Envelope): number {
  return reply.status >= 300 ? reply.status : envelope.status;
}

function plainText(reply: Reply): string {
  return ErrorDocument.safeParse(reply.body).data?.message ?? "";
}

/** The error that a status means. */
function refusalOf(reply: Reply, status: number, text: string, named: Naming = propertyNamedIn): Error {
  const said = `${TITLE} answers ${status} to ${reply.request}: ${text === "" ? "no reason given" : reply.quote(text)}`;
  if (status === 401)
    return new UnauthenticatedError(`${said}. Check roster:netex.token; Netex shows it under Your account`);
  if (status === 403) return new PermissionDeniedError(`${said}. The token's user needs the management role admin`);
  if (isMissing(reply)) return new NotFoundError(said);
  if (status >= 500) return new UnavailableError(`${said}. Run again later`);
  if (status === 404 || status < 400) {
    return new ProtocolError(
      `${said}. This is not how its web services answer; check roster:netex.url, which ends in /integration/ws/management/rest as a rule`,
    );
  }
  return rejection(said, [text], properties([text], named));
}

/** Netex says of a name that is taken that the user exists, and names no field. */
function namedOfUser(sentence: string): string | undefined {
  return propertyNamedIn(sentence) ?? (saysTaken(sentence) ? "username" : undefined);
}

function properties(texts: readonly string[], named: Naming): readonly string[] {
  return [...new Set(texts.flatMap((text) => named(text) ?? []))];
}

function quoted(reply: Reply, texts: readonly string[], separator = "; "): string {
  return texts.map((text) => reply.quote(text)).join(separator);
}
