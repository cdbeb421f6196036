import type { Answer, Call } from "../exchange";
import { ok } from "../exchange";
import type { JsonObject } from "../json";
import { validationRefusal } from "./answers";
import type { JobRecord, Jobs } from "./jobs";
import type { Checked } from "./requests";
import { readRecords } from "./requests";

/** When a bulk call answers with a job: above a number of records, always, or never. */
export type JobPolicy = "size" | "always" | "never";

/** Records above which `size` makes a job. */
const DIRECT_RECORDS = 10;

export interface BulkOptions {
  readonly jobs: Jobs;
  readonly policy: JobPolicy;
  /** Milliseconds until a write shows and a job is complete. */
  readonly delay: number;
}

/** One kind of bulk call: how a record is checked, and how it is applied. */
export interface BulkKind<T, R extends object> {
  /** The plural name, in the body and in the answer. */
  readonly plural: string;
  /** The words in front of the errors of a refused call. */
  readonly failure: string;
  readonly check: (record: JsonObject) => Checked<T>;
  readonly apply: (value: T) => R;
  readonly show: (result: R) => object;
  /** Who a job's entry is about. */
  readonly about: (record: JsonObject, result: R | undefined) => Omit<JobRecord, "errors">;
}

/**
 * A bulk call. Answered directly, one faulty record refuses all; as a job, each record stands alone.
 * Records are checked and applied one after the other, so that two of one login can't both pass.
 */
export function bulkCall<T, R extends object>(call: Call, kind: BulkKind<T, R>, options: BulkOptions): Answer {
  const records = readRecords(call, kind.plural);
  const asJob = options.policy === "always" || (options.policy === "size" && records.length > DIRECT_RECORDS);
  if (!asJob) {
    const results = records.map((record) => kind.apply(accepted(kind.check(record), kind.failure)));
    return ok({ [kind.plural]: results.map(kind.show) });
  }
  const done = records.map((record): JobRecord => {
    const checked = kind.check(record);
    if ("errors" in checked) {
      const errors = Object.entries(checked.errors).map(([name, message]) => `${name} ${message}`);
      return { ...kind.about(record, undefined), errors };
    }
    return { ...kind.about(record, kind.apply(checked.value)), errors: [] };
  });
  return options.jobs.start("import", done, options.delay);
}

/** The checked value, or the vendor's refusal. */
export function accepted<T>(checked: Checked<T>, failure: string): T {
  if ("errors" in checked) throw validationRefusal(failure, checked.errors);
  return checked.value;
}
