import { ProtocolError } from "./errors.js";
import type { Directory, Outcome, UpdateRequest, Written } from "./platform.js";
import type { DesiredUser } from "./user.js";

/** Fewer than these go out one by one: a call for many may be answered by a job that has to be asked after. */
export const FEWEST = 5;
/** People in one call, where the directory does not say: if its answer is lost, all of them have to be looked up. */
export const MOST = 100;

interface Creation {
  readonly desired: DesiredUser;
  readonly until: number | undefined;
}

interface Waiting<Request> {
  readonly request: Request;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The writes of a directory, of which several share a call, if the vendor takes several people in one and many were
 * announced: those that are asked for in one turn of the event loop, and those that come while the call before is on
 * its way. Whoever asks sees no difference: each write has its own result or error.
 */
export class GatheredWrites {
  readonly create: (creation: Creation) => Promise<Written>;
  readonly update: (request: UpdateRequest) => Promise<Written>;
  readonly #most: number;
  #isExpecting = false;

  constructor(directory: Directory) {
    const { createMany, updateMany, manyAtMost = MOST } = directory;
    this.#most = manyAtMost;
    this.create = this.#gather(
      ({ desired, until }) => directory.create(desired, until),
      createMany &&
        ((all) =>
          createMany.call(
            directory,
            all.map(({ desired }) => desired),
            latest(all),
          )),
    );
    this.update = this.#gather((request) => directory.update(request), updateMany?.bind(directory));
  }

  expect(writes: number): void {
    if (writes >= FEWEST) this.#isExpecting = true;
  }

  #gather<Request>(
    one: (request: Request) => Promise<Written>,
    many: ((requests: readonly Request[]) => Promise<readonly Outcome[]>) | undefined,
  ): (request: Request) => Promise<Written> {
    if (!many) return one;
    const gathered: Waiting<Request>[] = [];
    let underWay = 0;
    const flush = (): void => {
      while (gathered.length >= this.#most || (gathered.length > 0 && underWay === 0)) {
        underWay++;
        void send(gathered.splice(0, this.#most), one, many).then(() => {
          underWay--;
          flush();
        });
      }
    };
    return (request) => {
      if (!this.#isExpecting) return one(request);
      return new Promise((resolve, reject) => {
        if (gathered.push({ request, resolve, reject }) === 1) setImmediate(flush);
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
      const outcome = outcomes[i] ?? { error: new ProtocolError("internal error: a write has no outcome") };
      if ("written" in outcome) resolve(outcome.written);
      else reject(outcome.error);
    }
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}
