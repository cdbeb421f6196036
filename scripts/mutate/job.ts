/** What became of a mutation: noticed, not noticed, or it never ended. */
export type Verdict = "killed" | "survived" | "endless";

/** A test that ran without a mutation. */
export interface Reach {
  /** Vitest's id: the same in each process. */
  readonly test: string;
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
  readonly ms: number;
  /** How often it came by a place where something can be mutated. */
  readonly calls: number;
  /** Mutations, by how often it came by each. */
  readonly mutants: Readonly<Record<string, number>>;
}

/** A line of what a process of tests writes. */
export type Said =
  | Reach
  /** It begins with this mutation: the last one begun, where a process has ended without a word. */
  | { readonly trying: string }
  | { readonly mutant: string; readonly verdict: Verdict; readonly by?: string }
  /** A test that fails without a mutation when it is repeated: it says nothing. */
  | { readonly unfit: string }
  /** Mutations that act while modules are loaded. */
  | { readonly loading: readonly string[] };

/** A mutation, and the tests or files of tests that may notice it, the fastest first. */
export interface Trial {
  readonly mutant: string;
  readonly by: readonly string[];
}

/** What one process of tests does. */
export interface Job {
  /** Where all processes of a run keep what they share. */
  readonly folder: string;
  /** Where this process writes. */
  readonly said: string;
  /** Files of tests. */
  readonly include: readonly string[];
  /** Mutated files, and where they are with their mutations in. */
  readonly code: Readonly<Record<string, string>>;
  /** `reach`: which test comes by what; `try`: repeats tests with a mutation; `load`: loads modules anew with one. */
  readonly phase: "reach" | "try" | "load";
  /** Tests that are passed over, by name. */
  readonly without?: string;
  readonly trials: readonly Trial[];
  readonly tests: Readonly<Record<string, Pick<Reach, "ms" | "calls">>>;
  /** Left over by a process that has ended, and tried before all others. */
  readonly first?: string;
}
