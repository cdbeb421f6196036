import { describe, expect, it } from "vitest";
import type { Review } from "../../../automation/plan/review/review";
import { ReviewSchema } from "../../../automation/plan/review/review-schema";
import { inventedReview, manyChanges } from "../reports/invented";

const review: unknown = JSON.parse(JSON.stringify(inventedReview()));

describe("a review that is read from a file", () => {
  it("comes back as it was written", () => {
    expect(ReviewSchema.parse(review)).toEqual(review);
    const many: Review = inventedReview({ changes: manyChanges(500) });
    expect(ReviewSchema.parse(JSON.parse(JSON.stringify(many)))).toEqual(JSON.parse(JSON.stringify(many)));
  });

  it("may say more than this version knows, which is dropped", () => {
    expect(ReviewSchema.parse({ ...inventedReview(), weather: "fine" })).toEqual(review);
  });

  it.each([
    ["version", { version: 2 }],
    ["lookedAt", { lookedAt: "yesterday" }],
    ["people", { people: -1 }],
    ["digest", { digest: "abc" }],
    ["changes.0.classes", { changes: [{ ...inventedReview().changes[0], classes: [] }] }],
    ["changes.0.classes.0", { changes: [{ ...inventedReview().changes[0], classes: ["promotion"] }] }],
    [
      "changes.0.details.0.kind",
      { changes: [{ ...inventedReview().changes[0], details: [{ kind: "x", path: "p" }] }] },
    ],
    ["changes.0.departure", { changes: [{ ...inventedReview().changes[0], departure: "gone" }] }],
    ["platforms.0.counts.leaver", { platforms: [{ ...inventedReview().platforms[0], counts: {} }] }],
    ["guards.0.breached", { guards: [{ ...inventedReview().guards[0], breached: "no" }] }],
    [
      "existing.1.outcome",
      { existing: [inventedReview().existing[0], { ...inventedReview().existing[1], outcome: "?" }] },
    ],
    ["forecast.look.seconds", { forecast: { ...inventedReview().forecast, look: {} } }],
    ["notes", { notes: undefined }],
  ])("is refused at %s", (path, wrong) => {
    const paths = ReviewSchema.safeParse({ ...inventedReview(), ...wrong }).error?.issues.map((issue) =>
      issue.path.join("."),
    );
    expect(paths).toContain(path);
  });
});
