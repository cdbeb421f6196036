import { type Belief, type Diagnosis, stateOf, type Trial } from "./diagnosis";

/** What was found out, without anything of a person, of the tenant or of its credentials: fit for a public issue. */
export interface PublicDiagnosis {
  readonly platform: string;
  readonly state: ReturnType<typeof stateOf>;
  readonly may: Readonly<Record<string, boolean>>;
  readonly people?: PublicListing;
  /** Writes a minute, as told. */
  readonly rates: Diagnosis["rates"]["told"];
  readonly assumptions: Readonly<Record<string, PublicBelief>>;
  readonly trialPerson?: Trial["person"];
  /** The code of the error that ended the examination. */
  readonly failure?: string;
}

interface PublicListing {
  /** The next power of ten: how large a company is, is its own affair. */
  readonly atMost: number;
  readonly isComplete: boolean;
  /** Of a list of several pages: the only page of another one has everybody. */
  readonly pageSize?: number;
  readonly pageMilliseconds: number;
}

type PublicBelief =
  | { readonly variant: string; readonly isAsTaken: boolean; readonly toSet?: string }
  | { readonly variant: null; readonly why: string; readonly code?: string };

/** Takes over what is named here and nothing else: texts of vendors stay out, as they may repeat anything. */
export function publicDiagnosis(diagnosis: Diagnosis): PublicDiagnosis {
  const { platform, calls, people, rates, beliefs, trial, failure } = diagnosis;
  return {
    platform,
    state: stateOf(diagnosis),
    may: Object.fromEntries(calls.map(({ name, isAllowed }) => [name, isAllowed])),
    ...(people && {
      people: {
        atMost: 10 ** Math.ceil(Math.log10(Math.max(people.accounts, 1))),
        isComplete: people.isComplete,
        ...(people.pages > 1 ? { pageSize: people.pageSize } : {}),
        pageMilliseconds: people.pageMilliseconds,
      },
    }),
    rates: rates.told,
    assumptions: Object.fromEntries(beliefs.map((belief) => [belief.assumption.id, publicBelief(belief)])),
    ...(trial && { trialPerson: trial.person }),
    ...(failure && { failure: failure.code }),
  };
}

function publicBelief({ assumption, found, toSet }: Belief): PublicBelief {
  if ("why" in found) {
    return { variant: null, why: found.why, ...(found.why === "failed" ? { code: found.code } : {}) };
  }
  const isAsTaken = found.variant === Object.keys(assumption.variants)[0];
  return { variant: found.variant, isAsTaken, ...(toSet ? { toSet: toSet.name } : {}) };
}
