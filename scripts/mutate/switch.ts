/** What instrumented code looks at, by Stryker's names. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage: {
    /** Read at each place where something can be mutated, whatever runs there. */
    readonly static: Record<string, number>;
    readonly perTest: Record<string, Readonly<Record<string, number>>>;
  };
}

const TOO_OFTEN = "a mutation never ended";

let calls = 0;
let limit = Number.POSITIVE_INFINITY;
const loading: Record<string, number> = {};

const active: Switch = {
  mutantCoverage: {
    get static() {
      if (++calls > limit) throw new Error(TOO_OFTEN);
      return loading;
    },
    perTest: {},
  },
};
Object.assign(globalThis, { __stryker__: active });

/** Notes what a test comes by from here on; without one, what modules come by. */
export function note(test: string | undefined): void {
  active.currentTestId = test;
  calls = 0;
}

export function noted(test: string): { readonly calls: number; readonly mutants: Readonly<Record<string, number>> } {
  return { calls, mutants: active.mutantCoverage.perTest[test] ?? {} };
}

export function whileLoading(): readonly string[] {
  return Object.keys(loading);
}

/** Makes one mutation act, until as many places have been passed; without one, none acts. */
export function activate(mutant: string | undefined, most = Number.POSITIVE_INFINITY): void {
  active.activeMutant = mutant;
  calls = 0;
  limit = most;
}

export function isEndless(error: unknown): boolean {
  return error instanceof Error && error.message === TOO_OFTEN;
}

/** As the test's time is over while something of it goes on. */
export function tooLate(): Error {
  return new Error(TOO_OFTEN);
}
