import type { Attribute } from "../cells/attribute-names";
import type { Path, RawPerson } from "../model/roster";
import type { Given, Mapping } from "./mapping";

/** A source as its people need it, to say where something stands. */
export interface SourceOfPeople {
  /** Its name in messages: `workday`, or the file's where the file is the roster. */
  readonly name: string;
  readonly mapping: Mapping;
  readonly holdsBadRows: boolean;
}

/** A rule that matched, and where it stands. */
export interface Matched {
  readonly place: string;
  readonly values: readonly Given[];
}

/** A person made of a row, which knows where each of their values comes from. */
export class SourcePerson implements RawPerson {
  constructor(
    readonly source: SourceOfPeople,
    readonly line: number,
    readonly values: Readonly<Record<string, unknown>>,
    readonly rules: readonly Matched[],
    readonly managerBy?: string,
    readonly offers?: Readonly<Record<string, unknown>>,
  ) {}

  get holds(): boolean {
    return this.source.holdsBadRows;
  }

  placeOf(path: Path): string {
    const { name } = this.source;
    const rule = this.rules.findLast(({ values }) => deepest(values, path) !== undefined);
    return [`${name}:${this.line}`, givenBy(this.source.mapping, path), rule?.place].filter(Boolean).join(", ");
  }

  lacks(path: Path): string | undefined {
    const isGiven =
      givenBy(this.source.mapping, path) !== undefined || this.rules.some(({ values }) => deepest(values, path));
    return isGiven ? undefined : this.source.name;
  }

  originOf(path: Path): string {
    const rule = this.rules.findLast(({ values }) => deepest(values, path) !== undefined);
    if (rule) return rule.place;
    const { name, mapping } = this.source;
    const column = deepest(mapping.columns, path)?.column;
    const value = deepest(mapping.values, path)?.name;
    const part = column ?? (value === undefined ? undefined : `values ${value}`);
    return `${name}:${this.line}${part === undefined ? "" : `, ${part}`}`;
  }
}

/** The column that an attribute is in, or the value that everybody of the source has. */
export function givenBy({ columns, values }: Mapping, path: Path): string | undefined {
  const column = deepest(columns, path)?.column;
  if (column !== undefined) return `column ${column}`;
  const value = deepest(values, path)?.name;
  return value === undefined ? undefined : `values ${value}`;
}

/** Of those who give an attribute at a path or around it, the one that says most of it; of two, the later one, which counts. */
function deepest<T extends { readonly attribute: Attribute }>(all: readonly T[], path: Path): T | undefined {
  let best: T | undefined;
  let most = 0;
  for (const one of all) {
    const own = pathOf(one.attribute);
    if (own.length >= most && own.every((part, i) => part === path[i])) [best, most] = [one, own.length];
  }
  return best;
}

function pathOf(attribute: Attribute): readonly string[] {
  if (attribute.of === "platform") return [attribute.platform, ...attribute.path];
  return attribute.of === "manager" ? ["manager"] : [attribute.name];
}
