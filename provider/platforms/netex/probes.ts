import { RejectedError } from "../../core/contract/errors.js";
import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { isPathSegment } from "../../http/path.js";
import type { Reply } from "../../http/reply.js";
import {
  createUser,
  deleteUser,
  getGroup,
  getUser,
  JSON_BODY,
  listUserGroups,
  listUsers,
  PAGE,
  switchUser,
  userPath,
} from "./api.js";
import { toCreate, toPut } from "./convert.js";
import { isMissing, judge, reachOf, TITLE } from "./judge.js";
import { removed } from "./removing.js";
import { comparisonOf } from "./spelling.js";
import { Envelope, type UserWrite, type WireUser } from "./wire.js";

/** A username of nobody's. */
const NOBODY = "roster-doctor-looks-for-nobody";
/** People of the list whose groups are looked at. */
const SAMPLE = 10;
/** Sections of roles that have a role `user`, and are platforms as well. */
const SECTIONS = ["management", "training", "social", "play"];

/** How a learningCloud is asked which variants of the assumptions it has. */
export function probes(http: HttpClient): Probes {
  return {
    looks: {
      missing: () => missing(http),
      "newer-attributes": () => newerAttributes(http),
      "username-case": () => usernameCase(http),
      "page-size": () => pageSize(http),
      "index-base": () => indexBase(http),
      "group-roles": () => groupRoles(http),
    },
    trials: {
      put: (subject) => put(http, subject),
      "told-platforms": (subject) => toldPlatforms(http, subject),
      answers: async (subject) => ({
        variant: (await told(http, subject)).reply.body === undefined ? "empty" : "envelope",
      }),
      extra: (subject) => extra(http, subject),
      switching: ({ id }) => refusal(switchUser(http, id, "activate"), "again", "once"),
      deletion: ({ id }) => refusal(deleteUser(http, id), "anybody", "switched-off"),
      "deleted-usernames": (subject) => deletedUsernames(http, subject),
    },
    person: (address) => ({
      ...NOTHING,
      attributes: {
        username: address,
        name: "Roster",
        surname: "Doctor",
        language: "en",
        timezone: "Europe/London",
        email: address,
      },
    }),
  };
}

async function missing(http: HttpClient): Promise<Finding> {
  const reply = await http.request({ method: "GET", path: userPath(NOBODY) });
  if (!isMissing(reply)) return { untold: `a look-up of nobody is answered with ${reply.status}, in another form` };
  return { variant: Envelope.safeParse(reply.body).success ? "envelope" : "message" };
}

async function newerAttributes(http: HttpClient): Promise<Finding> {
  const [first] = await listUsers(http, 0, 1);
  const user = first && (await getUser(http, first.id));
  if (user === undefined) return { untold: "the list shows nobody" };
  return { variant: user.authSource === undefined && user.extendedFields === undefined ? "hidden" : "shown" };
}

async function usernameCase(http: HttpClient): Promise<Finding> {
  const variant = await comparisonOf(http);
  return variant === "unknown" ? { untold: "the list shows nobody whose username has letters" } : { variant };
}

async function pageSize(http: HttpClient): Promise<Finding> {
  const rows = await listUsers(http, 0);
  if (rows.length >= PAGE) return { variant: "full" };
  const next = await listUsers(http, rows.length);
  const isCut = next.some(({ id }) => rows.every((row) => row.id !== id));
  return isCut ? { variant: "short" } : { untold: "there are fewer people than a page can have" };
}

async function indexBase(http: HttpClient): Promise<Finding> {
  const [[atZero], [atOne]] = [await listUsers(http, 0, 1), await listUsers(http, 1, 1)];
  if (atZero === undefined && atOne === undefined) return { untold: "the list shows nobody" };
  return { variant: atZero === undefined || atZero.id === atOne?.id ? "1" : "0" };
}

async function groupRoles(http: HttpClient): Promise<Finding> {
  for (const { id } of await listUsers(http, 0, SAMPLE)) {
    for (const { id: group, codGroup, roles } of await listUserGroups(http, id, 0)) {
      if (roles !== undefined) return { variant: "with-people" };
      const address = group ?? codGroup ?? "";
      if (!isPathSegment(address)) continue;
      const shown = await getGroup(http, address);
      if (shown) return { variant: shown.roles === undefined ? "nowhere" : "with-groups" };
    }
  }
  return { untold: "nobody among the first people of the list is in a group" };
}

async function put(http: HttpClient, subject: Subject): Promise<Finding> {
  await sent(http, subject, { aboutMe: "Roster" });
  await sent(http, subject, { aboutMe: undefined });
  return { variant: (await present(http, subject)).aboutMe ? "merge" : "replace" };
}

async function extra(http: HttpClient, subject: Subject): Promise<Finding> {
  await sent(http, subject, { extra: { roster: "doctor" } });
  const shown = (await present(http, subject)).extra;
  if (shown === undefined || shown === null) return { variant: shown === null ? "null" : "absent" };
  return JSON.stringify(shown) === "{}" ? { untold: "it is shown empty after a write" } : { variant: "shown" };
}

async function toldPlatforms(http: HttpClient, subject: Subject): Promise<Finding> {
  const { reply, user } = await told(http, subject);
  const names = Object.keys(Envelope.safeParse(reply.body).data?.responsePlatforms ?? {});
  if (reply.body === undefined) return { untold: "the answer to a write has no body" };
  if (names.length === 0) return { variant: "none" };
  const sections = Object.keys(user.roles ?? {}).filter((section) => SECTIONS.includes(section));
  return { variant: sections.every((section) => names.includes(section)) ? "all" : "some" };
}

/** A PUT that concerns several platforms, its answer, and the person as they are shown then. */
async function told(http: HttpClient, subject: Subject): Promise<{ reply: Reply; user: WireUser }> {
  const roles = Object.fromEntries(SECTIONS.map((section) => [section, ["user"]]));
  const reply = await sent(http, subject, { roles });
  return { reply, user: await present(http, subject) };
}

async function deletedUsernames(http: HttpClient, { id, created, movedTo }: Subject): Promise<Finding> {
  await removed(http, id);
  return refusal(
    createUser(http, toCreate(created)).then(async (verdict) => {
      const again = await getUser(http, String(created.attributes["username"]));
      if (again) movedTo(again.id);
      return verdict;
    }),
    "free",
    "taken",
  );
}

/** Which variant it is by whether a write is refused. */
async function refusal(
  write: Promise<Parameters<typeof reachOf>[0]>,
  taken: string,
  refused: string,
): Promise<Finding> {
  try {
    reachOf(await write);
    return { variant: taken };
  } catch (error) {
    if (error instanceof RejectedError) return { variant: refused };
    throw error;
  }
}

/** Sends the person whole, with these attributes over theirs; undefined leaves one out. */
async function sent(http: HttpClient, subject: Subject, more: Readonly<Record<string, unknown>>): Promise<Reply> {
  const current = await present(http, subject);
  const whole = toPut(current, { id: subject.id, changes: [], desired: subject.created, addOnly: [] });
  const user: UserWrite = { ...whole, ...more };
  const reply = await http.request({ method: "PUT", path: userPath(subject.id), json: { user }, headers: JSON_BODY });
  reachOf(judge(reply));
  return reply;
}

async function present(http: HttpClient, { id }: Subject): Promise<WireUser> {
  const user = await getUser(http, id);
  if (user) return user;
  throw new RejectedError(`${TITLE} doesn't show the person that was made for trials`);
}
