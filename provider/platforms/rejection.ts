/** What to do about a value that only one person can have. */
export const IF_A_LEAVER_HAS_IT = "If it belongs to someone who leaves in this same run, run again";

const TAKEN = /\bexists\b|\btaken\b|\bin use\b|\balready (in|used|registered)\b/i;

/** Whether a vendor's refusal says that somebody else has the value, or that the person is there already. */
export function saysTaken(text: string): boolean {
  return TAKEN.test(text);
}

/** What to do about a refusal in these sentences. */
export function adviceFor(...sentences: readonly string[]): string {
  return sentences.some(saysTaken) ? IF_A_LEAVER_HAS_IT : "Correct what it names and run again";
}
