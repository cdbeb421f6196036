import type { RosterError } from "../core/contract/errors.js";
import {
  CancelledError,
  NotFoundError,
  PermissionDeniedError,
  ProtocolError,
  RejectedError,
  UnauthenticatedError,
  UnavailableError,
} from "../core/contract/errors.js";
import { settled } from "../core/contract/outcome.js";
import { NO_WORDS, type Term, type Untold, type Vocabulary } from "../core/contract/vocabulary.js";
import { own } from "../core/model/value.js";
import type { AskedOnce } from "./asked-once.js";

/** A part of a vocabulary. */
export type Part = Partial<Vocabulary>;

/** One answer of a vendor, and what it tells of. */
export interface Source {
  /** Names of arguments. */
  readonly about: readonly string[];
  /** The answer; a newer one than `since`, where that is given. */
  look(since?: unknown): Promise<Look>;
}

interface Look {
  readonly answer: unknown;
  /** What is in the answer. */
  read(): Part;
}

/** What is asked for once a run, as a source. */
export function source<T>(about: readonly string[], asked: AskedOnce<T>, read: (answer: T) => Part): Source {
  return {
    about,
    async look(since) {
      const answer = since === undefined ? await asked.get() : await asked.newerThan(since as T);
      return { answer, read: () => read(answer) };
    },
  };
}

/** What is known without a question. */
export function known(about: readonly string[], part: Part): Source {
  return { about, look: async () => ({ answer: part, read: () => part }) };
}

/** A question whose refusal is an answer: these credentials aren't told, or this server doesn't tell. */
export function orUntold<T>(ask: () => Promise<T>): () => Promise<T | RosterError> {
  return async () => {
    try {
      return await ask();
    } catch (error) {
      if (isUntold(error)) return error;
      throw error;
    }
  };
}

/** What vendors refuse to tell, or can't; a run that was ended, or can't reach anybody, is another matter. */
function isUntold(error: unknown): error is RosterError {
  const kinds = [
    NotFoundError,
    PermissionDeniedError,
    ProtocolError,
    RejectedError,
    UnauthenticatedError,
    UnavailableError,
  ];
  return !(error instanceof CancelledError) && kinds.some((Kind) => error instanceof Kind);
}

/** What one tenant offers, put together from a vendor's answers. */
export class Vocabularies {
  /** By vocabulary, the answers that it was made from. */
  readonly #answers = new WeakMap<Vocabulary, ReadonlyMap<Source, unknown>>();
  /** What was refused is not asked for again in this run. */
  readonly #denied = new Map<Source, Part>();
  /** An answer is read once, however many people are held against it. */
  readonly #read = new Map<Source, { readonly answer: unknown; readonly part: Part }>();
  /** By what was asked, the last parts, put together once. */
  readonly #told = new Map<string, { readonly parts: readonly Part[]; readonly vocabulary: Vocabulary }>();

  constructor(readonly sources: readonly Source[]) {}

  /** As `Connector.vocabulary`. */
  async told(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    const before = since && this.#answers.get(since);
    const asked = this.sources.filter(
      (source) => about === undefined || source.about.some((name) => about.includes(name)),
    );
    const answers = new Map<Source, unknown>();
    const parts = await Promise.all(
      asked.map(async (source): Promise<Part> => {
        const denied = this.#denied.get(source);
        if (denied) return denied;
        const looked = await settled(source.look(before?.get(source)));
        if ("error" in looked) return this.#refused(source, looked.error);
        answers.set(source, looked.value.answer);
        return this.#partOf(source, looked.value);
      }),
    );
    const question = asked.map((source) => this.sources.indexOf(source)).join();
    const last = this.#told.get(question);
    if (last?.parts.every((part, i) => part === parts[i])) return last.vocabulary;
    const vocabulary = parts.reduce(joined, NO_WORDS) as Vocabulary;
    this.#told.set(question, { parts, vocabulary });
    this.#answers.set(vocabulary, answers);
    return vocabulary;
  }

  #partOf(source: Source, { answer, read }: Look): Part {
    const known = this.#read.get(source);
    if (known && known.answer === answer) return known.part;
    const part = read();
    this.#read.set(source, { answer, part });
    return part;
  }

  #refused(source: Source, error: Error): Part {
    if (!isUntold(error)) throw error;
    const part = { untold: [denied(source.about, error.message)] };
    this.#denied.set(source, part);
    return part;
  }
}

/** That something is not told these credentials, or not this time. */
export function denied(about: readonly string[], why: string): Untold {
  const reason = `which ${about.join(", ")} there are is not told, so that they are sent as declared. ${why}`;
  return { about, reason, isDenied: true };
}

/** That a vendor tells nobody. */
export function untold(about: string | readonly string[], reason: string): Part {
  return { untold: [{ about: typeof about === "string" ? [about] : about, reason }] };
}

/** Words that can be declared, of an answer that names all of them. */
export function all<T extends Term>(terms: readonly T[]) {
  return { terms, isComplete: true } as const;
}

function joined(one: Part, other: Part): Part {
  return {
    attributes: { ...one.attributes, ...other.attributes },
    maps: joinedBy(one.maps, other.maps, (keys, more) => ({
      ...keys,
      ...more,
      terms: [...keys.terms, ...more.terms],
      isComplete: keys.isComplete || more.isComplete,
    })),
    sets: joinedBy(one.sets, other.sets, (sections, more) => ({ ...sections, ...more })),
    untold: [...(one.untold ?? []), ...(other.untold ?? [])],
  };
}

/** Two records as one, of which what both have is put together. */
function joinedBy<T>(
  one: Readonly<Record<string, T>> = {},
  other: Readonly<Record<string, T>> = {},
  join: (a: T, b: T) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(other).map(([name, value]): [string, T] => {
    const known = own(one, name);
    return [name, known === undefined ? value : join(known, value)];
  });
  return { ...one, ...Object.fromEntries(entries) };
}
