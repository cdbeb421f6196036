import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { FOLDERS, type Folder } from "./mutate/folders";
import { Memory } from "./mutate/memory";
import { figuresOf, listName, mutationPage, type Result, survivorList } from "./mutate/page";
import { interrupt, wasInterrupted } from "./mutate/processes";
import { mutate } from "./mutate/run";
import { runBin } from "./vitest-run";

const ROOT = join(__dirname, "..", "..");
const PAGE = join("docs", "mutation.md");

/**
 * Mutates folders of scripts/mutate/folders.ts, or all, and writes what survived into docs/mutation.md. What survived in a
 * single file is printed.
 */
async function main(): Promise<void> {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: {
      // Whether those are tried that act while modules are loaded.
      loading: { type: "boolean", default: false },
      // Without what earlier runs found out.
      fresh: { type: "boolean", default: false },
      processes: { type: "string", default: String(availableParallelism()) },
    },
  });
  process.chdir(ROOT);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  const memory = new Memory(values.fresh);
  const pace = { processes: Number(values.processes), loading: values.loading, memory };
  for (const name of names.length === 0 ? Object.keys(FOLDERS) : names) {
    const folder = folderOf(name);
    const result = { name, ...(await mutate(name, folder, pace)) };
    // What was not tried any more is no survivor.
    if (wasInterrupted()) {
      process.exitCode = 1;
      return;
    }
    if (name in FOLDERS) await write(result);
    else console.log(survivorList(result));
    const { killed, mutants, percent } = figuresOf(result);
    console.log(`${name}: ${killed} of ${mutants} killed, ${percent} %; wanted are ${folder.least} %`);
    if (percent < folder.least) process.exitCode = 1;
  }
}

/** The folder itself, or that of a file. */
function folderOf(name: string): Folder {
  const found = Object.entries(FOLDERS).find(
    ([folder]) => name === folder || (name.startsWith(`${folder}/`) && existsSync(name)),
  );
  if (found === undefined) throw new Error(`${name} is none of ${Object.keys(FOLDERS).join(", ")}, and no file in one`);
  return found[1];
}

async function write(result: Result): Promise<void> {
  const list = join(dirname(PAGE), listName(result.name));
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(list, survivorList(result));
  const before = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  writeFileSync(PAGE, mutationPage(before, result, new Date().toISOString().slice(0, 10)));
  await runBin(["@biomejs/biome/bin/biome", "format", "--write", PAGE]);
}

void main();
