import type { EngineEvent } from "../engine/types";
import { isDefaultProvider, nameOf, ROOT_STACK_TYPE } from "../engine/urn";
import { equalValues, isMap, type PropertyMap } from "../engine/values";
import { forTerminal } from "../provider/core/messages/hidden-characters";
import { changedKeySigns, renderPropertyDiff, renderValue } from "./display-values";

export interface DisplayOptions {
  /** Colours for a terminal. Default: none. */
  color?: boolean;
  /** Also show each changed property, old and new, as `pulumi preview --diff` does. Default: keys only. */
  diff?: boolean;
  /** Also show what the program and the providers print. Default: yes. */
  showLogs?: boolean;
}

type Metadata = NonNullable<EngineEvent["resOutputsEvent"]>["metadata"];
type Color = "green" | "yellow" | "red" | "magenta" | "cyan" | "plain";

/** An operation's sign and colour, and what a preview and a finished step say of it. */
interface Words {
  sign: string;
  color: Color;
  planned: string;
  done: string;
}

const OPERATIONS: ReadonlyMap<string, Words> = new Map(
  (
    [
      ["same", " ", "plain", "", ""],
      ["create", "+", "green", "create", "created"],
      ["update", "~", "yellow", "update", "updated"],
      ["delete", "-", "red", "delete", "deleted"],
      ["replace", "+-", "magenta", "replace", "replaced"],
      ["create-replacement", "++", "green", "create replacement", "created replacement"],
      ["delete-replaced", "--", "red", "delete original", "deleted original"],
      ["import", "=", "cyan", "import", "imported"],
      ["import-replacement", "=>", "cyan", "import replacement", "imported replacement"],
      ["read", ">", "cyan", "read", "read"],
      ["read-replacement", ">>", "cyan", "read replacement", "read replacement"],
      ["refresh", "~", "cyan", "refresh", "refreshed"],
      ["discard", "<", "red", "discard", "discarded"],
      ["discard-replaced", "<<", "red", "discard original", "discarded original"],
    ] as const
  ).map(([op, sign, color, planned, done]) => [op, { sign, color, planned, done }]),
);

const CODES: Record<Color, string> = {
  green: "\u001b[32m",
  yellow: "\u001b[33m",
  red: "\u001b[31m",
  magenta: "\u001b[35m",
  cyan: "\u001b[36m",
  plain: "",
};
const RESET = "\u001b[0m";
/** Parts of a replacement, which a preview shows as one line. */
const REPLACEMENT_PARTS = new Set(["create-replacement", "delete-replaced", "discard-replaced"]);

/** The text that a user would see of a run, from its events. */
export function renderEvents(events: readonly EngineEvent[], options: DisplayOptions = {}): string {
  const printer = new Printer(options);
  for (const event of events) {
    printer.handle(event);
  }
  return printer.text;
}

