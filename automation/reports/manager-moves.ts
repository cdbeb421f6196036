import type { ChangedPerson } from "./people";
import { valueText } from "./phrases";

/** Somebody in the tree of managers, as far as a plan moves anybody there. */
export interface ManagerNode {
  readonly name: string;
  /** What happens to this person, below the one above; absent for a manager who stays. `stays` is with a leaver. */
  readonly move?: {
    readonly kind: "arrives" | "goes" | "joins" | "leaves" | "stays";
    /** Whom they come from or go to. */
    readonly other?: string;
  };
  readonly people: readonly ManagerNode[];
}

interface Edge {
  readonly manager: string;
  readonly node: Omit<ManagerNode, "people">;
}

/**
 * The managers whom a plan gives or takes people, as trees: below each, who arrives, who goes and who leaves without a
 * successor. Who moves along with a team of their own shows it below. Managers are told apart by their names, which is all that
 * a change says about them.
 */
export function managerMoves(people: readonly ChangedPerson[]): readonly ManagerNode[] {
  const edges = Map.groupBy(unique(people.flatMap(edgesOf)), ({ manager }) => manager);
  const arriving = new Set(
    [...edges.values()]
      .flat()
      .filter(isHere)
      .map((edge) => edge.node.name),
  );
  const placed = new Set<string>();
  const below = (manager: string): ManagerNode[] => {
    // Each manager's people show once; two of one name, or a circle, would otherwise never end.
    if (placed.has(manager)) return [];
    placed.add(manager);
    return (edges.get(manager) ?? []).map((edge) => ({
      ...edge.node,
      people: isHere(edge) ? below(edge.node.name) : [],
    }));
  };
  const managers = [...edges.keys()];
  const roots = managers.filter((name) => !arriving.has(name));
  const leavers = new Set(people.filter(({ classes }) => classes.includes("leaver")).map(({ name }) => name));
  const root = (name: string): ManagerNode => ({
    name,
    ...(leavers.has(name) && { move: { kind: "leaves" } }),
    people: below(name),
  });
  const trees = roots.map(root);
  // What is left are circles, entered anywhere.
  const rest = managers.flatMap((name) => (placed.has(name) ? [] : [root(name)]));
  return [...trees, ...rest];
}

function isHere({ node }: Edge): boolean {
  return node.move?.kind !== "goes" && node.move?.kind !== "leaves";
}

function edgesOf(person: ChangedPerson): Edge[] {
  const { name } = person;
  const isJoiner = person.classes.includes("joiner");
  const isLeaver = person.classes.includes("leaver");
  return person.changes.flatMap((change) => [
    ...change.details.flatMap((detail): Edge[] => {
      if (detail.kind !== "manager") return [];
      const from = detail.fromName ?? idText(detail.from);
      const to = detail.toName ?? idText(detail.to);
      return [
        ...(to === undefined
          ? []
          : [
              {
                manager: to,
                node: {
                  name,
                  move: isJoiner && from === undefined ? joins : { kind: "arrives" as const, ...other(from) },
                },
              },
            ]),
        ...(from === undefined
          ? []
          : [{ manager: from, node: { name, move: { kind: "goes" as const, ...other(to) } } }]),
      ];
    }),
    ...(isLeaver ? (change.reports ?? []) : []).map((report) => ({
      manager: name,
      node: { name: report, move: { kind: "stays" as const } },
    })),
  ]);
}

const joins = { kind: "joins" } as const;

function other(name: string | undefined) {
  return name === undefined ? {} : { other: name };
}

function idText(id: unknown): string | undefined {
  return id === undefined || id === null ? undefined : valueText(id);
}

/** The same move on several platforms is one move. */
function unique(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()];
}
