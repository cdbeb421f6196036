import { resolve } from "node:path";
import { jsonText } from "../common/files";
import { readPlan } from "../plan/plan-file";
import { maskReview } from "../plan/review/mask";
import { PLAN_FILE } from "./plan";
import { htmlText, markdownText, terminalText } from "./rendering";
import { EXIT, type Exit, type World } from "./world";

export interface ReportOptions {
  readonly cwd: string;
  readonly plan?: string;
  readonly format: "terminal" | "markdown" | "html";
  readonly mask?: true;
  readonly all?: true;
  readonly json?: true;
}

/** Shows a plan that was made before, in another form: no engine, no vendor. */
export async function report(options: ReportOptions, world: World): Promise<Exit> {
  const plan = readPlan(resolve(world.folder, options.cwd, options.plan ?? PLAN_FILE));
  const review = options.mask && !plan.masked ? maskReview(plan.review) : plan.review;
  if (options.json) world.out(jsonText(review));
  else if (options.format === "markdown") world.out(markdownText(review));
  else if (options.format === "html") world.out(htmlText(review));
  else world.out(terminalText(review, world, options.all ? { all: true } : {}));
  return EXIT.nothing;
}
