import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../common/failure";
import { reasonOf } from "../common/yaml-file";
import type { Review } from "./review/review";
import { ReviewSchema } from "./review/review-schema";

const SavedPlan = z.strictObject({
  /** The file's name, beside plan.json. */
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string(),
});

const PlanShape = z.strictObject({
  kind: z.literal("roster-plan"),
  version: z.literal(1),
  engine: z.enum(["pulumi", "embedded"]),
  masked: z.boolean(),
  review: ReviewSchema,
  /** What was declared and observed, by subject; with `masked`, the subjects are hashes. */
  fingerprints: z.record(z.string(), z.string()),
  saved: SavedPlan.optional(),
  /** Of `roster destroy`: everybody leaves. */
  teardown: z.literal(true).optional(),
});

/** plan.json: what was reviewed, and what binds `apply` to it. It holds personal data, also the saved plan beside it. */
export interface PlanFile extends Omit<z.infer<typeof PlanShape>, "review"> {
  readonly review: Review;
}

export function readPlan(path: string): PlanFile {
  if (!existsSync(path)) {
    throw new Failure(
      "plan-missing",
      `there is no ${path}; \`roster plan\` writes it, and it has to be reviewed first`,
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "it is no JSON" : reasonOf(error);
    throw new Failure("plan-broken", `${path} can't be read: ${reason}. Run \`roster plan\` again`, { cause: error });
  }
  const parsed = PlanShape.safeParse(content);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const places = issues.slice(0, 5).map(({ path: at, message }) => `${at.map(String).join(".") || "it"}: ${message}`);
  const more = issues.length > places.length ? [`${issues.length - places.length} more`] : [];
  throw new Failure(
    "plan-broken",
    `${path} is no plan of this version: ${[...places, ...more].join("; ")}. Run \`roster plan\` again`,
  );
}

/** SHA-256 of a file, in hex. */
export function hashOfFile(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch (error) {
    throw new Failure("plan-missing", `${path}, which belongs to the plan, can't be read: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
