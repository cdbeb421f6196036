import { randomUUID } from "node:crypto";
import type { Finding, Probes } from "../../core/contract/probes.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import type { Reply } from "../../http/reply.js";
import { bodyOf } from "../../http/reply.js";
import { isPerson } from "./convert.js";
import { isEmptyList, isMissing, succeeded } from "./errors.js";
import { filterIgnoresCase } from "./logins.js";
import { LARGE_PAGE } from "./pages.js";
import { Paged, UsersPage } from "./wire.js";

/** A page with more rows than this is as large as was asked for. */
const SHORT_PAGE = 50;
const NOBODY: Finding = { untold: "nobody is listed" };

/** What reading tells of a tenant. */
export function looks(http: HttpClient): Probes["looks"] {
  const list = (query: Readonly<Record<string, string | number>>, name = "users") =>
    http.request({ method: "GET", path: `/${name}`, query });
  const page = async (query: Readonly<Record<string, string | number>> = {}) => {
    const reply = await list({ limit: SHORT_PAGE, offset: 0, ...query });
    return isEmptyList(reply) ? [] : bodyOf(UsersPage, succeeded(reply)).users;
  };
  return {
    missing: async () => {
      const reply = await http.request({ method: "GET", path: `/users/${randomUUID()}` });
      if (!isMissing(reply)) return { untold: `an id that nobody has is answered ${reply.status} in an unknown shape` };
      return { variant: reply.status === 404 ? "not-found" : "bad-request" };
    },
    "answer-age": async () => {
      const [user] = await page();
      if (user === undefined) return NOBODY;
      return { variant: user.group_strings === undefined ? "older" : "newer" };
    },
    "empty-lists": async () => {
      const users = shapeOf(await list({ login: randomUUID() }));
      const roles = shapeOf(await list({ user_id: randomUUID() }, "user_roles"));
      if (users === undefined || roles === undefined)
        return { untold: "an empty list is answered in an unknown shape" };
      return { variant: users === roles ? users : "mixed" };
    },
    "page-size": async () => {
      const reply = await list({ limit: LARGE_PAGE, offset: 0 });
      if (isEmptyList(reply)) return NOBODY;
      if (reply.status === 400) return { variant: "refused" };
      const { length } = bodyOf(UsersPage, succeeded(reply)).users;
      if (length > SHORT_PAGE) return { variant: "large" };
      const next = await page({ offset: length });
      return next.length > 0 ? { variant: "short" } : { untold: `there are no more than ${length} users` };
    },
    offsets: async () => {
      const [[first], [next]] = [await page({ limit: 1 }), await page({ limit: 1, offset: 1 })];
      if (first === undefined || next === undefined) return NOBODY;
      return { variant: first.id === next.id ? "1" : "0" };
    },
    metadata: async () => {
      const reply = await list({ limit: 1, offset: 0, metadata: "true" });
      if (isEmptyList(reply)) return NOBODY;
      return { variant: typeof bodyOf(Paged, succeeded(reply))._metadata?.total === "number" ? "told" : "not-told" };
    },
    "status-filter": async () => {
      const [user] = await page();
      if (user === undefined) return NOBODY;
      const other = user.status === "Disabled" ? "Active" : "Disabled";
      const understood = async (name: string) => (await page({ [name]: other })).every(({ id }) => id !== user.id);
      if (await understood("user_status")) return { variant: "user_status" };
      return (await understood("status")) ? { variant: "status" } : { untold: "neither filter is understood" };
    },
    "login-filter": async () => {
      const ignored = await filterIgnoresCase(http);
      if (ignored === undefined) return { untold: "nobody has a login with letters" };
      return { variant: ignored ? "ignored" : "minded" };
    },
    "other-types": async () => {
      const users = await page({ limit: 100 });
      if (users.length === 0) return NOBODY;
      return { variant: users.every(isPerson) ? "unlisted" : "listed" };
    },
  };
}

/** The variant of an empty list's answer; undefined where it is none. */
function shapeOf(reply: Reply): string | undefined {
  if (isEmptyList(reply)) return `error-${reply.status}`;
  const rows = isRecord(reply.body) ? Object.values(reply.body).find(Array.isArray) : undefined;
  return reply.status === 200 && rows?.length === 0 ? "array" : undefined;
}
