import { UnavailableError } from "../../core/contract/errors.js";
import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { getSchemas, getServiceProviderConfig, getUser, listUsers, patchUser, replaceUser, userPath } from "./api.js";
import { ENTERPRISE } from "./arguments.js";
import { isInability } from "./errors.js";
import { quoted } from "./places.js";
import type { PatchOperation, WireUser } from "./wire.js";

const NOBODY = "roster-doctor-looks-for-nobody@example.com";
/** What a PUT of a trial does not carry. */
const LEFT_OUT = ["meta", "groups", "displayName"];
/** Tries until a removal is taken for one that is passed over. */
const LOOKS = 3;

/** How a SCIM server is asked which variants of the assumptions it has. */
export function probes(http: HttpClient): Probes {
  return {
    looks: {
      totals: () => totals(http),
      discovery: () => discovery(http),
    },
    trials: {
      patch: (subject) => patch(http, subject),
      filters: (subject) => filters(http, subject),
      versions: async ({ id }) => ({ variant: (await getUser(http, id))?.version === undefined ? "none" : "kept" }),
      documents: (subject) => documents(http, subject),
      operations: ({ id }) => operations(http, id),
      removals: ({ id }) => removals(http, id),
      "filtered-removals": ({ id }) => filteredRemovals(http, id),
      extensions: ({ id }) => extensions(http, id),
      "single-values": ({ id }) => singleValues(http, id),
      put: ({ id }) => put(http, id),
    },
    person: (address) => ({ ...NOTHING, attributes: { userName: address, nickName: "Roster" } }),
  };
}

async function totals(http: HttpClient): Promise<Finding> {
  const page = async (startIndex: number) => {
    const reply = await http.request({ method: "GET", path: "/Users", query: { startIndex, count: 1 } });
    return isRecord(reply.body) ? reply.body : {};
  };
  const first = await page(1);
  const total = Object.entries(first).find(([name]) => name.toLowerCase() === "totalresults")?.[1];
  if (typeof total === "string") return { variant: "text" };
  if (total === undefined) return { variant: "absent" };
  if (typeof total === "number" && total > 1) return { variant: "all" };
  const { Resources } = await page(2);
  const isMore = Array.isArray(Resources) && Resources.length > 0;
  return isMore ? { variant: "page" } : { untold: "there are too few people" };
}

async function discovery(http: HttpClient): Promise<Finding> {
  const told = (await getServiceProviderConfig(http)) ?? (await getSchemas(http));
  return { variant: told === undefined ? "absent" : "shown" };
}

async function patch(http: HttpClient, { id }: Subject): Promise<Finding> {
  const change = await patchUser(http, id, [{ op: "replace", path: "nickName", value: "Doctor" }], undefined);
  if (change === "done") return { variant: "supported" };
  return { variant: (await getServiceProviderConfig(http))?.patch === true ? "claimed" : "none" };
}

async function filters(http: HttpClient, { created }: Subject): Promise<Finding> {
  const by = (userName: unknown) => ({ startIndex: 1, count: 1, filter: `userName eq ${quoted(String(userName))}` });
  const person = await listUsers(http, by(created.attributes["userName"]));
  if (person === undefined) {
    return { variant: (await getServiceProviderConfig(http))?.filter === true ? "claimed" : "none" };
  }
  const { status } = await http.request({ method: "GET", path: "/Users", query: by(NOBODY) });
  return { variant: status === 404 ? "not-found" : "supported" };
}

/** By the way in which the name of `userName` is written. */
async function documents(http: HttpClient, { id }: Subject): Promise<Finding> {
  const { body } = await http.request({ method: "GET", path: userPath(id) });
  const name = Object.keys(isRecord(body) ? body : {}).find((key) => key.toLowerCase() === "username");
  const variant = { userName: "standard", UserName: "capitals", username: "small" }[name ?? ""];
  return variant === undefined ? { untold: "the document shows no userName" } : { variant };
}

