import { join } from "node:path";
import { Engine } from "../engine/index";
import { configuration, type Operation, PASSPHRASE, type Run, type Runner, type Setting, STACK } from "./runner";

/** Runs the example on the embedded engine, in this process. */
export function embeddedRunner({ program, folder, environment, signal }: Setting): Runner {
  const run = async (operation: Operation, roster: string): Promise<Run> => {
    const engine = new Engine({
      programDirectory: program,
      stack: STACK,
      stateDirectory: join(folder, "state"),
      passphrase: PASSPHRASE,
      config: configuration(roster),
      env: { ...environment },
    });
    const { succeeded, changes, events } = await engine[operation]({ signal });
    return { succeeded, changes, events };
  };
  return { name: "embedded", run, close: async () => undefined };
}
