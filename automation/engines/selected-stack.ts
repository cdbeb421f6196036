import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../common/files";

/** What a stack is called where nobody has said anything. */
export const USUAL_STACK = "dev";

/** Where a project's stacks of the embedded engine live. */
interface Place {
  readonly stateFolder: string;
  readonly project: string;
}

/** The stack that `roster init` made last on the embedded engine, which has no command to select one. */
export function selectedOnEmbedded(place: Place): string | undefined {
  const file = selectionFile(place);
  const name = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return name === "" ? undefined : name;
}

/** From now on commands without `--stack` work on this one. */
export function selectOnEmbedded(place: Place, stack: string): void {
  if (selectedOnEmbedded(place) !== stack) writeWhole(selectionFile(place), `${stack}\n`);
}

function selectionFile({ stateFolder, project }: Place): string {
  return join(stateFolder, project, "selected");
}
