import { caseless } from "../../../provider/core/model/value";
import type { PlatformId } from "../../common/platforms";
import { nearest } from "../cells/folded-names";
import type { GroupMeaning } from "../model/roster";

/** Marks a vendor's own id, where it could be taken for a key. */
export const ID_PREFIX = "id:";

/** Up to so many keys a near one is looked for, for each text. */
const FEW = 1_000;

/** What is declared of each group on each platform, by key. */
type Groups = ReadonlyMap<
  string,
  { readonly platforms: Readonly<Record<string, unknown>>; readonly was?: readonly string[] | undefined }
>;

/** What a text means that names a group: a declared one's key, the vendor's own id, or nothing for sure. */
export type GroupName = GroupMeaning | { readonly problem: string };

/** How the groups of a roster are named: on people, and by the groups below them. */
export class GroupNames {
  readonly #keys = new Map<string, ReadonlyMap<string, string>>();
  readonly #known = new Map<string, GroupName>();

  /** Keys of now by those of before. */
  readonly #successors: ReadonlyMap<string, string>;

  constructor(readonly groups: Groups) {
    this.#successors = new Map(
      [...groups].flatMap(([key, { was = [] }]) => was.map((former) => [former, key] as const)),
    );
  }

  meaningOf(platform: PlatformId, text: string): GroupName {
    const question = `${platform}:${text}`;
    const known = this.#known.get(question) ?? this.#meaningOf(platform, text);
    this.#known.set(question, known);
    return known;
  }

  #meaningOf(platform: PlatformId, text: string): GroupName {
    const group = this.groups.get(text);
    if (group?.platforms[platform]) return { key: text };
    if (text.startsWith(ID_PREFIX)) return { id: text.slice(ID_PREFIX.length) };
    const orId = `if the vendor's own id is meant, say "${ID_PREFIX}${text}"`;
    if (group) {
      return { problem: `the group ${text} is not on ${platform}: put it there with \`${platform}: {}\`; ${orId}` };
    }
    const successor = this.#successors.get(text);
    if (successor !== undefined) return { problem: `the group ${text} is called ${successor} now; ${orId}` };
    const keys = this.#keysOn(platform);
    const near = keys.get(caseless(text)) ?? (keys.size < FEW ? nearest(text, keys.values()) : undefined);
    if (near === undefined) return { id: text };
    return { problem: `"${text}" is no key of groups; did you mean ${near}? Or ${orId}` };
  }

  /** Keys of the groups there, by the same without regard to case. */
  #keysOn(platform: PlatformId): ReadonlyMap<string, string> {
    const keys =
      this.#keys.get(platform) ??
      new Map([...this.groups].flatMap(([key, { platforms }]) => (platforms[platform] ? [[caseless(key), key]] : [])));
    this.#keys.set(platform, keys);
    return keys;
  }
}
