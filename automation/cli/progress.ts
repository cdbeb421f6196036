import { Listr } from "listr2";
import { visible } from "../reports/untrusted";
import type { CliContext } from "./context";

/** Tells how a step goes on: a short text, and for plain output how far it is. */
export type Tell = (text: string, share?: number) => void;

/** Runs steps one after the other and shows them. */
export interface Progress {
  step<T>(title: string, work: (tell: Tell) => Promise<T>): Promise<T>;
}

/** Moving on a terminal, plain lines elsewhere, nothing where the output is JSON. */
export function progressFor(context: CliContext, json: boolean): Progress {
  if (json) return { step: (_, work) => work(() => undefined) };
  return context.isTerminal ? terminalProgress() : plainProgress(context);
}

function terminalProgress(): Progress {
  return {
    async step<T>(title: string, work: (tell: Tell) => Promise<T>): Promise<T> {
      let result: { value: T } | undefined;
      const list = new Listr(
        [
          {
            title: visible(title),
            task: async (_, task) => {
              const tell: Tell = (text) => {
                task.output = visible(text);
              };
              result = { value: await work(tell) };
            },
          },
        ],
        // It would end the process once the step is over, before an interrupted run has written its report.
        { registerSignalListeners: false },
      );
      await list.run();
      if (result === undefined) throw new Error(`${title}: ended without a result`);
      return result.value;
    },
  };
}

/** A line when a step begins, and one at each tenth of the way. */
function plainProgress({ error }: CliContext): Progress {
  return {
    async step(title, work) {
      error(`${title}\n`);
      let tenth = 0;
      return work((text, share) => {
        if (share === undefined || Math.floor(share * 10) <= tenth) return;
        tenth = Math.floor(share * 10);
        error(`  ${text}\n`);
      });
    },
  };
}
