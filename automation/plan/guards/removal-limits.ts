import { readCommonSettings } from "../../../provider/configuration";
import { ConfigurationError } from "../../../provider/core/contract/errors";
import { plannedRemovalsName } from "../../../provider/guarded";
import { Failure } from "../../common/failure";
import { isPlatformId, type PlatformId, platformOf } from "../../common/platforms";
import type { GroupChange, GuardResult, PersonChange, Review } from "../review/review";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a run takes away: accounts, and groups. */
type Leaving = Pick<Review, "changes" | "groups">;

interface RemovalLimitInput {
  readonly review: Leaving;
  readonly configuration: Readonly<Record<string, string>>;
  readonly environment: Environment;
}

/**
 * The provider counts removals in the middle of a run, where a person is one resource. The guards have judged them before,
 * so a run is allowed as many as its plan has, unless somebody has set a number.
 */
export function removalEnvironment(review: Leaving): Record<string, string> {
  return Object.fromEntries(
    [...removals(review)].map(([platform, own]) => [plannedRemovalsName(platformOf(platform)), String(own.length)]),
  );
}

/** A number that somebody has set and that the plan is beyond: a breach now rather than a stop in the middle. */
export function removalLimits({ review, configuration, environment }: RemovalLimitInput): readonly GuardResult[] {
  return [...removals(review)].flatMap(([platform, own]): readonly GuardResult[] => {
    const limit = settingOf(platform, configuration, environment);
    if (limit === undefined || own.length <= limit) return [];
    return [
      {
        guard: "maxRemovals",
        platform,
        count: own.length,
        limit: String(limit),
        breached: true,
        who: own.map(({ name }) => name),
        advice: `raise roster:${platform}.maxRemovals to ${own.length} in the configuration`,
      },
    ];
  });
}

/** A limit that can't be read is an error: its default could allow more than was meant. */
function settingOf(platform: PlatformId, configuration: RemovalLimitInput["configuration"], environment: Environment) {
  try {
    return readCommonSettings(platformOf(platform), configuration[`roster:${platform}`], environment).maxRemovals;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new Failure("vendor", error.message, { cause: error });
  }
}

type Removal = PersonChange | GroupChange;

function removals({ changes, groups = [] }: Leaving): ReadonlyMap<PlatformId, readonly Removal[]> {
  const leaving: readonly Removal[] = [
    ...changes.filter(({ departure }) => departure === "deactivated" || departure === "deleted"),
    ...groups.filter(({ change }) => change === "deleted"),
  ];
  return Map.groupBy(
    leaving.filter(({ platform }) => isPlatformId(platform)),
    ({ platform }) => platform as PlatformId,
  );
}
