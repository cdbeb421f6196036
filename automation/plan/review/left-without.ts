import { resourceKindOf } from "../../common/platforms";
import type { PersonSnapshot } from "./people";
import { isSwitchedOn } from "./traits";

/** Says of people who lose their last member of a set what becomes of them, where that is grave, such as the last role. */
export function leftWithout(people: readonly PersonSnapshot[]): readonly string[] {
  return [...Map.groupBy(people, ({ platform }) => platform)].flatMap(([id, own]) => {
    const { capabilities, platform } = resourceKindOf({ platform: id });
    return Object.entries(capabilities.sets).flatMap(([set, { noun, mode, withoutAny }]) => {
      const left =
        withoutAny === undefined
          ? []
          : own.filter((person) => isSwitchedOn(capabilities, person.declared ?? {}) && losesLast(person, set, mode));
      if (left.length === 0) return [];
      const who = left.length === 1 ? "1 person is" : `${left.length} people are`;
      return [`${platform.title}: ${who} left without any ${noun}, and ${withoutAny}`];
    });
  });
}

function losesLast({ declared, observed }: PersonSnapshot, set: string, mode: string): boolean {
  const [after, before] = [declared?.[set], observed?.[set]];
  const isAdded = declared?.[mode] === "add";
  return !isAdded && Array.isArray(after) && after.length === 0 && Array.isArray(before) && before.length > 0;
}
