import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Instrumented } from "./instrument";
import type { Verdict } from "./job";

const FILE = join("node_modules", ".cache", "mutation.json");

/** What earlier runs found out, for as long as the mutated file and the tests that decide are the same. */
export class Memory {
  readonly #known: Record<string, Verdict>;
  readonly #digests = new Map<string, string>();
  readonly #helpers: string;

  constructor(fresh: boolean) {
    this.#known = fresh || !existsSync(FILE) ? {} : (JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Verdict>);
    this.#helpers = digestOf(
      globSync("test/**/*.ts")
        .filter((file) => !file.endsWith(".test.ts"))
        .sort()
        .map((file) => this.#digest(file)),
    );
  }

  /** @param reaching files of tests that may notice it */
  find(mutant: Instrumented, reaching: readonly string[]): Verdict | undefined {
    // A file has many tests, and each digest takes time.
    for (const file of new Set(reaching)) {
      const verdict = this.#known[this.#key(mutant, [file])];
      if (verdict === "killed" || verdict === "endless") return verdict;
    }
    return this.#known[this.#key(mutant, reaching)];
  }

  /** @param deciding the file whose test noticed it, or else all that may */
  keep(mutant: Instrumented, verdict: Verdict, deciding: readonly string[]): void {
    this.#known[this.#key(mutant, deciding)] = verdict;
  }

  save(): void {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, JSON.stringify(this.#known));
  }

  #key({ fileName, replacement, location: { start, end } }: Instrumented, tests: readonly string[]): string {
    const place = [start.line, start.column, end.line, end.column, replacement].join(":");
    const files = [...new Set(tests)].sort().map((file) => `${file} ${this.#digest(file)}`);
    return digestOf([fileName, this.#digest(fileName), place, this.#helpers, ...files]);
  }

  #digest(file: string): string {
    const known = this.#digests.get(file) ?? digestOf([readFileSync(file, "utf8")]);
    this.#digests.set(file, known);
    return known;
  }
}

function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
