import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FOLDERS } from "./mutate/folders";
import { figuresOf, listName, mutationPage, survivorList } from "./mutate/page";
import { mutate } from "./mutate/run";
import { runBin } from "./vitest-run";

const ROOT = join(__dirname, "..", "..");
const PAGE = join("docs", "mutation.md");

/**
 * Mutates folders and writes what survived into docs/mutation.md. Ends with 1 where fewer are killed than should be.
 *
 * @param names which of scripts/mutate/folders.ts; without one, all
 */
async function main(names: readonly string[]): Promise<void> {
  process.chdir(ROOT);
  for (const name of names.length === 0 ? Object.keys(FOLDERS) : names) {
    const folder = FOLDERS[name];
    if (folder === undefined) throw new Error(`${name} is none of ${Object.keys(FOLDERS).join(", ")}`);
    const result = { name, ...(await mutate(name, folder)) };
    const list = join(dirname(PAGE), listName(name));
    mkdirSync(dirname(list), { recursive: true });
    writeFileSync(list, survivorList(result));
    const before = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
    writeFileSync(PAGE, mutationPage(before, result, new Date().toISOString().slice(0, 10)));
    await runBin(["@biomejs/biome/bin/biome", "format", "--write", PAGE]);
    const { killed, mutants, percent } = figuresOf(result);
    console.log(`${name}: ${killed} of ${mutants} killed, ${percent} %; wanted are ${folder.least} %`);
    if (percent < folder.least) process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
