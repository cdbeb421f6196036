import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { systemClock } from "../../../provider/system-context";
import { Failure } from "../../common/failure";
import { OWNER_ONLY, removeFile, writeWhole } from "../../common/files";
import { jsonText } from "../../common/json-text";
import { isPlatformId, type PlatformId } from "../../common/platforms";
import { reasonOf } from "../../common/yaml-file";

/** Who is made for trials, and where: all that the next start needs to remove them. Nothing else of anybody is in it. */
const Entry = z.object({
  platform: z.string().refine(isPlatformId),
  tenant: z.string(),
  address: z.string(),
  /** Ids that the account has had, as far as the vendor has told them. */
  ids: z.array(z.string()),
  /** In milliseconds of the clock. */
  begunAt: z.number(),
});
type Entry = z.infer<typeof Entry> & { readonly platform: PlatformId };

/**
 * A trial touches its file so often, in milliseconds. Numbers of processes would tell less: they are used again, dead ones are kept,
 * and another machine has others.
 */
const BEAT = 500;
const DEAD_AFTER = 4 * BEAT;
const LONG_AGO = new Date(0);
/** What file systems without links say. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL"];

/** The file that outlives a trial which is killed. */
export class TrialJournal {
  #beat: NodeJS.Timeout | undefined;

  private constructor(
    readonly file: string,
    private entry: Entry,
    /** When a process was last at it, in milliseconds of the clock. */
    readonly lastAlive: number,
  ) {}

  /**
   * Writes down that somebody is about to be made. The file is there whole or not at all: whoever is killed before has made nobody.
   *
   * @throws Failure where the file can't be written, or is there: then nobody must be made
   */
  static begin(folder: string, entry: Omit<Entry, "ids">): TrialJournal {
    const whole = { ...entry, ids: [] };
    const file = join(folder, `doctor-${entry.platform}.json`);
    try {
      mkdirSync(folder, { recursive: true });
      appear(file, jsonText(whole));
    } catch (error) {
      throw new Failure("folder", `${file} can't be made (${(error as Error).message}), so nobody was created`, {
        cause: error,
      });
    }
    const journal = new TrialJournal(file, whole, entry.begunAt);
    journal.#beat = setInterval(() => touch(file, new Date()), BEAT).unref();
    return journal;
  }

  /** Those of trials that were ended before their person was removed. Throws where a trial is still under way. */
  static async leftIn(folder: string, signal?: AbortSignal): Promise<readonly TrialJournal[]> {
    const journals: TrialJournal[] = [];
    for (const name of namesIn(folder, /^doctor-\w+\.json$/)) {
      const file = join(folder, name);
      if (await isTouched(file, signal)) {
        throw new Failure("folder", `another roster doctor makes trials here (${file}); run again once it has ended`);
      }
      const entry = entryIn(file);
      journals.push(new TrialJournal(file, entry, Math.max(entry.begunAt, statSync(file).mtimeMs)));
    }
    removeOldDrafts(folder);
    return journals;
  }

  get made(): Entry {
    return this.entry;
  }

  /** Adds an id of the account. Where it can't be written, the account is found by its address. */
  add(id: string): void {
    if (this.entry.ids.includes(id)) return;
    this.entry = { ...this.entry, ids: [...this.entry.ids, id] };
    try {
      writeWhole(this.file, jsonText(this.entry), OWNER_ONLY);
    } catch {
      // The run itself knows the id, and goes on to remove the account.
    }
  }

  /** @param isOver nobody is left, so that nothing has to be known of it any more */
  close(isOver: boolean): void {
    clearInterval(this.#beat);
    if (isOver) for (const file of [this.file, ...draftsOf(this.file)]) removeFile(file);
    else touch(this.file, LONG_AGO);
  }
}

/** Makes the file with all of its text, where there is none. */
function appear(file: string, text: string): void {
  const draft = `${file}.${process.pid}.part`;
  try {
    writeFileSync(draft, text, { mode: OWNER_ONLY, flush: true });
    linkSync(draft, file);
  } catch (error) {
    // A folder of another kind, which has no links. A kill in the middle of this leaves a file that can't be read.
    if (!NO_LINKS.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    writeFileSync(file, text, { flag: "wx", mode: OWNER_ONLY, flush: true });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What a process that was killed while it wrote the journal has left beside it. */
function draftsOf(file: string): readonly string[] {
  const [folder, name] = [dirname(file), basename(file)];
  return namesIn(folder, /\.part$/).flatMap((other) => (other.startsWith(`${name}.`) ? [join(folder, other)] : []));
}

/** Those of processes that were killed before their journal was there: they have made nobody. */
function removeOldDrafts(folder: string): void {
  for (const name of namesIn(folder, /^doctor-\w+\.json\.\w+\.part$/)) {
    const file = join(folder, name);
    const [journal = ""] = /^doctor-\w+\.json/.exec(name) ?? [];
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (!existsSync(join(folder, journal)) && Date.now() - modified > DEAD_AFTER) rmSync(file, { force: true });
  }
}

function namesIn(folder: string, pattern: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch (error) {
    throw new Failure("folder", `${folder} may say whom a trial has made, and can't be read: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function entryIn(file: string): Entry {
  try {
    return Entry.parse(JSON.parse(readFileSync(file, "utf8"))) as Entry;
  } catch (error) {
    throw new Failure(
      "folder",
      `${file} says whom a trial has made, and can't be read. Look for that person at the vendor, and remove the file then`,
      { cause: error },
    );
  }
}

function touch(file: string, at: Date): void {
  try {
    utimesSync(file, at, at);
  } catch {
    // Whoever comes next waits for a moment.
  }
}

/** Whether somebody still touches it; waits as long as that takes to be seen. */
async function isTouched(file: string, signal: AbortSignal | undefined): Promise<boolean> {
  const { mtimeMs } = statSync(file);
  const age = Date.now() - mtimeMs;
  if (age > DEAD_AFTER) return false;
  await systemClock.sleep(DEAD_AFTER, signal);
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs !== mtimeMs;
}
