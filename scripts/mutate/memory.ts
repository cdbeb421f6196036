import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Instrumented } from "./instrument";
import type { Verdict } from "./job";

const FILE = join("node_modules", ".cache", "mutation.json");
const IMPORTED = /(?:\bfrom|\bimport\()\s*"(\.[^"]+)"/g;

/** What earlier runs found out, for as long as the mutated file, and the tests that decide with their helpers, are the same. */
export class Memory {
  readonly #known: Record<string, Verdict>;
  readonly #digests = new Map<string, string>();
  readonly #textDigests = new Map<string, string>();

  constructor(fresh: boolean) {
    this.#known = fresh || !existsSync(FILE) ? {} : (JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Verdict>);
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
    return digestOf([fileName, this.#textDigest(fileName), place, ...files]);
  }

  /** Of a file of tests with what it imports of `test`. */
  #digest(file: string): string {
    const known = this.#digests.get(file) ?? digestOf([...importedBy(file)].sort().map((one) => this.#textDigest(one)));
    this.#digests.set(file, known);
    return known;
  }

  #textDigest(file: string): string {
    const known = this.#textDigests.get(file) ?? digestOf([readFileSync(file, "utf8")]);
    this.#textDigests.set(file, known);
    return known;
  }
}

/** The file itself, and what of the same folder at the top it leads to. */
function importedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  const [top] = file.split(sep);
  found.add(file);
  for (const [, target = ""] of readFileSync(file, "utf8").matchAll(IMPORTED)) {
    const path = `${join(dirname(file), target).replace(/\.(js|ts)$/, "")}.ts`;
    if (!found.has(path) && path.startsWith(`${top}${sep}`) && existsSync(path)) importedBy(path, found);
  }
  return found;
}

function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
