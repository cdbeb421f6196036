import { basename, extname } from "node:path";
import { stringify } from "yaml";
import type { Table } from "../tables/table";
import type { Guess, GuessedSource } from "./guess-source";

/** How a file is read, as far as it doesn't say so itself. */
export type ReadingGuess = Omit<Guess, "value"> & { readonly value: string | number };

/** The share of the rows there are now that a night may lack before it is taken for a cut file. */
const LEAST = 0.9;

/**
 * A roster in YAML that is filled from one file, to be looked at: what may be wrong says so.
 *
 * @param file as the roster names it
 */
export function rosterOfSource(
  file: string,
  table: Table,
  guessed: GuessedSource,
  reading: readonly ReadingGuess[] = [],
): string {
  const name = basename(file, extname(file)).replace(/[^\p{L}\p{N}_-]+/gu, "-") || "export";
  const { columns, values, where, dates, left } = guessed;
  return [
    `# Made of ${inComment(basename(file))}. Look at the lines that are marked as guessed, and then at \`roster plan\`.`,
    "sources:",
    `  ${scalar(name)}: # the name in messages`,
    `    file: ${scalar(file)}`,
    `    atLeast: ${Math.max(1, Math.floor(table.rows.length * LEAST))} # rows; fewer are an error, since a cut file is no leavers`,
    ...reading.map((guess) => line(4, guess)),
    ...[dates, where].flatMap((guess) => (guess ? [line(4, guess)] : [])),
    "    columns: # attribute: column",
    ...columns.map((guess) => line(6, guess)),
    "    values: # attribute: what everybody has",
    ...values.map((guess) => line(6, guess)),
    ...(left.length === 0
      ? []
      : ["# Columns that were not placed:", ...left.map((column) => `#   ${inComment(column)}`)]),
    "",
  ].join("\n");
}

function line(indent: number, { name, value, doubt }: ReadingGuess): string {
  const comment = doubt === undefined ? "" : ` # guessed${doubt === "" ? "" : `: ${doubt}`}`;
  return `${" ".repeat(indent)}${scalar(name)}: ${scalar(value)}${comment}`;
}

/** A value in YAML, on one line. */
function scalar(value: string | number): string {
  const plain = stringify(value, { lineWidth: 0 }).trimEnd();
  return plain.includes("\n") || plain.includes(" #") ? JSON.stringify(value) : plain;
}

function inComment(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}
