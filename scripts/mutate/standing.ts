/** A survivor that stays, found by the text of its line: numbers move. */
export interface Standing {
  readonly file: string;
  readonly line: string;
  /** What it is replaced with. Default: whatever. */
  readonly to?: string;
  readonly why: string;
  /** Proven to change nothing that anybody could notice. */
  readonly equivalent?: boolean;
}

const SAVED = "It saves work: without it the same comes out empty in the end";
const ABSENT = "Everybody who changes has a snapshot, so that it is never absent";
const UNREAD = "What stands there in place of nothing is no group, person or role, and is passed over";

export const standing: readonly Standing[] = [
  {
    file: "automation/plan/guards/approvals.ts",
    line: 'const [, name = "", count = ""] = /^([A-Za-z]+(?:\\.[A-Za-z]+)?)=(\\d+)$/.exec(text) ?? [];',
    why: "A text that doesn't match has no name, whatever is taken for its count",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/evaluate.ts",
    line: "if (!person.declared) continue;",
    why: "Who leaves has no natural key and no address there, and is passed over below",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/evaluate.ts",
    line: "const sides = [snapshot?.declared, snapshot?.observed, snapshot?.stored];",
    why: ABSENT,
    equivalent: true,
  },
  {
    file: "automation/plan/guards/evaluate.ts",
    line: "isAdministrator(capabilities, person.observed, own.administrativeRoles ?? []),",
    to: '["Stryker was here"]',
    why: UNREAD,
    equivalent: true,
  },
  {
    file: "automation/plan/guards/groups.ts",
    line: "if (deleted.length === 0) return [];",
    to: "false",
    why: SAVED,
    equivalent: true,
  },
  ...[
    "return side === undefined ? [] : groupsIn(person, side);",
    'return (review.groups ?? []).filter(({ change }) => change === "deleted");',
    'if (kind !== "group" || !Array.isArray(ids)) return [];',
  ].map(
    (line): Standing => ({
      file: "automation/plan/guards/groups.ts",
      line,
      to: '["Stryker was here"]',
      why: UNREAD,
      equivalent: true,
    }),
  ),
  {
    file: "automation/plan/guards/copies.ts",
    line: 'return copies !== undefined && change.departure === "deleted" && Boolean((observed ?? stored)?.[copies.output]);',
    to: "(observed ?? stored)[copies.output]",
    why: ABSENT,
    equivalent: true,
  },
  {
    file: "automation/runs/apply/settle.ts",
    line: "if (meaningOf(type) === undefined) return [];",
    to: "false",
    why: SAVED,
    equivalent: true,
  },
  {
    file: "automation/runs/apply/settle.ts",
    line: 'const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };',
    to: "true",
    why: "Nobody asks a state what it retains: only a plan",
  },
];
