import { Listr } from "listr2";
import { shareIn } from "../../provider/core/many/progress";
import type { EngineEvent } from "../engines/stack-engine";
import { visible } from "../reports/untrusted";
import type { CliContext } from "./context";

/** Tells how a step goes on: a short text, and for plain output how far it is, or what it is a part of. */
export type Tell = (text: string, share?: number, part?: string) => void;

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

/** Passes on what a set of people says of its own progress, such as "120 of 400 people done, 58 a minute, about 5 min left". */
export function tellProgress({ diagnosticEvent }: EngineEvent, tell: Tell): void {
  const text = diagnosticEvent?.severity === "info" ? diagnosticEvent.message.trim() : "";
  const share = shareIn(text);
  if (share !== undefined) tell(text, share, `set ${diagnosticEvent?.urn ?? ""}`);
}

/** A line when a step begins, and one at each tenth of the way of each of its parts, which may begin anew. */
function plainProgress({ error }: CliContext): Progress {
  return {
    async step(title, work) {
      error(`${title}\n`);
      const tenths = new Map<string, number>();
      return work((text, share, part = "") => {
        if (share === undefined) return;
        const tenth = Math.floor(share * 10);
        if (tenth === (tenths.get(part) ?? 0)) return;
        tenths.set(part, tenth);
        error(`  ${text}\n`);
      });
    },
  };
}
