/** Letters without their marks and in one case: "lukasz zak" finds "Łukasz Żak". @param {string} text */
function folded(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđðþßæœı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/** Letters that are not a plain letter and a mark. @type {Readonly<Record<string, string>>} */
const PLAIN_LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/** Everything that can be found of a person. @param {PagePerson} person */
function searchable(person) {
  const parts = [person.name, person.key];
  for (const change of person.changes) {
    parts.push(change.naturalKey, change.id ?? "", change.words, ...(change.reports ?? []));
    for (const row of change.rows) parts.push(row.path, row.from ?? "", row.to ?? "");
  }
  return folded(parts.join("\n"));
}

/**
 * The people that a filter lets through.
 *
 * @param {readonly PagePerson[]} people
 * @param {readonly string[]} texts what can be found of each of them
 * @param {{ words: string, classes: ReadonlySet<number>, platforms: ReadonlySet<number> }} filter empty sets let all through
 */
function matching(people, texts, { words, classes, platforms }) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return people.filter(
    (person, i) =>
      (classes.size === 0 || person.classes.some((place) => classes.has(place))) &&
      (platforms.size === 0 || person.changes.some(({ platform }) => platforms.has(platform))) &&
      wanted.every((word) => texts[i]?.includes(word)),
  );
}
