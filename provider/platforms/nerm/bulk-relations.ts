import { RosterError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { type AnsweredMany, createUserManagers, createUserRoles } from "./api.js";
import type { EndedJob, JobRecord } from "./jobs.js";
import { grantRole, heldRoles, setManager } from "./relations.js";
import type { WireUserManager, WireUserRole } from "./wire.js";

/** Rows in one call. */
const MOST = 100;

/** A row as it is sent: of roles without a manager. */
interface Relation {
  readonly user_id: string;
  readonly manager_id?: string;
}

type WaitForJob = (id: string) => Promise<EndedJob>;

/**
 * Grants roles to people of whom none holds any of them yet.
 *
 * @param explain makes the error of one grant speak of the role as it is declared
 * @returns what went wrong, by user
 */
export async function grantMany(
  http: HttpClient,
  rows: readonly Omit<WireUserRole, "id">[],
  wait: WaitForJob,
  explain: (error: unknown, row: Omit<WireUserRole, "id">) => Promise<unknown>,
): Promise<ReadonlyMap<string, Error>> {
  const inDoubt = await sendAll(rows, (part) => createUserRoles(http, part), isSameRole, wait);
  return singly(inDoubt, async (userId) => {
    // Granted a second time, a role could be held twice: after a lost answer only a look tells.
    const held = await heldRoles(http, userId);
    const missing = rows.filter((row) => row.user_id === userId && !held.some((other) => isSameRole(row, other)));
    for (const row of missing) {
      await grantRole(http, userId, row.role_id).catch(async (error: unknown) => {
        throw await explain(error, row);
      });
    }
  });
}

/** Gives managers to people who have none. */
export async function setManagers(
  http: HttpClient,
  rows: readonly Omit<WireUserManager, "id">[],
  wait: WaitForJob,
): Promise<ReadonlyMap<string, Error>> {
  const isSame = (a: Omit<WireUserManager, "id">, b: Omit<WireUserManager, "id">): boolean =>
    a.user_id === b.user_id && a.manager_id === b.manager_id;
  const inDoubt = await sendAll(rows, (part) => createUserManagers(http, part), isSame, wait);
  return singly(inDoubt, async (userId) => {
    const managerId = rows.find((row) => row.user_id === userId)?.manager_id;
    if (managerId !== undefined) await setManager(http, userId, managerId, false);
  });
}

/** Users of whom the vendor's answers don't say that everything was done. */
async function sendAll<Row extends Relation>(
  rows: readonly Row[],
  send: (part: readonly Row[]) => Promise<AnsweredMany<Row>>,
  isSame: (a: Row, b: Row) => boolean,
  wait: WaitForJob,
): Promise<ReadonlySet<string>> {
  const parts = Array.from({ length: Math.ceil(rows.length / MOST) }, (_, i) => rows.slice(i * MOST, (i + 1) * MOST));
  const undone = await Promise.all(
    parts.map(async (part): Promise<readonly Row[]> => {
      try {
        const answer = await send(part);
        if ("rows" in answer) return part.filter((row) => !answer.rows.some((done) => isSame(row, done)));
        return undoneBy(await wait(answer.jobId), part);
      } catch (error) {
        if (error instanceof RosterError) return part;
        throw error;
      }
    }),
  );
  return new Set(undone.flat().map((row) => row.user_id));
}

/**
 * Rows of people whom a job's entries don't wholly clear. An entry names no role, so a person is clear with as many entries
 * without a complaint as rows were sent, and none with one. Nobody is, where an entry is about somebody else.
 */
function undoneBy<Row extends Relation>(job: EndedJob, part: readonly Row[]): readonly Row[] {
  if (!job.isComplete || job.records.some((record) => !part.some((row) => isAbout(record, row)))) return part;
  return part.filter((row) => {
    const sent = part.filter((other) => other.user_id === row.user_id);
    const entries = job.records.filter(({ userId }) => userId === row.user_id);
    return entries.length !== sent.length || entries.some(({ errors }) => errors.length > 0);
  });
}

function isAbout({ userId, managerId }: JobRecord, { user_id, manager_id }: Relation): boolean {
  return userId === user_id && (managerId === undefined || managerId === manager_id);
}

/** One person's failure is nobody else's. */
async function singly(
  users: ReadonlySet<string>,
  act: (userId: string) => Promise<void>,
): Promise<ReadonlyMap<string, Error>> {
  const failures = new Map<string, Error>();
  await Promise.all(
    [...users].map(async (userId) => {
      try {
        await act(userId);
      } catch (error) {
        failures.set(userId, error as Error);
      }
    }),
  );
  return failures;
}

function isSameRole(a: Omit<WireUserRole, "id">, b: Omit<WireUserRole, "id">): boolean {
  return a.user_id === b.user_id && a.role_id === b.role_id;
}
