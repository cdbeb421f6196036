import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import type { Reply } from "../../http/reply.js";
import { getUser } from "./api.js";
import { toObserved } from "./convert.js";
import { isRefusal } from "./errors.js";
import { endedJob, type JobOptions } from "./jobs.js";
import { heldRoles } from "./relations.js";
import { StartedJob, UserDocument } from "./wire.js";

/** A bulk call with so many records is answered with a job, if any is. */
const MANY = 50;

/** What writing to one person tells of a tenant. No role is granted: what one opens is not known. */
export function trials(http: HttpClient, options: JobOptions): Probes["trials"] {
  async function ended(reply: Reply): Promise<Reply> {
    const job = StartedJob.safeParse(reply.body);
    if (job.success) await endedJob(http, job.data.job_status.job_id, options);
    return reply;
  }
  async function patch(id: string, user: Readonly<Record<string, unknown>>): Promise<Reply> {
    const path = `/users/${pathSegment(id)}`;
    return ended(await http.request({ method: "PATCH", path, json: { user }, mayBeText: true }));
  }
  const change = ({ id }: Subject, user: Readonly<Record<string, unknown>>) => patch(id, { id, ...user });
  async function shown(subject: Subject, name: string): Promise<unknown> {
    const user = await getUser(http, subject.id);
    return user && toObserved(user).attributes[name];
  }
  async function refusedEmail(subject: Subject): Promise<Reply | undefined> {
    const reply = await change(subject, { email: "roster-doctor" });
    if (isRefusal(reply)) return reply;
    await change(subject, { email: subject.created.attributes["email"] });
    return undefined;
  }
  return {
    "first-roles": async ({ id }) => ({ variant: (await heldRoles(http, id)).length === 0 ? "none" : "some" }),
    "no-change": async (subject) => {
      await change(subject, { title: "Trial" });
      return noChange(await change(subject, { title: "Trial" }));
    },
    "error-shape": async (subject) => {
      const reply = await refusedEmail(subject);
      if (reply === undefined) return TAKEN;
      return { variant: isRecord(reply.body) && Array.isArray(reply.body["errors"]) ? "list" : "attributes" };
    },
    "error-status": async (subject) => {
      const reply = await refusedEmail(subject);
      if (reply === undefined) return TAKEN;
      return { variant: reply.status === 200 ? "ok" : "bad-request" };
    },
    jobs: async (subject) => {
      const single = await change(subject, { title: "Single" });
      if (StartedJob.safeParse(single.body).success) return { variant: "always" };
      const users = Array.from({ length: MANY }, (_, i) => ({ id: subject.id, title: `Trial ${i}` }));
      const bulk = await ended(await http.request({ method: "PATCH", path: "/users", json: { users } }));
      if (isRefusal(bulk)) return { untold: "a bulk call is refused" };
      return { variant: StartedJob.safeParse(bulk.body).success ? "many" : "never" };
    },
    "id-in-body": async ({ id }) => ({
      variant: isRefusal(await patch(id, { title: "Without" })) ? "required" : "optional",
    }),
    "later-identity": async (subject) => {
      const before = await shown(subject, "locale");
      const other = before === "fr-CA" ? "de-DE" : "fr-CA";
      const isRefused = isRefusal(await change(subject, { locale: other }));
      const user = await getUser(http, subject.id);
      if (user?.locale === undefined) return { untold: "answers don't show the locale" };
      if (user.locale === other) return { variant: "changed" };
      return isRefused ? { untold: "a locale is refused" } : { variant: "ignored" };
    },
    pending: async (subject) => {
      const isRefused = isRefusal(await change(subject, { status: "Pending" }));
      const status = await shown(subject, "status");
      await change(subject, { status: "Active" });
      if (isRefused) return { variant: "refused" };
      return status === "Pending" ? { variant: "taken" } : { untold: "the status is taken and not kept" };
    },
    "empty-text": async (subject) => {
      await change(subject, { title: "Full" });
      await change(subject, { title: "" });
      return { variant: (await shown(subject, "title")) === undefined ? "empties" : "ignored" };
    },
  };
}

const TAKEN: Finding = { untold: "an address without an @ is taken" };

function noChange({ body, headers }: Reply): Finding {
  if (UserDocument.safeParse(body).success) return { variant: "user" };
  if (isRecord(body) && "info" in body && !("job_status" in body)) return { variant: "info" };
  if (isRecord(body) && "message" in body) return { variant: "message" };
  if (body !== undefined) return { untold: "the answer is of another shape" };
  return { variant: headers["content-type"] === undefined ? "nothing" : "text" };
}
