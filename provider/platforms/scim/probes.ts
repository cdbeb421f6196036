import { PermissionDeniedError } from "../../core/contract/errors.js";
import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { polled } from "../../core/lifecycle/backoff.js";
import { NOTHING } from "../../core/model/entity.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { getSchemas, getServiceProviderConfig, getUser, listUsers, patchUser, replaceUser, userPath } from "./api.js";
import { ENTERPRISE } from "./arguments.js";
import { isInability } from "./errors.js";
import { lookForGroups } from "./member-calls.js";
import { quoted } from "./places.js";
import { comparisonOf } from "./spelling.js";
import type { PatchOperation, WireUser } from "./wire.js";

const NOBODY = "roster-doctor-looks-for-nobody@example.com";
/** What a PUT of a trial does not carry. */
const LEFT_OUT = ["meta", "groups", "displayName"];
/** Of types that the standard suggests (RFC 7643, 4.1.2): some servers refuse others. */
const DOCTOR = { value: "doctor@example.com", type: "home" };
const EMAILS = [{ value: "roster@example.com", type: "work" }, DOCTOR];

/**
 * How a SCIM server is asked which variants of the assumptions it has.
 *
 * @param visibilityTimeout how long a write may take to show, in milliseconds
 */
export function probes(http: HttpClient, visibilityTimeout: number): Probes {
  const person = ({ id }: Subject) => new Person(http, id, visibilityTimeout);
  return {
    looks: {
      "username-case": () => userNameCase(http),
      totals: () => totals(http),
      discovery: () => discovery(http),
      groups: () => groups(http),
    },
    trials: {
      patch: (subject) => patch(http, subject),
      filters: (subject) => filters(http, subject),
      versions: async ({ id }) => ({ variant: (await getUser(http, id))?.version === undefined ? "none" : "kept" }),
      documents: (subject) => documents(http, subject),
      operations: (subject) => operations(person(subject)),
      removals: (subject) => removals(person(subject)),
      "filtered-removals": (subject) => filteredRemovals(person(subject)),
      extensions: (subject) => extensions(person(subject)),
      "single-values": (subject) => singleValues(person(subject)),
      put: (subject) => put(person(subject)),
    },
    person: (address) => ({
      ...NOTHING,
      attributes: {
        userName: address,
        // Not every server keeps a nickName.
        name: { givenName: "Roster", familyName: "Doctor" },
        nickName: "Roster",
      },
    }),
  };
}

async function userNameCase(http: HttpClient): Promise<Finding> {
  const variant = await comparisonOf(http);
  return variant === "unknown"
    ? { untold: "the list shows nobody whose userName has letters, or can't be filtered" }
    : { variant };
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

async function groups(http: HttpClient): Promise<Finding> {
  try {
    const found = await lookForGroups(http);
    return { variant: found === "some" || found === "none" ? "listed" : found };
  } catch (error) {
    if (error instanceof PermissionDeniedError) return { variant: "denied" };
    if (isInability(error)) return { variant: "fails" };
    throw error;
  }
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

async function operations(person: Person): Promise<Finding> {
  const replaced = await tried(person, { op: "replace", path: "nickName", value: "Doctor" });
  if (replaced.change !== "done") return NO_PATCH;
  const { change } = await tried(person, { op: "add", path: "displayName", value: "Roster" });
  return { variant: change === "done" ? "all" : "replace-alone" };
}

async function removals(person: Person): Promise<Finding> {
  await tried(person, { op: "replace", path: "nickName", value: "Doctor" });
  if (!(await person.shows(({ nickName }) => nickName === "Doctor"))) return { untold: "the server keeps no nickName" };
  const { change } = await tried(person, { op: "remove", path: "nickName" });
  if (change !== "done") return { untold: "the server refuses a removal" };
  return { variant: (await person.shows(({ nickName }) => !nickName)) ? "done" : "ignored" };
}

async function filteredRemovals(person: Person): Promise<Finding> {
  const replaced = await tried(person, { op: "replace", path: "emails", value: EMAILS });
  if (replaced.change !== "done") return NO_PATCH;
  const hasDoctor = (user: WireUser) => addresses(user).some((address) => address === DOCTOR.value);
  if (!(await person.shows(hasDoctor))) return { untold: "the server doesn't keep the address" };
  const { change, isFailed } = await tried(person, { op: "remove", path: `emails[value eq ${quoted(DOCTOR.value)}]` });
  if (isFailed) return { variant: "fails" };
  if (change !== "done") return { variant: "refused" };
  return { variant: (await person.shows((user) => !hasDoctor(user))) ? "done" : "ignored" };
}

async function extensions(person: Person): Promise<Finding> {
  const department = `${ENTERPRISE}:department`;
  const { change, isFailed } = await tried(person, { op: "replace", path: department, value: "Roster" });
  if (isFailed) return { variant: "fails" };
  return change === "done" ? { variant: "made" } : { untold: "the server refuses the attribute" };
}

async function singleValues(person: Person): Promise<Finding> {
  const { change } = await tried(person, { op: "replace", path: "emails", value: EMAILS });
  if (change !== "done") return { untold: "the server refuses two addresses" };
  if (await person.shows((user) => addresses(user).length > 1)) return { variant: "all" };
  return (await person.shows((user) => addresses(user).length === 1))
    ? { variant: "one" }
    : { untold: "the server keeps no address" };
}

/** Sends the account back without a text that it has and, where it stays, with null in its place. */
async function put(person: Person): Promise<Finding> {
  const { http, id } = person;
  const write = async (more: object): Promise<void> => {
    const read = await getUser(http, id);
    const kept = Object.entries(read?.user ?? {}).filter(([name]) => !LEFT_OUT.includes(name));
    const json = { ...Object.fromEntries(kept), ...more };
    const merged = { readAt: http.options.context.clock.now(), again: async () => json };
    await replaceUser(http, id, json, read?.version, merged);
  };
  await write({ displayName: "Roster" });
  if (!(await person.shows((user) => Boolean(user["displayName"])))) {
    return { untold: "the server keeps no displayName" };
  }
  const isEmpty = () => person.shows((user) => !user["displayName"]);
  await write({});
  if (await isEmpty()) return { variant: "replace" };
  await write({ displayName: null });
  return { variant: (await isEmpty()) ? "merge" : "keep" };
}

const NO_PATCH: Finding = { untold: "the server has no PATCH" };

/** How a PATCH of one operation went; a server that fails at it again and again can't do it. */
async function tried({ http, id }: Person, operation: PatchOperation) {
  try {
    return { change: await patchUser(http, id, [operation], undefined), isFailed: false };
  } catch (error) {
    if (isInability(error)) return { change: undefined, isFailed: true };
    throw error;
  }
}

/** The account of somebody who was made for trials. */
class Person {
  constructor(
    readonly http: HttpClient,
    readonly id: string,
    /** How long a write may take to show, in milliseconds. */
    readonly visibilityTimeout: number,
  ) {}

  /** Whether the account comes to be so while a write may still be on its way. */
  async shows(isSo: (user: WireUser) => boolean): Promise<boolean> {
    const { context } = this.http.options;
    const isShown = await polled(context, context.clock.now() + this.visibilityTimeout, async () => {
      const found = await getUser(this.http, this.id);
      return found && isSo(found.user) ? true : undefined;
    });
    return isShown === true;
  }
}

function addresses({ emails }: WireUser): readonly unknown[] {
  return Array.isArray(emails) ? emails.map((item: unknown) => (isRecord(item) ? item["value"] : item)) : [];
}
