import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terminalNarrator } from "./narrator";
import type { Narrator } from "./story";
import { VENDORS } from "./vendors";

/**
 * Leaves logs in a folder: demo.txt, which is what a run in a pipe prints, and for each step its engine events and its
 * vendor requests, a line of JSON each. Request headers are left out, as they hold the tokens.
 */
export function keepingNarrator(folder: string): Narrator {
  mkdirSync(folder, { recursive: true });
  const text = join(folder, "demo.txt");
  writeFileSync(text, "");
  const plain = terminalNarrator((part) => appendFileSync(text, part), false);
  return {
    begin: plain.begin,
    end(report) {
      plain.end(report);
      const requests = VENDORS.flatMap((vendor) =>
        report.log[vendor].map(({ headers: _, ...request }) => ({ vendor, ...request })),
      );
      writeLines(join(folder, `${report.step}.events.jsonl`), report.run.events);
      writeLines(join(folder, `${report.step}.requests.jsonl`), requests);
    },
  };
}

/** One narrator that tells several. */
export function together(...narrators: readonly Narrator[]): Narrator {
  return {
    begin: (title, happenings) => {
      for (const narrator of narrators) narrator.begin(title, happenings);
    },
    end: (report) => {
      for (const narrator of narrators) narrator.end(report);
    },
  };
}

function writeLines(file: string, items: readonly unknown[]): void {
  writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(""));
}
