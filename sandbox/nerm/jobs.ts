import type { Answer } from "../exchange";
import { ok } from "../exchange";
import type { Random } from "../prng";
import { hex, uuid } from "../prng";
import { errorAnswer } from "./answers";

/** What became of one record of a bulk call. */
export interface JobRecord {
  readonly user_id?: string;
  readonly manager_id?: string;
  readonly errors: readonly string[];
}

/** Bulk calls under way, and those that are done. */
export interface Jobs {
  /** Answers with a job that is complete `delayMs` from now. */
  start(type: string, records: readonly JobRecord[], delayMs: number): Answer;
  /** The state of a job: queued, then complete with one entry a record. */
  status(id: string | undefined): Answer;
}

export function createJobs(random: Random, now: () => number): Jobs {
  const jobs = new Map<string, { uid: string; type: string; records: readonly JobRecord[]; doneAt: number }>();
  return {
    start(type, records, delayMs) {
      const id = hex(random, 24);
      jobs.set(id, { uid: uuid(random), type, records, doneAt: now() + delayMs });
      return ok({ info: "job has started", job_status: { job_id: id, status: "queued" }, status: 200 });
    },
    status(id) {
      const job = jobs.get(id ?? "");
      if (job === undefined) return errorAnswer(400, "no job found");
      const done = job.doneAt <= now();
      return ok({
        uid: job.uid,
        status: done ? "complete" : "queued",
        job_type: job.type,
        job_data: done ? job.records : [],
      });
    },
  };
}
