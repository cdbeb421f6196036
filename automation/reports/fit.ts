/** A part of a text of limited length, in the forms that it can take. */
export interface Section {
  /** Kept in its longer forms before all others, and shown as far as it goes where even `names` is too long. */
  readonly isVital: boolean;
  /** Everything. */
  readonly full: string;
  /** Everybody by name: the items of one paragraph. Absent where it would not help. */
  readonly names?: { readonly start: string; readonly items: readonly string[] };
  /** What is said of so many of the items that are not shown. Must not grow as `hidden` shrinks. */
  readonly count: (hidden: number) => string;
  readonly items: number;
}

/**
 * The longest forms of all sections that fit together into `limit` characters, in the order given. Vital sections come
 * first: by name, then in full; then the others in full. What doesn't fit is counted, never cut in the middle.
 */
export function fitted(sections: readonly Section[], limit: number): readonly string[] {
  const forms = sections.map((section) => section.count(section.items));
  const room = () => limit - forms.reduce((sum, form) => sum + form.length, 0);
  const grow = (i: number, form: string): boolean => {
    const fits = form.length - (forms[i]?.length ?? 0) <= room();
    if (fits) forms[i] = form;
    return fits;
  };
  sections.forEach((section, i) => {
    if (!section.isVital || section.names === undefined) return;
    if (!grow(i, namesOf(section, section.names.items.length))) growPartly(section, i, grow);
  });
  for (const isVital of [true, false]) {
    sections.forEach((section, i) => {
      if (section.isVital === isVital) grow(i, section.full);
    });
  }
  return forms;
}

/** As many names as fit: found by halving. */
function growPartly(section: Section, i: number, grow: (i: number, form: string) => boolean): void {
  let fits = 0;
  let tooMany = section.names?.items.length ?? 0;
  while (tooMany - fits > 1) {
    const tried = Math.floor((fits + tooMany) / 2);
    if (grow(i, namesOf(section, tried))) fits = tried;
    else tooMany = tried;
  }
}

function namesOf({ names, items, count }: Section, shown: number): string {
  if (names === undefined) return count(items);
  const text = names.start + names.items.slice(0, shown).join(", ");
  return shown < names.items.length ? `${text}\n\n${count(items - shown)}` : `${text}\n\n`;
}
