import { distance } from "../../../provider/core/compare/distance";
import { Failure } from "../../common/failure";
import { isPlatformId, platformIds } from "../../common/platforms";
import type { GuardResult } from "../review/review";
import { LIMIT_NAMES } from "./guard-file";

/** Counts that somebody approved, by guard: `leavers`, or `adobe.leavers` for a platform's own limit. */
export type Approvals = ReadonlyMap<string, number>;

/** Guards without a limit in the file that can be allowed all the same. */
const OTHERS = ["duplicates", "reports", "keyChanges", "deletedGroups", "namedGroups", "teardown"] as const;

/** What no approval helps against; naming one is no slip of the pen, and a note says so. */
const NEVER = [
  "protected",
  "protectedRoles",
  "protectedGroups",
  "self",
  "administrators",
  "existing",
  "copies",
  "maxRemovals",
];

/** Reads `--allow leavers=12`. Approved is exactly this count: a plan with one more or one less is refused again. */
export function readApprovals(texts: readonly string[]): Approvals {
  return new Map(
    texts.map((text) => {
      const [, name = "", count = ""] = /^([A-Za-z]+(?:\.[A-Za-z]+)?)=(\d+)$/.exec(text) ?? [];
      if (name === "") {
        throw new Failure("usage", `--allow ${text}: give a guard and the exact count, such as --allow leavers=12`);
      }
      refuseUnknown(text, name);
      return [name, Number(count)];
    }),
  );
}

/** What was approved and allows nothing, a sentence each. */
export function approvalNotes(approvals: Approvals, guards: readonly GuardResult[]): readonly string[] {
  return [...approvals].flatMap(([name, count]) => {
    const mine = guards.filter(({ guard, platform }) => name === (isOfPlatform(name) ? `${platform}.${guard}` : guard));
    if (mine.some(({ allowed }) => allowed === count)) return [];
    const breached = mine.find((guard) => guard.breached);
    const stands =
      breached === undefined
        ? "there is nothing to allow"
        : breached.approval === undefined
          ? "that is never allowed"
          : `the count is ${breached.count}`;
    return [`--allow ${name}=${count} allows nothing: ${stands}`];
  });
}

function isOfPlatform(name: string): boolean {
  return name.includes(".");
}

function refuseUnknown(text: string, name: string): void {
  const [platform, guard = name] = isOfPlatform(name) ? name.split(".") : [];
  if (platform !== undefined && !isPlatformId(platform)) {
    throw new Failure("usage", `--allow ${text}: ${platform} is none of ${platformIds.join(", ")}`);
  }
  const known: readonly string[] = platform === undefined ? [...LIMIT_NAMES, ...OTHERS] : LIMIT_NAMES;
  if (known.includes(guard) || NEVER.includes(guard)) return;
  const near = known.find((one) => distance(one.toLowerCase(), guard.toLowerCase()) <= 2);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new Failure("usage", `--allow ${text}: ${guard} is none of ${known.join(", ")}${hint}`);
}
