import { refuseAnother } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import { personalIn } from "../personal.js";
import { PUBLIC } from "./convert.js";
import { isAboutAttribute, isMissing, isNoChange, succeeded, TITLE } from "./errors.js";
import { LARGE_PAGE, pages } from "./pages.js";
import {
  JobDocument,
  type UserBody,
  UserDocument,
  UserManagersAnswer,
  UserRolesAnswer,
  UsersAnswer,
  WireRole,
  WireUser,
  WireUserManager,
  WireUserRole,
  WriteAnswer,
} from "./wire.js";

/** What a bulk call answers: its records, or the job that will bring them about. */
export type AnsweredMany<Row> = { readonly rows: readonly Row[] } | { readonly jobId: string };

/** What a write of a user answers: the user, or the job that will bring it about. */
export type Answered = { readonly user: WireUser } | { readonly jobId: string };

/** Success in a shape that says nothing of the user, as of a change that changes nothing. */
export type Unshown = { readonly unshown: true };

/** Undefined is a missing user in this vendor's own shape. */
export async function getUser(http: HttpClient, id: string): Promise<WireUser | undefined> {
  const reply = await http.request({ method: "GET", path: at("users", id) });
  if (isMissing(reply)) return undefined;
  const { user } = bodyOf(UserDocument, succeeded(reply));
  refuseAnother(TITLE, id, user.id);
  return user;
}

/**
 * Users of every type and status.
 *
 * @param filter name, login, title, type or email; the vendor's own idea of a match may be a wider one
 */
export function listUsers(
  http: HttpClient,
  filter: Readonly<Record<string, string>> = {},
): AsyncIterable<readonly WireUser[]> {
  return pages(http, "users", WireUser, filter, filter, sizeFor(filter));
}

/** The beginning of the list of users, in small pages. */
export function somePages(http: HttpClient): AsyncIterable<readonly WireUser[]> {
  return pages(http, "users", WireUser);
}

export async function createUser(http: HttpClient, body: UserBody): Promise<Answered> {
  return answered(
    await http.request({ method: "POST", path: "/user", json: body, personal: personalIn(body, PUBLIC) }),
  );
}

/** Undefined: there is no such user. */
export async function patchUser(http: HttpClient, id: string, body: UserBody): Promise<Answered | Unshown | undefined> {
  const request = { method: "PATCH", path: at("users", id), json: body, mayBeText: true } as const;
  const reply = await http.request({ ...request, personal: personalIn(body, PUBLIC) });
  if (isMissing(reply) && !isAboutAttribute(reply)) return undefined;
  if (isNoChange(reply) || !WriteAnswer.safeParse(succeeded(reply).body).success) return { unshown: true };
  const answer = answered(reply);
  if ("user" in answer) refuseAnother(TITLE, id, answer.user.id);
  return answer;
}

/** `POST /users` and `PATCH /users`: several people in one call. */
export async function writeUsers(
  http: HttpClient,
  method: "POST" | "PATCH",
  bodies: readonly UserBody[],
): Promise<AnsweredMany<WireUser>> {
  const users = bodies.map(({ user }) => user);
  const personal = personalIn(users, PUBLIC);
  const reply = succeeded(await http.request({ method, path: "/users", json: { users }, personal }));
  const body = bodyOf(UsersAnswer, reply);
  return "users" in body ? { rows: body.users } : { jobId: body.job_status.job_id };
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteUser(http: HttpClient, id: string): Promise<boolean> {
  return deleted(await http.request({ method: "DELETE", path: at("users", id) }));
}

export function listRoles(http: HttpClient): AsyncIterable<readonly WireRole[]> {
  return pages(http, "roles", WireRole);
}

/** Which roles who holds; of one user where one is named. */
export function listUserRoles(http: HttpClient, filter: { user_id?: string }): AsyncIterable<readonly WireUserRole[]> {
  return pages(http, "user_roles", WireUserRole, filter, undefined, sizeFor(filter));
}

export async function createUserRole(http: HttpClient, userId: string, roleId: string): Promise<void> {
  const json = { user_role: { user_id: userId, role_id: roleId } };
  succeeded(await http.request({ method: "POST", path: "/user_role", json }));
}

export async function createUserRoles(
  http: HttpClient,
  rows: readonly Omit<WireUserRole, "id">[],
): Promise<AnsweredMany<WireUserRole>> {
  const json = { user_roles: rows };
  const body = bodyOf(UserRolesAnswer, succeeded(await http.request({ method: "POST", path: "/user_roles", json })));
  return "user_roles" in body ? { rows: body.user_roles } : { jobId: body.job_status.job_id };
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteUserRole(http: HttpClient, id: string): Promise<boolean> {
  return deleted(await http.request({ method: "DELETE", path: at("user_role", id) }));
}

/** Who manages whom; of one user where one is named. */
export function listUserManagers(
  http: HttpClient,
  filter: { user_id?: string },
): AsyncIterable<readonly WireUserManager[]> {
  return pages(http, "user_managers", WireUserManager, filter, undefined, sizeFor(filter));
}

export async function createUserManager(http: HttpClient, userId: string, managerId: string): Promise<void> {
  const json = { user_manager: { user_id: userId, manager_id: managerId } };
  succeeded(await http.request({ method: "POST", path: "/user_manager", json }));
}

export async function createUserManagers(
  http: HttpClient,
  rows: readonly Omit<WireUserManager, "id">[],
): Promise<AnsweredMany<WireUserManager>> {
  const json = { user_managers: rows };
  const reply = succeeded(await http.request({ method: "POST", path: "/user_managers", json }));
  const body = bodyOf(UserManagersAnswer, reply);
  return "user_managers" in body ? { rows: body.user_managers } : { jobId: body.job_status.job_id };
}

export async function patchUserManager(http: HttpClient, row: WireUserManager): Promise<void> {
  const json = { user_manager: { user_id: row.user_id, manager_id: row.manager_id } };
  succeeded(await http.request({ method: "PATCH", path: at("user_managers", row.id), json }));
}

/** The job is undefined where the vendor doesn't know it, or not yet. */
export async function getJob(
  http: HttpClient,
  id: string,
  until: number,
  personal?: unknown,
): Promise<{ reply: Reply; job: JobDocument | undefined }> {
  const reply = await http.request({ method: "GET", path: "/job_status", query: { job_id: id }, personal, until });
  return { reply, job: isMissing(reply) ? undefined : bodyOf(JobDocument, succeeded(reply)) };
}

function answered(reply: Reply): Answered {
  const body = bodyOf(WriteAnswer, succeeded(reply));
  return "user" in body ? { user: body.user } : { jobId: body.job_status.job_id };
}

function deleted(reply: Reply): boolean {
  if (isMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

/** A list of everything is long; one about somebody is short. */
function sizeFor(filter: object): number | undefined {
  return Object.keys(filter).length === 0 ? LARGE_PAGE : undefined;
}

function at(name: string, id: string): string {
  return `/${name}/${pathSegment(id)}`;
}
