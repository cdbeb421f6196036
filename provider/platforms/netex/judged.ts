import { ProtocolError, UnavailableError, UncertainError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import type { Reply } from "../../http/reply.js";
import type { Naming } from "../rejection.js";
import { judge, TITLE, type Verdict } from "./judge.js";

const warned = new WeakSet<HttpClient>();

/** Judges the answer to a write. Where it names no platform, a warning says what that means, once a run. */
export function judged(http: HttpClient, reply: Reply, alsoDone?: readonly number[], named?: Naming): Verdict {
  const verdict = judge(reply, alsoDone, named);
  if (verdict.isUntold && !warned.has(http)) {
    warned.add(http);
    http.options.context.log.warn(
      `${TITLE} answers a write and names none of its platforms. What a read shows is proven, and that is what management has; ` +
        "what another platform lacks can be seen nowhere. Whoever leaves may still be active there: look by hand",
    );
  }
  return verdict;
}

/** The same of a creation. Throws UncertainError where the answer tells of no outcome, as there may be something by now. */
export function judgedCreation(http: HttpClient, reply: Reply, named?: Naming): Verdict {
  try {
    return judged(http, reply, [201], named);
  } catch (error) {
    const isOpen = error instanceof UnavailableError || (error instanceof ProtocolError && reply.status < 300);
    throw isOpen ? new UncertainError(error.message, { cause: error }) : error;
  }
}
