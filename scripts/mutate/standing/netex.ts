import { NO_GROUPS, NO_SET } from "./reasons";
import { LIST, type Standing, type Stays, standingOf } from "./survivor";

const entries: readonly Stays[] = [
  [
    "connector.ts",
    "if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);",
    "true",
    NO_GROUPS,
  ],
  [
    "convert.ts",
    'const afterCreate = Object.entries(traits).flatMap(([name, trait]) => ("afterCreate" in trait ? [name] : []));',
    LIST,
    "No attribute has that name",
  ],
  [
    "judge.ts",
    "export function judge(reply: Reply, alsoDone: readonly number[] = [], named: Naming = namedOfUser): Verdict {",
    LIST,
    "No status is that text",
  ],
  ["judge.ts", 'outcome: "accepted",', '""', "Where a platform has failed, the failure is looked at and nothing else"],
  [
    "probes.ts",
    "const whole = toPut(current, { id: subject.id, changes: [], desired: subject.created, addOnly: [] });",
    LIST,
    NO_SET,
  ],
];

export const netex: readonly Standing[] = entries.map((one) => ({
  ...standingOf("provider/platforms/netex", one),
  equivalent: true,
}));
