import type { Answer } from "../exchange";
import { ok, Refusal } from "../exchange";
import type { JsonObject } from "../json";
import type { NetexHabits } from "./habits";
import type { NetexRoles } from "./roles";
import type { NetexGroup, NetexUser } from "./store";

export const BASE_PATH = "/integration/ws/management/rest";

/** What became of a write on one platform: 200 and 204 done, 202 queued, anything else failed. */
export interface PlatformResult {
  readonly status: number;
  readonly location: string | null;
  readonly message: string | null;
}

/** The vendor's answer to a write: HTTP 200 whatever the platforms say, or no body at all where all is well. */
export function envelope(
  platforms: Readonly<Record<string, PlatformResult>>,
  { answers }: Pick<NetexHabits, "answers">,
  location: string | null = null,
): Answer {
  const isDone = Object.values(platforms).every((platform) => [200, 204].includes(platform.status));
  if (answers === "empty" && isDone) {
    return location === null ? { status: 204 } : { status: 201, headers: { location } };
  }
  const status = location === null ? 204 : 200;
  const body = { location, message: "", responsePlatforms: platforms, status };
  return location === null ? ok(body) : ok(body, { location });
}

/** A refused call, in the envelope's shape. */
export function refusal(status: number, message: string): Refusal {
  return new Refusal({ status, body: { location: null, message, responsePlatforms: {}, status } });
}

/** What is said of somebody or something that isn't there. */
export function missingRefusal(what: "user" | "group", { missing }: Pick<NetexHabits, "missing">): Refusal {
  const message = `The ${what} does not exist`;
  return missing === "envelope" ? refusal(404, message) : new Refusal(messageAnswer(404, message));
}

/** The short error shape, for what doesn't reach the user service. */
export function messageAnswer(status: number, message: string): Answer {
  return { status, body: { message } };
}

export interface ShownUser {
  readonly user: NetexUser;
  /** With what groups grant. */
  readonly roles: NetexRoles;
  /** Every extended field that the tenant has; unset ones are shown as null. */
  readonly fieldNames: readonly string[];
  readonly habits: NetexHabits;
}

/** The bare group object. */
export function groupAnswer(
  { userIds: _, image, roles, ...group }: NetexGroup,
  { groupRoles }: NetexHabits,
): JsonObject {
  return { ...group, ...(groupRoles === "nowhere" ? {} : { roles }), image: { url: image } };
}

/** A group in the list of somebody's groups, which names it by its code. */
export function userGroupAnswer(
  { id, codGroup, name, description, roles }: NetexGroup,
  { groupRoles }: NetexHabits,
): JsonObject {
  const shown = { codGroup, commonId: `c${id.slice(1)}`, description, externalId: null, name, parentCommondId: null };
  return { ...shown, ...(groupRoles === "with-people" ? { roles } : {}) };
}

/** The bare user object; `newer` adds what newer listings have, the password's hash included. */
export function userAnswer({ user, roles, fieldNames, habits }: ShownUser, newer: boolean): JsonObject {
  return {
    aboutMe: user.aboutMe,
    email: user.email,
    enabled: user.enabled,
    ...(habits.extra === "absent" ? {} : { extra: habits.extra === "shown" ? (user.extra ?? {}) : null }),
    id: user.id,
    image: user.image === null ? null : { url: user.image },
    interests: user.interests,
    language: user.language,
    location: user.location,
    mobilePhone: user.mobilePhone,
    name: user.name,
    officePhone: user.officePhone,
    roles,
    surname: user.surname,
    timezone: user.timezone,
    username: user.username,
    ...(newer
      ? {
          authSource: user.authSource,
          commonId: user.commonId,
          extendedFields: Object.fromEntries(fieldNames.map((name) => [name, user.extendedFields[name] ?? null])),
          externalId: user.externalId,
          password: user.password,
        }
      : {}),
  };
}
