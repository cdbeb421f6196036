import type { CliContext } from "../../automation/cli/context";

/** What a command has said so far. */
export interface Said {
  out: string;
  error: string;
  /** Both, in their order. */
  all: string;
}

/** A context that reaches nothing but what it is given, and keeps what is said in it. */
export function keptContext(changes: Partial<CliContext> = {}): { readonly context: CliContext; readonly said: Said } {
  const said: Said = { out: "", error: "", all: "" };
  const context: CliContext = {
    folder: "/nowhere",
    environment: {},
    packageFolder: "/nowhere",
    out: (text) => {
      said.out += text;
      said.all += text;
    },
    error: (text) => {
      said.error += text;
      said.all += text;
    },
    isTerminal: false,
    columns: undefined,
    hasColour: false,
    now: () => new Date(),
    signal: new AbortController().signal,
    beginWriting: async () => undefined,
    user: "tester",
    ...changes,
  };
  return { context, said };
}
