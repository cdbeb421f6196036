import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "./core/contract/errors.js";
import { type Creations, type Identity, textOfIdentity } from "./core/session/creations.js";

/** Names the file; the `roster` command sets it for its runs. */
export const JOURNAL_VARIABLE = "ROSTER_JOURNAL";

/** A person by a hash of platform, tenant and natural key: nothing of anybody stands in the file but ids. */
const Line = z.object({ person: z.string(), id: z.string().optional(), refused: z.literal(true).optional() });
type Line = z.infer<typeof Line>;

/** Keeps the creations of a run in a file, a line each, so that a kill loses at most the last one. */
export class CreationJournal implements Creations {
  readonly #left = new Map<string, { readonly id: string | undefined }>();

  /** Lines that can't be read, as the last one of a killed run, prove nothing and are passed over. */
  constructor(readonly file: string) {
    for (const text of textOf(file).split("\n")) {
      const line = lineOf(text);
      if (line?.refused) this.#forgetBegun(line.person);
      else if (line) this.#left.set(line.person, { id: line.id ?? this.#left.get(line.person)?.id });
    }
  }

  /** Of two resources for one person the second is refused, and the first one's account stays. */
  #forgetBegun(person: string): void {
    if (this.#left.get(person)?.id === undefined) this.#left.delete(person);
  }

  /** @throws ConfigurationError where the file can't be written: then nobody is created */
  begin(identity: Identity): void {
    try {
      this.#append({ person: nameOf(identity) });
    } catch (error) {
      throw new ConfigurationError(
        `${this.file} can't be written (${(error as Error).message}), and a run that could not be continued must not create anybody. ` +
          "Nothing was sent. Make room, and run again",
        { cause: error },
      );
    }
  }

  made(identity: Identity, id: string): void {
    this.#appendIfPossible({ person: nameOf(identity), id });
  }

  refused(identity: Identity): void {
    this.#appendIfPossible({ person: nameOf(identity), refused: true });
  }

  leftBy(identity: Identity): { readonly id: string | undefined } | undefined {
    return this.#left.get(nameOf(identity));
  }

  /** The account is there, whatever the disk says: its creation was begun by an earlier line. */
  #appendIfPossible(line: Line): void {
    try {
      this.#append(line);
    } catch {
      // Nothing is lost by it: the state has the account once the step ends.
    }
  }

  #append(line: Line): void {
    mkdirSync(dirname(this.file), { recursive: true });
    // A line break first: it ends what a killed run may have left of its last line.
    appendFileSync(this.file, `\n${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function lineOf(text: string): Line | undefined {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function nameOf(identity: Identity): string {
  return createHash("sha256").update(textOfIdentity(identity)).digest("hex").slice(0, 32);
}
