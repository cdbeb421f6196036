import type { PlainAnswer, Question } from "../servers/forwarding";
import { type Edit, edited } from "./edits";

/** What becomes of an answer. Everything but `reset: before` happens after the vendor has carried the request out. */
export type Mutation =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "cut"; readonly share: number }
  | { readonly kind: "status"; readonly status: number; readonly body: string | undefined }
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "reset"; readonly when: "before" | "after" | "during" }
  /** The whole answer is that to another question: about somebody else, or the one before. */
  | { readonly kind: "other"; readonly whose: "bystander" | "previous" };

/** Which answers are hit: so many of those that fit, from one of them on. */
export interface Plan {
  readonly mutation: Mutation;
  readonly from: number;
  readonly times: number;
  readonly only: "any" | "reads" | "writes";
}

/** What the asker gets: an answer, or a connection that breaks: before anything was done, after it, or in the answer. */
export type Spoilt =
  | PlainAnswer
  | { readonly reset: "before" }
  | { readonly reset: "after" | "during"; readonly good: PlainAnswer };

/** Spoils the answers of a vendor, as long as it is armed. */
export class Spoiler {
  /** Every token that was sent, for messages to be searched. */
  readonly tokens = new Set<string>();
  /** What was asked, for a report of a failure. */
  readonly asked: string[] = [];
  #plan: Plan | undefined;
  #matching = 0;
  #previous: PlainAnswer | undefined;

  /**
   * @param vendor answers as it should
   * @param elsewhere what the same question about somebody else would be, for answers that are misrouted
   */
  constructor(
    readonly vendor: (question: Question) => Promise<PlainAnswer>,
    readonly elsewhere: (path: string) => string | undefined,
  ) {}

  arm(plan: Plan): void {
    this.#plan = plan;
    this.#matching = 0;
  }

  disarm(): void {
    this.#plan = undefined;
    this.asked.push("(no more mutations)");
  }

  async answer(question: Question): Promise<Spoilt> {
    const { method, path, headers } = question;
    const token = headers.authorization?.split(" ").at(-1) ?? headers["x-cloud-auth-token"];
    if (typeof token === "string") this.tokens.add(token);
    const mutation = this.#strikes(question);
    this.asked.push(`${method} ${path}${mutation ? ` (${mutation.kind})` : ""}`);
    if (mutation?.kind === "reset" && mutation.when === "before") return { reset: "before" };
    const good = await this.vendor(question);
    const before = this.#previous;
    this.#previous = good;
    if (!mutation) return good;
    if (mutation.kind === "reset") return mutation.when === "before" ? good : { reset: mutation.when, good };
    if (mutation.kind !== "other") return mutated(good, mutation);
    const other = mutation.whose === "bystander" ? this.elsewhere(path) : undefined;
    const answer =
      other === undefined ? before : await this.vendor({ ...question, method: "GET", path: other, body: "" });
    return answer ? { ...good, text: answer.text } : good;
  }

  #strikes({ method }: Question): Mutation | undefined {
    const plan = this.#plan;
    if (!plan) return undefined;
    const fits = plan.only === "any" || (plan.only === "reads") === (method === "GET");
    if (!fits) return undefined;
    const place = this.#matching++;
    return place >= plan.from && place < plan.from + plan.times ? plan.mutation : undefined;
  }
}

function mutated(good: PlainAnswer, mutation: Exclude<Mutation, { kind: "reset" | "other" }>): PlainAnswer {
  switch (mutation.kind) {
    case "edits":
      return { ...good, text: editedText(good.text, mutation.edits) };
    case "text":
      return { ...good, text: mutation.text };
    case "cut":
      return { ...good, text: good.text.slice(0, Math.floor(good.text.length * mutation.share)) };
    case "status":
      return { ...good, status: mutation.status, text: mutation.body ?? good.text };
    case "headers":
      return { ...good, headers: { ...good.headers, ...mutation.headers } };
  }
}

function editedText(text: string, edits: readonly Edit[]): string {
  if (text === "") return text;
  const value = edited(JSON.parse(text), edits);
  return typeof value === "symbol" ? "" : (JSON.stringify(value) ?? "");
}
