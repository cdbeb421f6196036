import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../roster-lab";
import { folderOfFiles } from "./files";

const COMMAND = join(ROOT, "dist", "automation", "main.js");
/** Reading so many rows takes a multiple of what an interruption may take. */
const ROWS = 400_000;
/** Two seconds are meant; the rest is for busy machines. */
const SOON_MILLISECONDS = 8_000;
const HAS_FIFO = process.platform !== "win32" && spawnSync("mkfifo", ["--version"]).status === 0;

const folder = folderOfFiles();

test.skipIf(!HAS_FIFO || !existsSync(COMMAND))(
  "a command that is ended while it reads an export ends soon, and leaves nothing half-written (needs a build)",
  async () => {
    const fifo = join(folder.path, "staff.csv");
    spawnSync("mkfifo", [fifo]);
    folder.write(
      "roster.yaml",
      "sources: { staff: { file: staff.csv, columns: { key: Id, name: Name, email: Mail }, values: { platforms: adobe } } }\n",
    );
    const before = readdirSync(folder.path);
    const child = spawn(process.execPath, [COMMAND, "plan", "--engine=embedded"], { cwd: folder.path });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
    const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
    // A pipe with a name says when the command has begun to read, and when it has the last row and parses.
    const pipe = await open(fifo, "w");
    const rows = Array.from({ length: ROWS }, (_, i) => `e${i},Ada Byron,ada${i}@example.com\n`);
    await pipe.writeFile(`Id,Name,Mail\n${rows.join("")}`);
    await pipe.close();
    const started = performance.now();
    child.kill("SIGTERM");
    expect(await ended).toBe(1);
    expect(performance.now() - started).toBeLessThan(SOON_MILLISECONDS);
    expect(text).toContain("interrupted before anything was changed at a vendor");
    expect(readdirSync(folder.path)).toEqual(before);
  },
);
