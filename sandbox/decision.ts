import type { Answer, Call, Route, Vendor } from "./exchange";
import { Refusal } from "./exchange";
import type { Fault } from "./faults";
import { asObject, merged } from "./json";
import type { Limiter, Verdict } from "./rates";

/** What a vendor answers to a call, with the rate limit and those faults that change the answer rather than its transport. */
export function decide(vendor: Vendor, limiter: Limiter, route: Route, call: Call): Answer {
  const verdict = route.isToken === true ? undefined : limiter.decide(call.method);
  const answer = withFault(vendor, call.fault, () => withoutFault(vendor, verdict, route, call));
  return { ...answer, headers: { ...vendor.headers(call, verdict), ...answer.headers } };
}

function withoutFault(vendor: Vendor, verdict: Verdict | undefined, route: Route, call: Call): Answer {
  if (verdict?.retryAfter !== undefined) return vendor.tooMany(vendor.retryAfter(verdict.retryAfter));
  const refused = route.isToken === true ? undefined : vendor.guard(call);
  if (refused !== undefined) return refused;
  try {
    return vendor.history.transact(() => route.handle(call));
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    return vendor.problem(500, `The emulator failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function withFault(vendor: Vendor, fault: Fault | undefined, proceed: () => Answer): Answer {
  switch (fault?.kind) {
    case "429":
      return vendor.tooMany(String(fault.retryAfter ?? 1));
    case "status": {
      if (fault.applied === true) proceed();
      const answer = vendor.problem(fault.status, "This error was asked for");
      return fault.body === undefined ? answer : { ...answer, body: fault.body };
    }
    case "lie": {
      const answer = vendor.history.pretend(proceed);
      if (fault.body === undefined || answer.status >= 400) return answer;
      // No body goes with a 204.
      const status = answer.status === 204 ? 200 : answer.status;
      // What is no document is another answer altogether, without the address of what was not made.
      if (asObject(fault.body) === undefined) return { status, body: fault.body };
      return { ...answer, status, body: merged(answer.body, fault.body) };
    }
    default:
      return proceed();
  }
}
