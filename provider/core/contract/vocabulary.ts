/** A word that can be declared. */
export interface Term {
  readonly name: string;
  /** Other texts that declare it just as well: an id where a name is shown. */
  readonly aliases?: readonly string[];
  /** What people call it, where that doesn't declare it: the name of a zone that is declared by its code. */
  readonly titles?: readonly string[];
  /** Why it can't be declared although it is there: "it is switched off". */
  readonly unusable?: string;
}

/** Words that can be declared in one place. */
export interface Terms {
  readonly terms: readonly Term[];
  /** Whether the vendor's answer proves that there are no others. Otherwise a word that is missing here may be there. */
  readonly isComplete: boolean;
}

/** A key of a map. */
export interface Key extends Term {
  /** The values that it takes; absent: any, or nobody tells. */
  readonly values?: Terms;
  /** Whether it takes several values at once; absent: nobody tells. */
  readonly takesSeveral?: boolean;
}

/** The keys of a map. */
export interface Keys {
  readonly terms: readonly Key[];
  /** As in `Terms`. */
  readonly isComplete: boolean;
  /** What of a declared key is among these words; absent: the key itself. */
  readonly wordOf?: (key: string) => string;
  /** What to do where a key is to be there, a sentence without a full stop. */
  readonly advice?: string;
}

/** Something that can't be told. */
export interface Untold {
  /** Names of arguments, as `Connector.vocabulary` has them. */
  readonly about: readonly string[];
  /** A sentence for people, without a full stop. */
  readonly reason: string;
  /** The vendor would tell, and didn't tell these credentials, or this time. Absent: it tells nobody. */
  readonly isDenied?: true;
}

/** What a tenant offers, as far as its vendor tells these credentials. What is absent isn't told. */
export interface Vocabulary {
  /** Values of attributes, by attribute; of one that is a list, what can be in it. */
  readonly attributes: Readonly<Record<string, Terms>>;
  /** Keys of attributes that are maps, by attribute. */
  readonly maps: Readonly<Record<string, Keys>>;
  /** Members of sets, by set and section. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, Terms>>>>;
  readonly untold: readonly Untold[];
}

export const NO_WORDS: Vocabulary = { attributes: {}, maps: {}, sets: {}, untold: [] };
