import { suggestion } from "../../core/compare/suggest.js";
import { InvalidArgumentsError } from "../../core/contract/errors.js";
import type { Term } from "../../core/contract/vocabulary.js";
import { FLAT, type ObservedSet } from "../../core/model/entity.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { listGroups, listSlashedGroups } from "./api.js";
import { TITLE } from "./errors.js";
import type { WireGroup } from "./wire.js";

type Group = Pick<WireGroup, "id" | "path">;

export interface Placed extends Group {
  /** No name on the way has a slash in it, so that Keycloak finds the group by its path. */
  readonly isPlain: boolean;
}

export interface Tree {
  readonly byId: ReadonlyMap<string, Placed>;
  /** By path in NFC. */
  readonly byPath: ReadonlyMap<string, readonly Placed[]>;
}

/**
 * The realm's groups. A name can have a slash in it: `payroll/admins` at the top and `admins` below `payroll` have one path,
 * so a path alone never decides whose members are meant.
 */
export class Groups {
  readonly tree: AskedOnce<Tree>;
  readonly #slashed: AskedOnce<readonly Group[]>;

  constructor(http: HttpClient) {
    this.tree = new AskedOnce(() => loaded(http));
    this.#slashed = new AskedOnce(() => listSlashedGroups(http));
  }

  /**
   * The ids of declared groups, in their order.
   *
   * @param declared paths and ids
   * @throws InvalidArgumentsError naming each that is not there, or that two groups answer to
   */
  async ids(declared: readonly string[]): Promise<readonly string[]> {
    return (await this.#found(declared)).map(({ id }) => id);
  }

  /** Of declared groups, the paths that a creation may name: by them Keycloak finds the groups that are meant. */
  async creatable(declared: readonly string[]): Promise<readonly string[]> {
    const found = await this.#found(declared);
    if (found.length === 0) return [];
    const { byPath } = await this.tree.get();
    return found.filter((group) => group.isPlain && isAlone(byPath, group)).map(({ path }) => path);
  }

  /** Groups of a person as they are shown. Paths of one name, and realms without a slash in any name, take no look at the groups. */
  async shown(groups: readonly Group[]): Promise<ObservedSet> {
    const doubtful = groups.filter(({ path }) => path.lastIndexOf("/") > 0);
    const slashed = doubtful.length > 0 ? await this.#slashed.get() : [];
    const isDoubtful = doubtful.some(({ path }) => slashed.some((other) => `${path}/`.startsWith(`${other.path}/`)));
    return shownIn(isDoubtful ? (await this.tree.get()).byPath : new Map(), groups);
  }

  /** Every group, as it is shown to its members. */
  async all(): Promise<readonly (readonly [id: string, shown: ObservedSet])[]> {
    const { byId, byPath } = await this.tree.get();
    return [...byId.values()].map((group) => [group.id, shownIn(byPath, [group])]);
  }

  /** Who is not found may have been made in this same run, so the groups are asked for again. */
  async #found(declared: readonly string[]): Promise<readonly Placed[]> {
    if (declared.length === 0) return [];
    const tree = await this.tree.get();
    const first = foundIn(tree, declared);
    const { found, issues } = first.issues.length === 0 ? first : foundIn(await this.tree.newerThan(tree), declared);
    if (issues.length > 0) throw new InvalidArgumentsError(issues);
    return found;
  }
}

/** What several persons' or pages' groups are together. */
export function together(parts: readonly ObservedSet[]): ObservedSet {
  return {
    members: { [FLAT]: parts.flatMap(({ members }) => members[FLAT] ?? []) },
    aliases: Object.fromEntries(parts.flatMap(({ aliases = {} }) => Object.entries(aliases))),
  };
}

function foundIn(
  tree: Tree,
  declared: readonly string[],
): { found: readonly Placed[]; issues: readonly ValidationIssue[] } {
  const found = new Map<string, Placed>();
  const issues: ValidationIssue[] = [];
  for (const [i, text] of declared.entries()) {
    const [group, ...twins] = candidates(tree, text);
    if (group !== undefined && twins.length === 0) found.set(group.id, group);
    else
      issues.push({
        path: ["groups", i],
        reason: group ? twinsReason(text, [group, ...twins]) : missingReason(tree, text),
      });
  }
  return { found: [...found.values()], issues };
}

function candidates({ byId, byPath }: Tree, text: string): readonly Placed[] {
  if (text.startsWith("/")) return byPath.get(text.normalize("NFC")) ?? [];
  const group = byId.get(text);
  return group ? [group] : [];
}

function twinsReason(path: string, twins: readonly Placed[]): string {
  const ids = twins.map(({ id }) => id).join(" and ");
  return `${twins.length} groups of the realm have the path "${path}": a name there has a slash in it. Declare the id of the one that is meant: ${ids}`;
}

function missingReason(tree: Tree, text: string): string {
  return `there is no group "${text}" at ${TITLE}; ${suggestion(text, termsOf(tree))}`;
}

/** A group is declared by its path or by its id; of a path that two have, only the ids are of use. */
export function termsOf({ byId }: Tree): readonly Term[] {
  return [...byId.values()].map(({ id, path }) => ({ name: path, aliases: [id] }));
}

/** By path or, where two groups have this path, by id. A group that is shown by its path can be declared by its id as well. */
function shownIn(byPath: Tree["byPath"], groups: readonly Group[]): ObservedSet {
  const shown = groups.map((group) => ({ name: isAlone(byPath, group) ? group.path : group.id, id: group.id }));
  const aliased = shown.filter(({ name, id }) => name !== id);
  return {
    members: { [FLAT]: shown.map(({ name }) => name) },
    aliases: Object.fromEntries(aliased.map(({ name, id }) => [name, [id]])),
  };
}

function isAlone(byPath: Tree["byPath"], { path }: Group): boolean {
  return (byPath.get(path.normalize("NFC"))?.length ?? 1) === 1;
}

async function loaded(http: HttpClient): Promise<Tree> {
  const byId = new Map<string, Placed>();
  const byPath = new Map<string, readonly Placed[]>();
  const below = async (parent?: WireGroup & Placed): Promise<void> => {
    for await (const page of listGroups(http, parent)) {
      for (const group of page) {
        const own = group.path.slice((parent?.path.length ?? 0) + 1);
        const placed = { ...group, isPlain: (parent?.isPlain ?? true) && !own.includes("/") };
        const key = group.path.normalize("NFC");
        byId.set(group.id, placed);
        byPath.set(key, [...(byPath.get(key) ?? []), placed]);
        if (group.subGroupCount) await below(placed);
      }
    }
  };
  await below();
  return { byId, byPath };
}
