import type { People } from "../contract/context.js";
import { comparableKey, type Properties } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import { spellingsOf } from "../messages/mask.js";
import { isRecord } from "../model/value.js";

/** What has more words, or more characters, is looked for in the answers about its own person alone. */
const MOST_WORDS = 12;
const LONGEST = 200;
/** An ASCII text of two letters is a word of a sentence more often than a person. */
const SHORTEST = 3;
const SHORTEST_KEY = 2;
const WORD = /[^\p{L}\p{M}\p{N}]*[\p{L}\p{M}\p{N}]+/uy;
const AROUND = /^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu;
const ONE_WORD = /^[\p{L}\p{M}]+$/u;

/** `key`: the natural key. `name`: a part of the person's name, or all of it. */
type Kind = "key" | "name" | "value";

/**
 * Whom a run has heard of: everybody that its resources declare, and that the vendor has shown. What a vendor's text says of
 * any of them, whomever it was said to, is not shown in a message. It takes as long with many people as with one.
 */
export class KnownPeople implements People {
  /** Texts that are in none of the sets yet: a run without a message doesn't pay for them. */
  readonly #fresh = new Map<string, Kind>();
  /** Natural keys, in every spelling, without regard to case. */
  readonly #keys = new Set<string>();
  readonly #texts = new Set<string>();
  /** Names of one word that begin with a capital: "may" in a sentence is nobody called May. */
  readonly #capitalised = new Set<string>();
  /** Roles and other words that the tenant gives to all: shown, though somebody's title may be the same. */
  readonly #shared = new Set<string>();
  /** Arguments or outputs of people, by account id or natural key. */
  readonly #people = new Map<string, readonly Properties[]>();
  readonly #nameParts: readonly string[];

  /** @param isDeclared whether anything else in the run declares this natural key, as the vendor compares it */
  constructor(
    readonly capabilities: Capabilities,
    readonly isDeclared: (naturalKey: string) => boolean = () => false,
  ) {
    const named = Object.entries(capabilities.attributes).filter(([, { partOfName }]) => partOfName);
    this.#nameParts = [...(capabilities.fullName ?? []), ...named.map(([name]) => name)];
  }

  know(person: Properties): void {
    this.knowNames(person);
    for (const [name, traits] of Object.entries(this.capabilities.attributes)) {
      if (traits.public) this.#share(person[name]);
      else this.#note(person[name], "value");
    }
    for (const name of Object.keys(this.capabilities.sets)) this.#share(person[name]);
  }

  knowNames(person: Properties): void {
    const { naturalKey, fullName = [] } = this.capabilities;
    this.knowKey(person[naturalKey]);
    for (const name of this.#nameParts) this.#note(person[name], "name");
    const parts = fullName.map((name) => person[name]).filter((part) => typeof part === "string");
    this.#note(parts.join(" "), "name");
  }

  knowKey(naturalKey: unknown): void {
    this.#note(naturalKey, "key");
  }

  knowAs(id: string, ...people: readonly Properties[]): void {
    for (const person of people) this.know(person);
    this.#people.set(id, people);
  }

  valuesOfNamed(texts: unknown): readonly unknown[] {
    if (typeof texts === "string") return (this.#people.get(texts) ?? []).flatMap((person) => this.#personal(person));
    if (Array.isArray(texts)) return texts.flatMap((text) => this.valuesOfNamed(text));
    return isRecord(texts) ? this.valuesOfNamed(Object.values(texts)) : [];
  }

  textAt(line: string, folded: string, at: number): number {
    this.#takeFresh();
    let longest = 0;
    WORD.lastIndex = at;
    for (let words = 1; words <= MOST_WORDS && WORD.test(line); words++) {
      const end = WORD.lastIndex;
      if (this.#isPersonal(line.slice(at, end), folded.slice(at, end))) longest = end - at;
    }
    return longest;
  }

  #isPersonal(text: string, folded: string): boolean {
    const comparable = folded.normalize("NFC");
    if (this.#keys.has(comparable)) return true;
    if (text.length >= SHORTEST_KEY && this.isDeclared(comparableKey(this.capabilities, text))) return true;
    const isKnown = this.#texts.has(comparable) || (text !== folded && this.#capitalised.has(comparable));
    return isKnown && !this.#shared.has(comparable);
  }

  /** What is noted as a key stays one, and a name a name. */
  #note(value: unknown, kind: Kind): void {
    if (typeof value === "string") {
      if (value.length <= LONGEST && (kind === "key" || !this.#fresh.has(value))) this.#fresh.set(value, kind);
    } else if (Array.isArray(value)) for (const item of value) this.#note(item, kind);
    else if (isRecord(value)) this.#note(Object.values(value), kind);
  }

  #share(value: unknown): void {
    if (typeof value === "string") for (const spelling of spellingsOf(value)) this.#shared.add(bare(spelling));
    else if (Array.isArray(value)) for (const item of value) this.#share(item);
    else if (isRecord(value)) this.#share(Object.values(value));
  }

  #takeFresh(): void {
    for (const [text, kind] of this.#fresh) {
      const isWord = ONE_WORD.test(text);
      // A single word, such as a title, says nothing of anybody by itself.
      if (isWord && kind === "value") continue;
      const set = kind === "key" ? this.#keys : isWord && text !== text.toLowerCase() ? this.#capitalised : this.#texts;
      for (const spelling of spellingsOf(text)) {
        const form = bare(spelling);
        const shortest = kind === "key" || !/^[\x20-\x7e]*$/.test(form) ? SHORTEST_KEY : SHORTEST;
        if (form.length >= shortest) set.add(form);
      }
    }
    this.#fresh.clear();
  }

  #personal(person: Properties): readonly unknown[] {
    return Object.entries(this.capabilities.attributes).flatMap(([name, traits]) =>
      traits.public ? [] : [person[name]],
    );
  }
}

/** From the first letter or digit to the last one. */
function bare(text: string): string {
  if (/^[a-z0-9](?:[\x20-\x7e]*[a-z0-9])?$/.test(text)) return text;
  return text.normalize("NFC").replace(AROUND, "");
}
