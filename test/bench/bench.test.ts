import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { Figures, reader } from "./told";

const MAIN = join(__dirname, "..", "..", "dist", "bench", "main.js");
const Report = z.strictObject({ engine: z.literal("embedded"), figures: Figures });

/** The bench as its command runs it. */
async function figures(...args: readonly string[]) {
  const text = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [MAIN, "--json", ...args], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  return reader(Report.parse(JSON.parse(text)).figures);
}

it("the bench compares the client with a bare one", async () => {
  const value = await figures("--n", "20", "--only", "client");
  expect(value("client-overhead-ratio", 40)).toBeGreaterThan(0);
});

it("50,000 people are read through one listing, in less than 1 GiB and in time that grows with their number", async () => {
  const value = await figures("--n", "1000", "--only", "listing");
  // Pages of 500. Nobody here declares a role or a manager, so nobody asks who has which.
  for (const n of [1000, 50_000]) expect(value("listing-calls", n)).toBe(n / 500);
  expect(value("listing-peak-memory", 50_000)).toBeLessThan(1024);
  // The small one's seconds are mostly its start, so this is generous.
  expect(value("listing-seconds", 50_000)).toBeLessThan(100 * value("listing-seconds", 1000));
});

it("an export of 50,000 is read in less than 500 MiB, and in time that grows with its rows", async () => {
  const value = await figures("--n", "1000", "--only", "roster");
  for (const format of ["", "-xlsx"]) {
    expect(value(`roster-read-memory${format}`, 50_000), format).toBeLessThan(500);
    // Of the small one's seconds a part is the start, so that ten times as many may take ten times as long.
    const seconds = (n: number): number => value(`roster-read-processor-seconds${format}`, n);
    expect(seconds(50_000), format).toBeLessThan(15 * seconds(5_000));
    for (const n of [5_000, 50_000]) expect(value(`roster-read-seconds${format}`, n), format).toBeGreaterThan(0);
  }
});