async function operations(http: HttpClient, id: string): Promise<Finding> {
  const replaced = await tried(http, id, { op: "replace", path: "nickName", value: "Doctor" });
  if (replaced.change !== "done") return NO_PATCH;
  const { change } = await tried(http, id, { op: "add", path: "displayName", value: "Roster" });
  return { variant: change === "done" ? "all" : "replace-alone" };
}

async function removals(http: HttpClient, id: string): Promise<Finding> {
  await tried(http, id, { op: "replace", path: "nickName", value: "Doctor" });
  const { change } = await tried(http, id, { op: "remove", path: "nickName" });
  if (change !== "done") return { untold: "the server refuses a removal" };
  return { variant: (await shows(http, id, ({ nickName }) => !nickName)) ? "done" : "ignored" };
}

async function filteredRemovals(http: HttpClient, id: string): Promise<Finding> {
  const emails = ["roster", "doctor"].map((name) => ({ value: `${name}@example.com`, type: name }));
  const replaced = await tried(http, id, { op: "replace", path: "emails", value: emails });
  if (replaced.change !== "done") return NO_PATCH;
  const { change, isFailed } = await tried(http, id, {
    op: "remove",
    path: `emails[value eq "${emails[1]?.value}"]`,
  });
  if (isFailed) return { variant: "fails" };
  if (change !== "done") return { variant: "refused" };
  return { variant: (await shows(http, id, (user) => addresses(user).length === 1)) ? "done" : "ignored" };
}

async function extensions(http: HttpClient, id: string): Promise<Finding> {
  const { change, isFailed } = await tried(http, id, {
    op: "replace",
    path: `${ENTERPRISE}:department`,
    value: "Roster",
  });
  if (isFailed) return { variant: "fails" };
  return change === "done" ? { variant: "made" } : { untold: "the server refuses the attribute" };
}

async function singleValues(http: HttpClient, id: string): Promise<Finding> {
  const emails = ["roster", "doctor"].map((name) => ({ value: `${name}@example.com`, type: name }));
  const { change } = await tried(http, id, { op: "replace", path: "emails", value: emails });
  const user = (await getUser(http, id))?.user;
  if (change !== "done" || user === undefined) return { untold: "the server refuses two addresses" };
  return { variant: addresses(user).length > 1 ? "all" : "one" };
}

/** Sends the account back without a text that it has. */
async function put(http: HttpClient, id: string): Promise<Finding> {
  const write = async (more: object): Promise<WireUser | undefined> => {
    const read = await getUser(http, id);
    const kept = Object.entries(read?.user ?? {}).filter(([name]) => !LEFT_OUT.includes(name));
    const json = { ...Object.fromEntries(kept), ...more };
    const merged = { readAt: http.options.context.clock.now(), again: async () => json };
    await replaceUser(http, id, json, read?.version, merged);
    return (await getUser(http, id))?.user;
  };
  if (!(await write({ displayName: "Roster" }))?.["displayName"]) return { untold: "the server keeps no displayName" };
  return { variant: (await write({}))?.["displayName"] ? "merge" : "replace" };
}

const NO_PATCH: Finding = { untold: "the server has no PATCH" };

/** How a PATCH of one operation went; a server that fails at it again and again can't do it. */
async function tried(http: HttpClient, id: string, operation: PatchOperation) {
  try {
    return { change: await patchUser(http, id, [operation], undefined), isFailed: false };
  } catch (error) {
    if (error instanceof UnavailableError && isInability(error)) return { change: undefined, isFailed: true };
    throw error;
  }
}

async function shows(http: HttpClient, id: string, isSo: (user: WireUser) => boolean): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const found = await getUser(http, id);
    if (found && isSo(found.user)) return true;
  }
  return false;
}

function addresses(user: WireUser): readonly unknown[] {
  const { emails } = user;
  return Array.isArray(emails) ? emails : [];
}
