import type { Answer, Call } from "../exchange";
import { ok } from "../exchange";
import type { JsonObject } from "../json";
import { sentencesOf, validationRefusal } from "./answers";
import type { SetBehaviour } from "./behaviour";
import type { JobRecord, Jobs } from "./jobs";
import type { Checked } from "./requests";
import { readRecords } from "./requests";

/** Records above which `size` makes a job. */
const DIRECT_RECORDS = 10;

export interface BulkOptions {
  readonly jobs: Jobs;
  readonly behaviour: SetBehaviour;
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
 * A bulk call. Answered directly, one faulty record refuses all, or itself alone; as a job, each record stands alone.
 * Records are checked and applied one after the other, so that two of one login can't both pass.
 */
export function bulkCall<T, R extends object>(call: Call, kind: BulkKind<T, R>, options: BulkOptions): Answer {
  const records = readRecords(call, kind.plural);
  const { behaviour } = options;
  const { jobs: policy } = behaviour;
  const asJob = policy === "always" || (policy === "size" && records.length > DIRECT_RECORDS);
  if (!asJob && behaviour.bulkRefuses === "all") {
    const results = records.map((record) => kind.apply(accepted(kind.check(record), kind.failure, behaviour)));
    return ok({ [kind.plural]: results.map(kind.show) });
  }
  if (!asJob) return eachForItself(records, kind, behaviour);
  const done = records.map((record): JobRecord => {
    const checked = kind.check(record);
    if ("errors" in checked) {
      return { ...kind.about(record, undefined), errors: sentencesOf(checked.errors) };
    }
    return { ...kind.about(record, kind.apply(checked.value)), errors: [] };
  });
  return options.jobs.start("import", done, options.delay);
}

/** Records that are in order are carried out, and the first other one is what the answer is about. */
function eachForItself<T, R extends object>(
  records: readonly JsonObject[],
  kind: BulkKind<T, R>,
  behaviour: SetBehaviour,
): Answer {
  const results: R[] = [];
  const refusals: Answer[] = [];
  for (const record of records) {
    const checked = kind.check(record);
    if ("errors" in checked) refusals.push(validationRefusal(kind.failure, checked.errors, behaviour).answer);
    else results.push(kind.apply(checked.value));
  }
  return refusals[0] ?? ok({ [kind.plural]: results.map(kind.show) });
}

/** The checked value, or the vendor's refusal. */
export function accepted<T>(checked: Checked<T>, failure: string, behaviour: SetBehaviour): T {
  if ("errors" in checked) throw validationRefusal(failure, checked.errors, behaviour);
  return checked.value;
}
