import type { Connector, Outcome, UpdateRequest, Written } from "../contract/connector.js";
import { InternalError } from "../contract/errors.js";
import type { Desired } from "../model/entity.js";

/** Fewer than these go out one by one: a call for many may be answered by a job that has to be asked after. */
export const FEWEST = 5;
/** People in one call, where the connector does not say: if its answer is lost, all of them have to be looked up. */
export const MOST = 100;

interface Creation {
  readonly desired: Desired;
  readonly until: number | undefined;
}

interface Waiting<Request> {
  readonly request: Request;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The writes of a connector, of which several share a call, if the vendor takes several people in one and many were
 * announced: those that are asked for in one turn of the event loop, those that come while the call before is on its way, and
 * those that wait for a look-up which is under way. Whoever asks sees no difference: each write has its own result or error. A write
 * that shares no call is not taken, and `undefined` says so.
 */
export class GatheredWrites {
  readonly create: (creation: Creation) => Promise<Written> | undefined;
  readonly update: (request: UpdateRequest) => Promise<Written> | undefined;
  readonly #most: number;
  readonly #flushes: (() => void)[] = [];
  #isExpecting = false;
  /** Look-ups under way, each of which a write may follow. */
  #looks = 0;

  constructor(connector: Connector) {
    const { createMany, updateMany, manyAtMost = MOST } = connector;
    this.#most = manyAtMost;
    this.create = this.#gather(
      ({ desired, until }) => connector.create(desired, until),
      createMany &&
        ((all) =>
          createMany.call(
            connector,
            all.map(({ desired }) => desired),
            latest(all),
          )),
    );
    this.update = this.#gather((request) => connector.update(request), updateMany?.bind(connector));
  }

  announceLoad(writes: number): void {
    if (writes >= FEWEST) this.#isExpecting = true;
  }

  /** Runs a look-up that a write may follow: until it has ended, writes are held back as long as they don't fill a call. */
  async after<T>(look: () => Promise<T>): Promise<T> {
    this.#looks++;
    try {
      return await look();
    } finally {
      this.#looks--;
      // Whoever has asked gets a turn to write first.
      for (const flush of this.#flushes) setImmediate(flush);
    }
  }

  #gather<Request>(
    one: (request: Request) => Promise<Written>,
    many: ((requests: readonly Request[]) => Promise<readonly Outcome[]>) | undefined,
  ): (request: Request) => Promise<Written> | undefined {
    if (!many) return () => undefined;
    const gathered: Waiting<Request>[] = [];
    let underWay = 0;
    const flush = (): void => {
      const isDue = () => gathered.length > 0 && underWay === 0 && this.#looks === 0;
      while (gathered.length >= this.#most || isDue()) {
        underWay++;
        void send(gathered.splice(0, this.#most), one, many).then(() => {
          underWay--;
          flush();
        });
      }
    };
    this.#flushes.push(flush);
    return (request) => {
      if (!this.#isExpecting) return undefined;
      return new Promise((resolve, reject) => {
        gathered.push({ request, resolve, reject });
        // Whoever writes in this turn gets into the same call.
        setImmediate(flush);
      });
    };
  }
}

/** Until when writes that share a call may wait: as long as any of them. */
export function latest(writes: readonly { readonly until?: number | undefined }[]): number | undefined {
  const times = writes.flatMap(({ until }) => until ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

async function send<Request>(
  all: readonly Waiting<Request>[],
  one: (request: Request) => Promise<Written>,
  many: (requests: readonly Request[]) => Promise<readonly Outcome[]>,
): Promise<void> {
  if (all.length < FEWEST) {
    await Promise.all(all.map(({ request, resolve, reject }) => one(request).then(resolve, reject)));
    return;
  }
  try {
    const outcomes = await many(all.map(({ request }) => request));
    for (const [i, { resolve, reject }] of all.entries()) {
      const outcome = outcomes[i] ?? { error: new InternalError("a write has no outcome") };
      if ("written" in outcome) resolve(outcome.written);
      else reject(outcome.error);
    }
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}
