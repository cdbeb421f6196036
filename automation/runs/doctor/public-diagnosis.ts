import { NO_WORDS, type Terms, type Vocabulary } from "../../../provider/core/contract/vocabulary";
import { type Belief, type Diagnosis, stateOf, type Trial } from "./diagnosis";

/** What was found out, without anything of a person, of the tenant or of its credentials: fit for a public issue. */
export interface PublicDiagnosis {
  readonly platform: string;
  readonly state: ReturnType<typeof stateOf>;
  readonly may: Readonly<Record<string, boolean>>;
  readonly people?: PublicListing;
  /** Writes a minute, as told. */
  readonly rates: Diagnosis["rates"]["told"];
  /** By argument, how many words the tenant has for it: the words are its own. */
  readonly words: Readonly<Record<string, PublicTerms>>;
  /** Arguments of which the vendor doesn't tell what there is; true where it didn't tell these credentials. */
  readonly untold: Readonly<Record<string, boolean>>;
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

interface PublicTerms {
  readonly count: number;
  readonly isComplete: boolean;
}

type PublicBelief =
  | { readonly variant: string; readonly isAsTaken: boolean; readonly toSet?: string }
  | { readonly variant: null; readonly why: string; readonly code?: string };

/** Takes over what is named here and nothing else: texts of vendors stay out, as they may repeat anything. */
export function publicDiagnosis(diagnosis: Diagnosis): PublicDiagnosis {
  const { platform, calls, people, rates, vocabulary = NO_WORDS, beliefs, trial, failure } = diagnosis;
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
    words: publicWords(vocabulary),
    untold: Object.fromEntries(
      vocabulary.untold.flatMap(({ about, isDenied = false }) => about.map((name) => [name, isDenied])),
    ),
    assumptions: Object.fromEntries(beliefs.map((belief) => [belief.assumption.id, publicBelief(belief)])),
    ...(trial && { trialPerson: trial.person }),
    ...(failure && { failure: failure.code }),
  };
}

/** Of sections, which tenants may name, the sum. */
function publicWords({ attributes, maps, sets }: Vocabulary): PublicDiagnosis["words"] {
  const flat = Object.entries({ ...attributes, ...maps }).map(([name, terms]) => [name, publicTerms([terms])]);
  const summed = Object.entries(sets).map(([name, sections]) => [name, publicTerms(Object.values(sections))]);
  return Object.fromEntries([...flat, ...summed]);
}

function publicTerms(all: readonly Pick<Terms, "terms" | "isComplete">[]): PublicTerms {
  return {
    count: all.reduce((sum, { terms }) => sum + terms.length, 0),
    isComplete: all.every(({ isComplete }) => isComplete),
  };
}

function publicBelief({ assumption, found, toSet }: Belief): PublicBelief {
  if ("why" in found) {
    return { variant: null, why: found.why, ...(found.why === "failed" ? { code: found.code } : {}) };
  }
  const isAsTaken = found.variant === Object.keys(assumption.variants)[0];
  return { variant: found.variant, isAsTaken, ...(toSet ? { toSet: toSet.name } : {}) };
}
