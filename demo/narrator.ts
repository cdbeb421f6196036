import { styleText } from "node:util";
import { renderEvents } from "./display";
import { requestLine } from "./request-line";
import type { Narrator, StepReport } from "./story";
import { VENDORS } from "./vendors";

/** More lines than this of one kind are counted instead of shown. */
const MOST_LINES = 14;

/** Requests are cut to this many characters, as their bodies repeat whole users. */
const WIDEST = 132;

/** Tells the demo to a person at a terminal, or in a pipe. */
export function terminalNarrator(write: (text: string) => void, color: boolean): Narrator {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  let number = 0;
  return {
    begin(title, happenings) {
      write(`\n${paint("bold", `${++number}. ${title}`)}\n`);
      for (const happening of happenings) write(`   ${paint("cyan", "•")} ${happening}\n`);
      write("\n");
    },
    end({ run, log, active, requests, seconds, step }: StepReport) {
      const isShort = step !== "up" && step !== "preview" && step !== "destroy";
      write(
        limited(renderEvents(run.events, { color, diff: isShort, showLogs: !run.succeeded }).trimEnd().split("\n")),
      );
      for (const vendor of VENDORS) {
        const writes = log[vendor].filter(({ kind }) => kind === "write").map(requestLine);
        if (writes.length === 0) continue;
        write(`\n  ${paint("bold", `sent to ${vendor}`)}\n`);
        write(limited(writes.map((line) => `    ${paint("dim", cut(line))}`)));
      }
      const counts = VENDORS.map(
        (vendor) =>
          `${vendor} ${requests[vendor].read} read, ${requests[vendor].write} written, ${active[vendor]} active`,
      );
      write(`\n  ${counts.join(" · ")} · ${seconds.toFixed(1)} s\n`);
    },
  };
}

/** Tells a step that failed and no other, beside machine-readable output. */
export function failureNarrator(write: (text: string) => void): Narrator {
  return {
    begin: () => undefined,
    end({ run, step }) {
      if (run.succeeded) return;
      write(`${step} failed\n`);
      write(limited(renderEvents(run.events, { color: false, diff: false, showLogs: true }).trimEnd().split("\n")));
    },
  };
}

function cut(line: string): string {
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

/** The first and the last lines, with a count of what stands between. */
function limited(lines: readonly string[]): string {
  const tail = 8;
  const shown =
    lines.length <= MOST_LINES + tail + 1
      ? lines
      : [...lines.slice(0, MOST_LINES), `    … ${lines.length - MOST_LINES - tail} more lines`, ...lines.slice(-tail)];
  return `${shown.join("\n")}\n`;
}
