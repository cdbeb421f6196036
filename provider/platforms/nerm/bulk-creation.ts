import type { Outcome, Written } from "../../core/contract/connector.js";
import { NotFoundError, PermissionDeniedError, RejectedError, UncertainError } from "../../core/contract/errors.js";
import { type Desired, FLAT } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { outcomeOf } from "../outcome.js";
import { type AnsweredMany, writeUsers } from "./api.js";
import { declaredRoles, toCreate, toObserved } from "./convert.js";
import { jobRefusal, TITLE } from "./errors.js";
import type { FirstRoles } from "./first-roles.js";
import type { EndedJob } from "./jobs.js";
import type { Logins } from "./logins.js";
import { usersByLogin } from "./users-by.js";
import type { UserBody, WireUser } from "./wire.js";

/** What a bulk creation needs beside its people. */
export interface Creation {
  readonly http: HttpClient;
  readonly logins: Logins;
  readonly firstRoles: FirstRoles;
  create(desired: Desired): Promise<Written>;
  ended(jobId: string, bodies: readonly UserBody[]): Promise<EndedJob>;
}

/** Creates everybody with one call; after a refusal, whoever is not there with a call of their own. */
export async function createTogether(people: readonly Desired[], creation: Creation): Promise<readonly Outcome[]> {
  if (people.length === 0) return [];
  try {
    const bodies = people.map(toCreate);
    const answer = await postedTogether(bodies, creation);
    if (answer === undefined) return await createdSingly(people, creation);
    if ("jobId" in answer) return await createdByJob(answer.jobId, people, bodies, creation);
    const users = new Map(answer.rows.map((user) => [caseless(user.login ?? ""), user]));
    return await Promise.all(people.map((person) => created(users.get(loginOf(person)), person, creation)));
  } catch (error) {
    return people.map(() => ({ error: error as Error }));
  }
}

/** Undefined: the vendor has said no, as opposed to nothing at all. */
async function postedTogether(
  bodies: readonly UserBody[],
  { http }: Creation,
): Promise<AnsweredMany<WireUser> | undefined> {
  try {
    return await writeUsers(http, "POST", bodies);
  } catch (error) {
    const isRefusal =
      error instanceof RejectedError || error instanceof NotFoundError || error instanceof PermissionDeniedError;
    if (isRefusal) return undefined;
    throw error;
  }
}

async function createdSingly(people: readonly Desired[], creation: Creation): Promise<readonly Outcome[]> {
  const users = await foundOf(people, creation);
  return Promise.all(
    people.map((person) => {
      const user = users.get(loginOf(person));
      return user ? createdOrTaken(user, person, creation) : outcomeOf(creation.create(person));
    }),
  );
}

async function createdByJob(
  jobId: string,
  people: readonly Desired[],
  bodies: readonly UserBody[],
  creation: Creation,
): Promise<readonly Outcome[]> {
  const job = await creation.ended(jobId, bodies);
  const users = await foundOf(people, creation);
  // That a job's records are in the order of the request is not documented: nothing may speak against it.
  const isInOrder =
    job.isComplete &&
    job.records.length === people.length &&
    people.every((person, i) => [undefined, users.get(loginOf(person))?.id].includes(job.records[i]?.userId));
  const outcomes = people.map(async (person, i): Promise<Outcome> => {
    const user = users.get(loginOf(person));
    const errors = isInOrder ? (job.records[i]?.errors ?? []) : undefined;
    if (errors === undefined) return user ? createdOrTaken(user, person, creation) : notShown();
    return errors.length > 0 ? { error: jobRefusal(job.reply, errors) } : created(user, person, creation);
  });
  return Promise.all(outcomes);
}

/** Who of these people is there. A failure leaves everything open. */
async function foundOf(people: readonly Desired[], { http, logins }: Creation): Promise<ReadonlyMap<string, WireUser>> {
  try {
    return await usersByLogin(
      http,
      people.map(({ attributes }) => String(attributes["login"])),
      logins,
    );
  } catch (cause) {
    const said = `${TITLE} was to create ${people.length} people, and which of them are there can't be seen`;
    throw new UncertainError(said, { cause });
  }
}

async function created(user: WireUser | undefined, person: Desired, { firstRoles }: Creation): Promise<Outcome> {
  if (user === undefined) return notShown();
  const { id } = user;
  const roles = declaredRoles(person) === undefined ? { members: { [FLAT]: [] } } : await firstRoles.of(id);
  return { written: { id, ...(roles ? { observed: toObserved(user, roles, null) } : {}) } };
}

function notShown(): Outcome {
  return { error: new UncertainError(`${TITLE} has completed the creation and does not show the account yet`) };
}

/**
 * Of an account that is there although its creation may have been refused: ours where it is as it was sent. Otherwise
 * somebody else has made it since the look-up, and whether it is taken on is for core to decide.
 */
async function createdOrTaken(user: WireUser, person: Desired, creation: Creation): Promise<Outcome> {
  const { attributes } = person;
  const isAsSent = (["name", "email"] as const).every(
    (name) => caseless(String(user[name] ?? "")) === caseless(String(attributes[name] ?? "")),
  );
  if (isAsSent) return created(user, person, creation);
  return { error: new RejectedError(`login: ${TITLE} refused the creation, as the login is taken`, ["login"]) };
}

function loginOf({ attributes }: Desired): string {
  return caseless(String(attributes["login"]));
}
