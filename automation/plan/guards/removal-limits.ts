import { environmentName, readCommonSettings } from "../../../provider/configuration";
import { ConfigurationError } from "../../../provider/core/contract/errors";
import { Failure } from "../../common/failure";
import { isPlatformId, type PlatformId, platformOf } from "../../common/platforms";
import { subjectOf } from "../review/digest";
import type { PersonSnapshot } from "../review/people";
import type { GroupChange, GuardResult, PersonChange, Review } from "../review/review";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the provider allows a run where nobody has said. */
const USUAL = 10;

/** What a run takes away: accounts, and groups. */
type Leaving = Pick<Review, "changes" | "groups">;

interface RemovalLimitInput {
  readonly review: Leaving;
  readonly people: readonly PersonSnapshot[];
  readonly configuration: Readonly<Record<string, string>>;
  readonly environment: Environment;
}

/**
 * The provider counts removals in the middle of a run, where a person is one resource. The guards have judged them before,
 * so a run is allowed as many as its plan has, unless somebody has set a number.
 */
export function removalEnvironment(review: Leaving, environment: Environment): Record<string, string> {
  return Object.fromEntries(
    [...removals(review)].flatMap(([platform, own]) => {
      const name = environmentName(platformOf(platform), "maxRemovals");
      return environment[name] === undefined ? [[name, String(own.length)]] : [];
    }),
  );
}

/** A number that somebody has set and that the plan is beyond: a breach now rather than a stop in the middle. */
export function removalLimits({
  review,
  people,
  configuration,
  environment,
}: RemovalLimitInput): readonly GuardResult[] {
  const members = new Set(people.filter(({ isMember }) => isMember).map(subjectOf));
  const allowed = { ...environment, ...removalEnvironment(review, environment) };
  return [...removals(review)].flatMap(([platform, own]): readonly GuardResult[] => {
    const most = settingOf(platform, configuration, allowed);
    const counted = most === undefined ? own.filter((change) => !members.has(subjectOf(change))) : own;
    const limit = most ?? USUAL;
    if (counted.length <= limit) return [];
    return [
      {
        guard: "maxRemovals",
        platform,
        count: counted.length,
        limit: String(limit),
        breached: true,
        who: counted.map(({ name }) => name),
        advice: `raise roster:${platform}.maxRemovals to ${counted.length} in the configuration`,
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
