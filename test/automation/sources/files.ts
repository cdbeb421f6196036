import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { Failure } from "../../../automation/common/failure";
import { readRoster } from "../../../automation/roster/file/read-roster";
import type { Roster } from "../../../automation/roster/model/roster";

/** A folder of files that is gone after the tests. */
export function folderOfFiles(): { readonly path: string; write(name: string, content: string | Uint8Array): string } {
  const path = mkdtempSync(join(tmpdir(), "roster-sources-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, content) => {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
  };
}

/** What can't be read, a line each; none where it can. */
export async function problemsOf(file: string, today?: string): Promise<readonly string[]> {
  try {
    await readRoster(file, { today });
  } catch (error) {
    if (error instanceof Failure) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** One platform's arguments of everybody, by key. */
export function accountsOf({ people }: Roster, platform: "adobe" | "netex" | "nerm" | "scim"): Record<string, unknown> {
  return Object.fromEntries([...people].map(([key, { accounts }]) => [key, accounts[platform]]));
}
