import { RejectedError } from "../core/contract/errors.js";
import { excerpt } from "../core/messages/mask.js";

/** What to do about a value that only one person can have. */
export const IF_A_LEAVER_HAS_IT = "If it belongs to someone who leaves in this same run, run again";

const TAKEN = /\bexists\b|\btaken\b|\bin use\b|\balready (in|used|registered)\b/i;

/** Whether a vendor's refusal says that somebody else has the value, or that the person is there already. */
export function saysTaken(text: string): boolean {
  return TAKEN.test(excerpt(text));
}

/** The argument that a vendor's sentence is about, if it is about one. */
export type Naming = (sentence: string) => string | undefined;

/** Names the first of these that a sentence speaks of, or else what is `taken` where it says that something is. */
export function namingBy(words: Readonly<Record<string, RegExp>>, taken: string): Naming {
  return (sentence) => {
    const said = excerpt(sentence);
    return Object.keys(words).find((name) => words[name]?.test(said)) ?? (saysTaken(said) ? taken : undefined);
  };
}

/** Of a call that takes no arguments of the resource's own. */
export const namesNothing: Naming = () => undefined;

/** What to do about a refusal in these sentences. */
export function adviceFor(...sentences: readonly string[]): string {
  return sentences.some(saysTaken) ? IF_A_LEAVER_HAS_IT : "Correct what it names and run again";
}

/**
 * The refusal of these properties; its message begins with the first of them.
 *
 * @param said what the vendor answered, to what, as a message tells it
 * @param sentences the vendor's own words, for the advice
 */
export function rejection(said: string, sentences: readonly string[], properties: readonly string[]): RejectedError {
  const [first] = properties;
  const message = `${said}. ${adviceFor(...sentences)}`;
  return new RejectedError(first === undefined ? message : `${first}: ${message}`, [...new Set(properties)]);
}
