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

const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/** The n-th page of a list at a server that doesn't count: these, one after the other, and then empty ones. */
export function pageOf(pages: readonly (readonly unknown[] | Answer)[], nth: number): Answer {
  const shown = pages[nth - 1] ?? [];
  return Array.isArray(shown) ? { status: 200, body: { schemas: [LIST], Resources: shown } } : (shown as Answer);
}

/** By what each request for a list was filtered; null is by nothing. */
export function filtersOf(sent: readonly Sent[], endpoint: "/Users" | "/Groups"): readonly (string | null)[] {
  return sent
    .map(({ path }) => new URL(path, ORIGIN))
    .flatMap(({ pathname, searchParams }) => (pathname.endsWith(endpoint) ? [searchParams.get("filter")] : []));
}

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
