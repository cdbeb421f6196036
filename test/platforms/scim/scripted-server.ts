import type { HttpClient } from "../../../provider/http/client";
import { type Answer, ORIGIN, type Sent, scripted } from "../../http/scripted-vendor";

const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
export const refusal = (status: number, scimType?: string): Answer => ({
  status,
  body: { schemas: [ERROR], scimType },
});
export const GONE = refusal(404);
export const NO_PAGE: Answer = { status: 404, body: {} };
export const rows = (...Resources: unknown[]): Answer => ({
  status: 200,
  body: { totalResults: Resources.length, Resources },
});

interface Asked {
  readonly call: string;
  readonly query: URLSearchParams;
  readonly sent: Sent;
  readonly nth: number;
}

/** A server that answers as a test says, and what it was asked. */
export function server(answer: (asked: Asked) => Answer) {
  const calls: string[] = [];
  const bodies: unknown[] = [];
  const { http, clock, sent } = scripted((request) => {
    const { pathname, searchParams } = new URL(request.path, ORIGIN);
    const call = `${request.method} ${pathname.replace("/api", "")}`;
    calls.push(call);
    if (request.body) bodies.push(JSON.parse(request.body));
    return answer({ call, query: searchParams, sent: request, nth: calls.filter((other) => other === call).length });
  });
  return {
    http,
    clock,
    calls,
    bodies,
    sent,
    ask: <T>(call: (http: HttpClient) => Promise<T>) => clock.ended(call(http)),
  };
}

/** What a server says that it can do. */
export function features(can: { readonly patch: boolean; readonly filter: boolean; readonly etag: boolean }): Answer {
  const body = Object.fromEntries(Object.entries(can).map(([name, supported]) => [name, { supported }]));
  return { status: 200, body };
}
