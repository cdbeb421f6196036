import { CHANGE_CLASSES, type ChangeClass, type PersonChange, type Review } from "../plan/review/review";

/** One person with everything that a plan does to them, over all platforms. */
export interface ChangedPerson {
  readonly key: string;
  readonly name: string;
  /** Every class of any of the changes, the most dangerous first. */
  readonly classes: readonly ChangeClass[];
  /** The most dangerous one, under which the person is listed. */
  readonly worst: ChangeClass;
  readonly changes: readonly PersonChange[];
}

/** What a reviewer must see person by person, whatever else has to be left out. */
export const RISKY: readonly ChangeClass[] = ["escalation", "leaver", "released"];

/**
 * The changes person by person, the most dangerous first, then by name. Two changes are of one person where key and name
 * are the same: two people under one key would otherwise read as one.
 */
export function changedPeople({ changes }: Pick<Review, "changes">): readonly ChangedPerson[] {
  const byPerson = Map.groupBy(changes, ({ key, name }) => JSON.stringify([key, name.normalize("NFC")]));
  const people = [...byPerson.values()].map(person);
  return people.sort(
    (a, b) => rank(a.worst) - rank(b.worst) || byName.compare(a.name, b.name) || (a.key < b.key ? -1 : 1),
  );
}

/** How many people each class has; somebody of two classes counts in both. */
export function countByClass(people: readonly ChangedPerson[]): ReadonlyMap<ChangeClass, number> {
  const counts = CHANGE_CLASSES.map((name) => [name, people.filter(({ classes }) => classes.includes(name)).length]);
  return new Map(counts as [ChangeClass, number][]);
}

/** The people of one class: listed under it, or counted in it and listed under something worse. */
export interface ClassSection {
  readonly name: ChangeClass;
  /** As `countByClass` says. */
  readonly count: number;
  readonly listed: readonly ChangedPerson[];
}

/** A section for each class that somebody has, the most dangerous first. */
export function sectionsOf(people: readonly ChangedPerson[]): readonly ClassSection[] {
  return [...countByClass(people)]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ name, count, listed: people.filter(({ worst }) => worst === name) }));
}

/** What else happens to somebody who is listed under the worst; an escalation is a granted role anyway. */
export function otherClasses({ classes, worst }: ChangedPerson): readonly ChangeClass[] {
  return classes.filter((name) => name !== worst && !(worst === "escalation" && name === "role-granted"));
}

const byName = new Intl.Collator("en", { numeric: true });

function person(changes: readonly PersonChange[]): ChangedPerson {
  const classes = CHANGE_CLASSES.filter((name) => changes.some((change) => change.classes.includes(name)));
  const [first] = changes;
  return { key: first?.key ?? "", name: first?.name ?? "", classes, worst: classes[0] ?? "other", changes };
}

function rank(name: ChangeClass): number {
  return CHANGE_CLASSES.indexOf(name);
}
