import { backoffDelay, POLLING } from "../../core/backoff.js";
import type { Context } from "../../core/context.js";
import { NotConvergedError } from "../../core/errors.js";
import type { HttpClient } from "../../http/client.js";
import { getJob } from "./api.js";
import { jobRefusal, TITLE } from "./errors.js";

const COMPLETE = /^completed?$/i;
const FAILED = /^(fail|error|abort|cancel)/i;

/**
 * Waits for a job with growing pauses. Throws RejectedError for a job that complains about its record, and
 * NotConvergedError where it is not complete in time.
 *
 * @param timeout milliseconds
 * @returns the user that the job names, if it names one
 */
export async function finishedJob(
  http: HttpClient,
  id: string,
  { clock, random, signal }: Context,
  timeout: number,
): Promise<string | undefined> {
  const deadline = clock.now() + timeout;
  for (let tries = 0; ; tries++) {
    const { reply, job } = await getJob(http, id);
    const records = job?.job_data ?? [];
    const errors = records.flatMap((record) => record.errors ?? []).map(String);
    const over = COMPLETE.test(job?.status ?? "");
    if (FAILED.test(job?.status ?? "") || (over && errors.length > 0)) throw jobRefusal(reply, errors);
    if (over) return records[0]?.user_id ?? undefined;
    const wait = backoffDelay(POLLING, tries, random());
    if (clock.now() + wait > deadline) {
      throw new NotConvergedError(
        `${TITLE} has queued the change as job ${id} and not completed it after ${timeout / 1000} s; run again later`,
        [],
      );
    }
    await clock.sleep(wait, signal);
  }
}
