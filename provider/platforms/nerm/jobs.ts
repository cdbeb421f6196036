import type { Context } from "../../core/contract/context.js";
import { NotConvergedError } from "../../core/contract/errors.js";
import { polled } from "../../core/lifecycle/backoff.js";
import type { HttpClient } from "../../http/client.js";
import type { Reply } from "../../http/reply.js";
import { getJob } from "./api.js";
import { jobRefusal, TITLE } from "./errors.js";
import type { JobDocument } from "./wire.js";

const COMPLETE = /^completed?$/i;
const FAILED = /^(fail|error|abort|cancel)/i;

/** What a job says of one of its records. */
export interface JobRecord {
  /** Absent where the record has made nobody. */
  readonly userId: string | undefined;
  /** Of a relation to a manager; absent where the entry doesn't say it. */
  readonly managerId: string | undefined;
  readonly errors: readonly string[];
}

/** A job that is over. */
export interface EndedJob {
  readonly reply: Reply;
  /** False: it has ended without doing all of its work. */
  readonly isComplete: boolean;
  readonly records: readonly JobRecord[];
}

export interface JobOptions {
  readonly context: Context;
  /** How long to wait for a job where nobody says until when, in milliseconds. */
  readonly timeout: number;
}

/**
 * Waits for a job with growing pauses. Throws NotConvergedError where it is not over in time.
 *
 * @param until when to stop, in milliseconds of the clock
 * @param personal values to mask in whatever is quoted
 */
export async function endedJob(
  http: HttpClient,
  id: string,
  { context, timeout }: JobOptions,
  until?: number,
  personal?: unknown,
): Promise<EndedJob> {
  const start = context.clock.now();
  const deadline = until ?? start + timeout;
  const ended = await polled(context, deadline, async () => {
    const { reply, job } = await getJob(http, id, deadline, personal);
    const isComplete = COMPLETE.test(job?.status ?? "");
    const isOver = isComplete || FAILED.test(job?.status ?? "");
    return isOver ? { reply, isComplete, records: recordsOf(job) } : undefined;
  });
  if (ended) return ended;
  throw new NotConvergedError(
    `${TITLE} has queued the change as job ${id} and not completed it after ${Math.ceil((deadline - start) / 1000)} s; run again later`,
    [],
  );
}

/**
 * Waits for the job of a single record. Throws RejectedError where it complains about it.
 *
 * @returns the user that the job names, if it names one
 */
export async function finishedJob(
  http: HttpClient,
  id: string,
  options: JobOptions,
  until?: number,
): Promise<string | undefined> {
  const { reply, isComplete, records } = await endedJob(http, id, options, until);
  const errors = records.flatMap((record) => record.errors);
  if (!isComplete || errors.length > 0) throw jobRefusal(reply, errors);
  return records[0]?.userId;
}

function recordsOf(job: JobDocument | undefined): readonly JobRecord[] {
  return (job?.job_data ?? []).map(({ user_id, manager_id, errors }) => ({
    userId: user_id ?? undefined,
    managerId: manager_id ?? undefined,
    errors: (errors ?? []).map(String),
  }));
}
