import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { FaultPlan } from "./faults";
import { FaultRule } from "./faults";
import type { RequestLog } from "./request-log";

/** What the control surface shows of a vendor. */
export interface Controlled {
  accounts(): readonly unknown[];
  expireToken(): void;
}

/** What the control surface reaches. */
interface ControlTargets {
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  readonly controlled: Controlled;
}

const Rules = z.union([z.array(FaultRule), z.object({ rules: z.array(FaultRule) }), FaultRule]);

function send(reply: FastifyReply, status: number, body: unknown): void {
  reply.code(status).header("content-type", "application/json").send(JSON.stringify(body));
}

function parseRules(text: unknown): { rules: FaultRule[] } | { error: string } {
  let json: unknown;
  try {
    json = JSON.parse(typeof text === "string" ? text : "");
  } catch {
    return { error: "the body is not JSON" };
  }
  const parsed = Rules.safeParse(json);
  if (!parsed.success) return { error: z.prettifyError(parsed.error) };
  return { rules: "rules" in parsed.data ? parsed.data.rules : [parsed.data].flat() };
}

/**
 * The sandbox's own addresses, for use from another process; never logged, limited or hit by faults.
 *
 * - GET /_sandbox/requests answers `{requests, counts}`; DELETE forgets them.
 * - GET /_sandbox/accounts answers `{accounts}`, write-only values included.
 * - POST /_sandbox/faults takes a rule, a list of rules or `{rules}`, with `path` as a pattern's source;
 *   GET answers `{faults}` with how often each has struck; DELETE removes all.
 * - POST /_sandbox/expire-token refuses every token issued so far.
 */
export function addControlRoutes(app: FastifyInstance, { log, faults, controlled }: ControlTargets): void {
  app.get("/_sandbox/requests", (_request, reply) => send(reply, 200, { requests: log.entries, counts: log.counts() }));
  app.delete("/_sandbox/requests", (_request, reply) => {
    log.clear();
    send(reply, 200, {});
  });
  app.get("/_sandbox/accounts", (_request, reply) => send(reply, 200, { accounts: controlled.accounts() }));
  app.get("/_sandbox/faults", (_request, reply) => {
    const shown = faults.report().map(({ rule, struck }) => {
      const path = rule.path instanceof RegExp ? rule.path.source : rule.path;
      return { rule: { ...rule, path }, struck };
    });
    send(reply, 200, { faults: shown });
  });
  app.post("/_sandbox/faults", (request, reply) => {
    const parsed = parseRules(request.body);
    if ("error" in parsed) return send(reply, 400, { error: parsed.error });
    faults.add(...parsed.rules);
    return send(reply, 200, { added: parsed.rules.length });
  });
  app.delete("/_sandbox/faults", (_request, reply) => {
    faults.clear();
    send(reply, 200, {});
  });
  app.all("/_sandbox/*", (_request, reply) => send(reply, 404, { error: "the sandbox has no such address" }));
  app.post("/_sandbox/expire-token", (_request, reply) => {
    controlled.expireToken();
    send(reply, 200, {});
  });
}
