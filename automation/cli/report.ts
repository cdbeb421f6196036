import { resolve } from "node:path";
import { jsonText } from "../common/json-text";
import { readPlan } from "../plan/plan-file";
import { maskReview } from "../plan/review/mask";
import { type CliContext, EXIT, type Exit } from "./context";
import { PLAN_FILE } from "./plan";
import { htmlText, markdownText, terminalText } from "./rendering";

export interface ReportOptions {
  readonly cwd: string;
  readonly plan?: string;
  readonly format: "terminal" | "markdown" | "html";
  readonly mask?: true;
  readonly all?: true;
  readonly json?: true;
}

/** Shows a plan that was made before, in another form: no engine, no vendor. */
export async function report(options: ReportOptions, context: CliContext): Promise<Exit> {
  const plan = readPlan(resolve(context.folder, options.cwd, options.plan ?? PLAN_FILE));
  const review = options.mask && !plan.masked ? maskReview(plan.review) : plan.review;
  if (options.json) context.out(jsonText(review));
  else if (options.format === "markdown") context.out(markdownText(review));
  else if (options.format === "html") context.out(htmlText(review));
  else context.out(terminalText(review, context, options.all ? { all: true } : {}));
  return EXIT.nothing;
}
