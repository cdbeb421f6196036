import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leftOut } from "./wording";

interface Position {
  readonly line: number;
  readonly column: number;
}

/** As the instrumenter tells it; lines and columns from 0. */
export interface Instrumented {
  readonly id: string;
  readonly fileName: string;
  readonly replacement: string;
  readonly status?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Made {
  readonly mutants: readonly Instrumented[];
  /** Files, and where they are with their mutations in. */
  readonly code: Readonly<Record<string, string>>;
}

const silent = new Proxy({}, { get: (_, name) => (name === "isDebugEnabled" ? () => false : () => undefined) });

/** Puts every mutation into files at once, each behind a switch. */
export async function instrument(files: readonly string[], folder: string): Promise<Made> {
  const { Instrumenter } = await import("@stryker-mutator/instrumenter");
  const given = files.map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
  const options = { plugins: null, excludedMutations: [], ignorers: [{ shouldIgnore: leftOut }] };
  const made = await new Instrumenter(silent as never).instrument(given as never, options as never);
  const code: Record<string, string> = {};
  for (const [i, { name, content }] of made.files.entries()) {
    const copy = join(folder, `${i}.ts`);
    writeFileSync(copy, content);
    code[name] = copy;
  }
  return { mutants: made.mutants as unknown as readonly Instrumented[], code };
}