class Printer {
  text = "";
  readonly #options: DisplayOptions;
  readonly #diagnostics = new Map<string, string[]>();
  #stack: Metadata | undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
  }

  handle(event: EngineEvent): void {
    const { resOutputsEvent, resOpFailedEvent, diagnosticEvent, summaryEvent } = event;
    if (resOutputsEvent !== undefined) {
      this.#step(resOutputsEvent.metadata, resOutputsEvent.planning === true);
    } else if (resOpFailedEvent !== undefined) {
      this.#line(resOpFailedEvent.metadata, "failed", "red");
    } else if (diagnosticEvent !== undefined) {
      this.#diagnostic(diagnosticEvent);
    } else if (summaryEvent !== undefined) {
      this.#end(summaryEvent);
    }
  }

  #step(metadata: Metadata, planning: boolean): void {
    const { op, type, urn } = metadata;
    if (type === ROOT_STACK_TYPE) {
      const isSecondOfTwo = this.#stack !== undefined;
      this.#stack = metadata;
      if (isSecondOfTwo && planning) {
        return;
      }
    }
    if (isDefaultProvider(urn) || (planning && REPLACEMENT_PARTS.has(op))) {
      return;
    }
    if (op === "same" || op === "refresh") {
      return;
    }
    const words = wordsOf(op);
    this.#line(metadata, planning ? words.planned : words.done, words.color);
    if (this.#options.diff === true && !REPLACEMENT_PARTS.has(op)) {
      for (const line of renderPropertyDiff(metadata)) {
        this.#write(
          `      ${this.#paint(line.text, line.sign === "+" ? "green" : line.sign === "-" ? "red" : "yellow")}\n`,
        );
      }
    }
  }

  #line(metadata: Metadata, text: string, color: Color): void {
    const { op, type, urn } = metadata;
    const sign = this.#paint(wordsOf(op).sign.padEnd(2), color);
    const keys = REPLACEMENT_PARTS.has(op) || op === "create" || op === "delete" ? [] : changedKeySigns(metadata);
    const diff = keys.length > 0 ? ` [diff: ${keys.join(",")}]` : "";
    this.#write(` ${sign} ${type} ${nameOf(urn)} ${this.#paint(text, color)}${diff}\n`);
  }

  #diagnostic({ severity, message, urn }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
    const isLog = severity === "info" || severity === "info#err";
    const isSaid = severity === "error" || severity === "warning";
    // `pulumi` also sends "debug", which its types don't know: all that is declared of each person, as a line of text.
    if (isLog ? this.#options.showLogs === false : !isSaid) {
      return;
    }
    const text = message.trimEnd();
    const key = urn ?? this.#stack?.urn ?? "";
    const list = this.#diagnostics.get(key) ?? [];
    const label = severity === "error" ? this.#paint("error: ", "red") : this.#paint("warning: ", "yellow");
    list.push(isLog ? text : `${label}${text}`);
    this.#diagnostics.set(key, list);
  }

  #end(summary: NonNullable<EngineEvent["summaryEvent"]>): void {
    this.#writeDiagnostics();
    this.#writeOutputs();
    const isPreview = "isPreview" in summary && summary.isPreview === true;
    const changes = new Map(Object.entries(summary.resourceChanges));
    const unchanged = changes.get("same") ?? 0;
    changes.delete("same");
    this.#write("Resources:\n");
    let total = 0;
    for (const [op, words] of OPERATIONS) {
      const count = changes.get(op) ?? 0;
      if (count > 0) {
        total += count;
        const text = isPreview ? `to ${words.planned}` : words.done;
        this.#write(`    ${this.#paint(`${words.sign} ${count} ${text}`, words.color)}\n`);
      }
    }
    if (total === 0) {
      this.#write(`    ${unchanged} unchanged\n`);
    } else if (unchanged > 0) {
      this.#write(`    ${total} ${total === 1 ? "change" : "changes"}. ${unchanged} unchanged\n`);
    }
    if (!isPreview) {
      this.#write(`\nDuration: ${summary.durationSeconds}s\n`);
    }
  }

  #writeDiagnostics(): void {
    if (this.#diagnostics.size === 0) {
      return;
    }
    this.#write("\nDiagnostics:\n");
    for (const [urn, messages] of this.#diagnostics) {
      const type = urn.split("::")[2]?.split("$").at(-1) ?? "run";
      this.#write(`  ${type}${urn === "" ? "" : ` (${nameOf(urn)})`}:\n`);
      for (const message of messages) {
        this.#write(`${message.replaceAll(/^/gm, "    ")}\n`);
      }
    }
    this.#write("\n");
  }

  #writeOutputs(): void {
    const olds = mapOf(this.#stack?.old?.outputs);
    const news = mapOf(this.#stack?.new?.outputs);
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
    if (keys.length === 0) {
      return;
    }
    this.#write("Outputs:\n");
    for (const key of keys) {
      const [old, value] = [olds[key], news[key]];
      if (value === undefined) {
        this.#write(`  ${this.#paint(`- ${key}: ${renderValue(old ?? null)}`, "red")}\n`);
      } else if (old === undefined) {
        this.#write(`  ${this.#paint(`+ ${key}: ${renderValue(value)}`, "green")}\n`);
      } else if (equalValues(old, value)) {
        this.#write(`    ${key}: ${renderValue(value)}\n`);
      } else {
        this.#write(`  ${this.#paint(`~ ${key}: ${renderValue(old)} => ${renderValue(value)}`, "yellow")}\n`);
      }
    }
    this.#write("\n");
  }

  #paint(text: string, color: Color): string {
    return this.#options.color === true && color !== "plain" ? `${CODES[color]}${text}${RESET}` : text;
  }

  #write(text: string): void {
    this.text += forTerminal(text, this.#options.color === true);
  }
}

function wordsOf(op: string): Words {
  return OPERATIONS.get(op) ?? { sign: "?", color: "plain", planned: op, done: op };
}

function mapOf(value: unknown): PropertyMap {
  return isMap(value) ? value : {};
}
