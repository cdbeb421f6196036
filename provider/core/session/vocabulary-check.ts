import { namesDeclaredIn, namesWithoutWords, type Unoffered, unofferedIn } from "../compare/unoffered.js";
import type { Connector } from "../contract/connector.js";
import type { Log } from "../contract/context.js";
import type { ResourceKind } from "../contract/kind.js";
import type { Vocabulary } from "../contract/vocabulary.js";
import type { Change } from "../model/change.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { pathText, sameValue } from "../model/value.js";

/** What is about to be written for one person. */
export interface Intent {
  readonly changes: readonly Change[];
  /**
   * What the person's account lacks of what is declared; undefined: there is no account. What it has already is there, whatever a list
   * shows. Asked only where something would be refused.
   */
  lacking?(): Promise<readonly Change[] | undefined>;
}

/** Holds what is about to be written against what the tenant offers, for one run. */
export class VocabularyCheck {
  readonly #told = new Set<string>();

  constructor(
    readonly kind: Pick<ResourceKind, "platform" | "capabilities">,
    readonly connector: Pick<Connector, "vocabulary">,
    readonly log: Log,
  ) {}

  /** Why each of these can't be written, in their order: what the tenant is proven not to have. Asks the vendor once a run. */
  async issues(intents: readonly Intent[]): Promise<readonly (readonly ValidationIssue[])[]> {
    const none = intents.map(() => []);
    const about = [...new Set(intents.flatMap(({ changes }) => namesDeclaredIn(changes)))];
    const { connector } = this;
    if (about.length === 0 || !connector.vocabulary) return none;
    const vocabulary = await connector.vocabulary(about);
    this.#tellDenied(vocabulary, about);
    for (const name of namesWithoutWords(vocabulary)) {
      if (about.includes(name))
        this.#tell(`${name}: none is shown to these credentials, which proves nothing of what is declared`);
    }
    let found = this.#found(vocabulary, intents);
    if (found.flat().length === 0) return none;
    if (found.flat().some(({ isProven }) => isProven)) {
      found = this.#found(await connector.vocabulary(about, vocabulary), intents);
    }
    return Promise.all(intents.map((intent, i) => this.#judged(intent, found[i] ?? [])));
  }

  #found(vocabulary: Vocabulary, intents: readonly Intent[]): readonly (readonly Unoffered[])[] {
    return intents.map(({ changes }) => unofferedIn(this.kind, vocabulary, changes));
  }

  async #judged(intent: Intent, found: readonly Unoffered[]): Promise<readonly ValidationIssue[]> {
    if (found.length === 0) return [];
    const lacking = await intent.lacking?.();
    const left = lacking === undefined ? found : found.filter(({ path }) => lacking.some((one) => isIn(one, path)));
    for (const { isProven, path, reason } of left) if (!isProven) this.#tell(`${pathText(path)}: ${reason}`);
    return left.flatMap(({ isProven, path, reason }) => (isProven ? [{ path, reason }] : []));
  }

  #tellDenied({ untold }: Vocabulary, names: readonly string[]): void {
    for (const { about, reason, isDenied } of untold) {
      if (isDenied && about.some((name) => names.includes(name))) this.#tell(reason);
    }
  }

  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.log.info(`${this.kind.platform.title}: ${text}`);
  }
}

/** Whether a change is about this place, or about the attribute in which it is. */
function isIn(change: Change, path: Unoffered["path"]): boolean {
  return sameValue(change.path, path.slice(0, change.path.length));
}
