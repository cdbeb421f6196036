import { RejectedError } from "../../core/contract/errors.js";
import type { Finding, Probes } from "../../core/contract/probes.js";
import type { HttpClient } from "../../http/client.js";
import { LARGE_PAGE, listUsers, PAGE, succeeded } from "./api.js";
import { addressInOtherCase, lookUp, SOME } from "./people.js";

const ORDER = { sort: "id" };
/** The last offset that the vendor takes. */
const MAX_OFFSET = 500;
/** An address that nobody has: names below `.invalid` are nobody's. */
const NOBODYS = "roster-doctor@nobody.invalid";

/** What an account is asked without a write. */
export function looks(http: HttpClient): Probes["looks"] {
  return {
    "email-lookup": () => emailLookup(http),
    "page-size": () => pageSize(http),
    paging: () => paging(http),
    headers: () => headers(http),
  };
}

async function emailLookup(http: HttpClient): Promise<Finding> {
  const { users } = await listUsers(http, SOME);
  const somebody = users.find((user) => addressInOtherCase(user) !== undefined);
  if (somebody === undefined) return { untold: "nobody is listed who could be looked up" };
  const email = somebody.attributes.email ?? "";
  const finds = async (address: string) => (await lookUp(http, address))?.some(({ id }) => id === somebody.id);
  const strangers = await lookUp(http, NOBODYS);
  if (strangers === undefined) return { variant: "refused" };
  if (strangers.length > 0) return { variant: "everybody" };
  if (await finds(email.slice(0, -1))) return { variant: "prefix" };
  if (await finds(addressInOtherCase(somebody) ?? "")) return { variant: "caseless" };
  return { variant: (await finds(email)) ? "exact" : "nobody" };
}

async function pageSize(http: HttpClient): Promise<Finding> {
  try {
    const { users, next } = await listUsers(http, { "page[limit]": String(LARGE_PAGE), ...ORDER });
    if (users.length > PAGE) return { variant: "hundred" };
    return next ? { variant: "ten-given" } : { untold: "ten people or fewer are listed" };
  } catch (error) {
    if (error instanceof RejectedError) return { variant: "ten-refused" };
    throw error;
  }
}

async function paging(http: HttpClient): Promise<Finding> {
  const one = { "page[limit]": "1", ...ORDER };
  const first = await listUsers(http, one);
  if (!first.next) return { untold: "one page holds everybody" };
  if (first.next["page[cursor]"] !== undefined) return { variant: "cursor" };
  const beyond = await listUsers(http, { "page[limit]": String(PAGE), "page[offset]": String(MAX_OFFSET), ...ORDER });
  if (beyond.users.length < PAGE) return { untold: "there are not more than five hundred people" };
  if (!beyond.next) return { variant: "offset-ends" };
  return { variant: beyond.next["page[cursor]"] === undefined ? "offset-refused" : "offset-then-cursor" };
}

async function headers(http: HttpClient): Promise<Finding> {
  const reply = await http.request({ method: "GET", path: "/account", headers: { accept: "application/json" } });
  if (reply.status === 406) return { variant: "needed" };
  succeeded(reply);
  return { variant: "lenient" };
}
