import type { JsonObject } from "../json";
import { asObject } from "../json";
import { refusal } from "./answers";
import { type Target, targetOf, valuesAt } from "./paths";
import { type Attribute, partOf, type ResourceType } from "./schemas";

/** Whether a resource, or an item of a multi-valued attribute, is meant. */
export type Filter = (subject: JsonObject) => boolean;

/** What a name in a filter stands for, and how it is compared. */
interface Operand {
  readonly values: (subject: JsonObject) => readonly unknown[];
  readonly caseExact: boolean;
  readonly attribute: Attribute;
  /** Absent within brackets. */
  readonly target?: Target;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/y;

/** A filter over resources of one type (RFC 7644, 3.4.2.2). */
export function resourceFilter(text: string, type: ResourceType): Filter {
  return new Parser(text, (name) => {
    const target = targetOf(name, type);
    if (target?.attribute === undefined) throw bad(`${name} is not an attribute`);
    const { attribute, part } = target;
    // A multi-valued complex attribute without a part means its values.
    const inner = part ?? (attribute.type === "complex" ? partOf(attribute, "value") : undefined);
    const meant: Target = inner === undefined ? target : { ...target, part: inner };
    const { caseExact } = inner ?? attribute;
    return { values: (resource) => valuesAt(resource, meant), caseExact, attribute, target };
  }).whole();
}

/** A filter in the brackets of a path: over the items of one attribute. */
export function itemFilter(text: string, attribute: Attribute): Filter {
  return new Parser(text, (name) => {
    const part = partOf(attribute, name);
    if (part === undefined) throw bad(`${attribute.name} has no part ${name}`);
    const values = (item: JsonObject) => (item[part.name] === undefined ? [] : [item[part.name]]);
    return { values, caseExact: part.caseExact, attribute: part };
  }).whole();
}

class Parser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(
    text: string,
    readonly operand: (name: string) => Operand,
  ) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const found = TOKEN.exec(text);
      if (!found) throw bad("the filter can't be read");
      this.#tokens.push(found[1] ?? found[2] ?? found[3] ?? "");
    }
  }

  whole(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) throw bad(`the filter goes on with ${this.#tokens[this.#at]}`);
    return filter;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#takes("or")) {
      const [one, other] = [left, this.#and()];
      left = (subject) => one(subject) || other(subject);
    }
    return left;
  }

  #and(): Filter {
    let left = this.#factor();
    while (this.#takes("and")) {
      const [one, other] = [left, this.#factor()];
      left = (subject) => one(subject) && other(subject);
    }
    return left;
  }

  #factor(): Filter {
    if (this.#takes("not")) {
      const inner = this.#factor();
      return (subject) => !inner(subject);
    }
    if (this.#takes("(")) {
      const inner = this.#or();
      this.#expect(")");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Filter {
    const name = this.#next();
    if (this.#takes("[")) return this.#valuePath(name);
    const { values, caseExact } = this.operand(name);
    const operator = this.#next().toLowerCase();
    if (operator === "pr") return (subject) => values(subject).length > 0;
    const compare = OPERATORS[operator];
    if (compare === undefined) throw bad(`${operator} is not an operator`);
    const wanted = literal(this.#next());
    const key = (value: unknown) => (typeof value === "string" && !caseExact ? value.toLowerCase() : value);
    if (operator === "ne") return (subject) => !values(subject).some((value) => key(value) === key(wanted));
    return (subject) => values(subject).some((value) => compare(key(value), key(wanted)));
  }

  #valuePath(name: string): Filter {
    const { attribute, target } = this.operand(name);
    const start = this.#at;
    const end = this.#tokens.indexOf("]", start);
    if (end < 0) throw bad("a bracket is not closed");
    const filter = itemFilter(this.#tokens.slice(start, end).join(" "), attribute);
    this.#at = end + 1;
    if (target === undefined) throw bad(`${name} is not an attribute`);
    return (subject) => valuesAt(subject, target).some((item) => filter(asObject(item) ?? {}));
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw bad("the filter ends too early");
    return token;
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw bad(`${word} is missing`);
  }
}

const OPERATORS: Readonly<Record<string, (value: unknown, wanted: unknown) => boolean>> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  co: (value, wanted) => String(value).includes(String(wanted)),
  sw: (value, wanted) => String(value).startsWith(String(wanted)),
  ew: (value, wanted) => String(value).endsWith(String(wanted)),
  gt: (value, wanted) => String(value) > String(wanted),
  ge: (value, wanted) => String(value) >= String(wanted),
  lt: (value, wanted) => String(value) < String(wanted),
  le: (value, wanted) => String(value) <= String(wanted),
};

function literal(token: string): unknown {
  try {
    return JSON.parse(token) as unknown;
  } catch {
    throw bad(`${token} is not a value`);
  }
}

function bad(detail: string) {
  return refusal(400, detail, "invalidFilter");
}
