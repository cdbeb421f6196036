import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { errorMessage, StateError } from "../errors";
import type { Crypter, Passphrase } from "../secrets";
import type { StackOutputs } from "../types";
import { ROOT_STACK_TYPE } from "../urn";
import { isSecret, withoutSecrets } from "../values";
import {
  decryptResource,
  type ExportedDeployment,
  encryptResource,
  exportDeployment,
  type OperationType,
  type PendingOperation,
  type ResourceState,
  readExportedDeployment,
  revealResource,
  sortResources,
} from "./deployment";
import { JournalWriter, readJournal, replay } from "./journal";

/** A place in the state; its number stays the same while its resource changes. */
export interface Slot {
  readonly number: number;
  state: ResourceState;
}

/** What a step does to the state. A put without a slot adds a resource. */
export interface Changes {
  put?: { slot?: Slot; state: ResourceState }[];
  drop?: Slot[];
}

/**
 * The state of a stack during one run. Changes are in memory at once and, in a store that was opened for writing, in
 * the journal before the call returns; `close` folds them into the state file.
 */
export class StateStore {
  readonly #file: string;
  readonly #crypter: Crypter;
  readonly #slots = new Map<number, Slot>();
  #pending: PendingOperation[];
  #journal: JournalWriter | undefined;
  #nextSlot = 0;
  #nextOperation = 1;
  #dirty = false;

  private constructor(file: string, loaded: Loaded) {
    this.#file = file;
    this.#crypter = loaded.crypter;
    this.#pending = loaded.pending;
    for (const state of loaded.resources) {
      this.#add(state);
    }
  }

  /** Opens the state for a preview or a look; nothing is ever written. */
  static async openForReading(file: string, passphrase: Passphrase): Promise<StateStore> {
    return new StateStore(file, await load(file, passphrase));
  }

  /** Opens the state for changes; the caller holds the stack's lock. */
  static async openForWriting(file: string, passphrase: Passphrase): Promise<StateStore> {
    mkdirSync(dirname(file), { recursive: true });
    let loaded = await load(file, passphrase);
    if (loaded.recovered) {
      // The new journal numbers its slots from the file, so what a killed run left behind is folded first.
      new StateStore(file, loaded).#writeFile();
      loaded = await load(file, passphrase);
    }
    const store = new StateStore(file, loaded);
    store.#journal = new JournalWriter(journalFile(file), loaded.text, loaded.crypter.salt);
    return store;
  }

  /** All resources, in the order of the state. */
  all(): Slot[] {
    return [...this.#slots.values()];
  }

  /** The resources that are not waiting for their deletion, by URN. */
  live(): Map<string, Slot> {
    return new Map(
      this.all()
        .filter((slot) => slot.state.delete !== true)
        .map((slot) => [slot.state.urn, slot]),
    );
  }

  pendingOperations(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** Records that a step begins; the number ends it. */
  begin(type: OperationType, resource: ResourceState): number {
    const operation = this.#nextOperation;
    this.#nextOperation += 1;
    this.#journal?.append({ begin: operation, type, resource: encryptResource(resource, this.#crypter) });
    this.#dirty = true;
    return operation;
  }

  /** Applies the changes of a step that ended, or changes without a step. Returns the slots that were put. */
  apply(changes: Changes, operation?: number): Slot[] {
    if (operation === undefined && changes.put === undefined && changes.drop === undefined) {
      return [];
    }
    const slots = (changes.put ?? []).map(({ slot, state }) => {
      if (slot === undefined) {
        return this.#add(state);
      }
      slot.state = state;
      return slot;
    });
    const drop = changes.drop ?? [];
    for (const slot of drop) {
      this.#slots.delete(slot.number);
    }
    this.#journal?.append({
      ...(operation !== undefined && { end: operation }),
      ...(slots.length > 0 && {
        put: slots.map((slot) => ({ slot: slot.number, resource: encryptResource(slot.state, this.#crypter) })),
      }),
      ...(drop.length > 0 && { drop: drop.map((slot) => slot.number) }),
    });
    this.#dirty = true;
    return slots;
  }

  /** Forgets the operations that an earlier run left pending, except creations: nobody knows their outcome. */
  settlePending(alsoCreations: boolean): void {
    this.#pending = alsoCreations ? [] : this.#pending.filter((operation) => operation.type === "creating");
    this.#journal?.append({ settled: alsoCreations ? "all" : "known" });
    this.#dirty = true;
  }

  /** The state as `pulumi stack export` shows it: with ciphertexts, or with plain texts. */
  export(showSecrets: boolean): ExportedDeployment {
    const write = (resource: ResourceState): ResourceState =>
      showSecrets ? revealResource(resource) : encryptResource(resource, this.#crypter);
    return exportDeployment(
      sortResources(this.all().map((slot) => slot.state)).map(write),
      this.#pending.map((operation) => ({ ...operation, resource: write(operation.resource) })),
      this.#crypter.salt,
      sdkVersion,
    );
  }

  /** Puts the resources of an exported state in place of all that are here; what was pending is forgotten. */
  async replace(exported: ExportedDeployment, passphrase: Passphrase): Promise<void> {
    const { resources, secrets_providers: secrets } = readExportedDeployment(exported, "the imported state").deployment;
    const salt = secrets?.state?.salt;
    const crypter = salt === undefined ? this.#crypter : await passphrase.open(salt);
    this.settlePending(true);
    this.apply({
      drop: this.all(),
      put: (resources ?? []).map((resource) => ({ state: decryptResource(resource, crypter) })),
    });
  }

  /** Folds the journal into the state file. */
  close(): void {
    if (this.#journal === undefined) {
      return;
    }
    if (this.#dirty) {
      this.#writeFile();
    }
    this.#journal.discard();
    this.#journal = undefined;
  }

  #add(state: ResourceState): Slot {
    const slot = { number: this.#nextSlot, state };
    this.#nextSlot += 1;
    this.#slots.set(slot.number, slot);
    return slot;
  }

  /** Replaces the state file in one step and keeps the one before as `.bak`. */
  #writeFile(): void {
    const text = `${JSON.stringify(this.export(false), undefined, 2)}\n`;
    if (existsSync(this.#file)) {
      copyFileSync(this.#file, `${this.#file}.bak`);
    }
    const draft = `${this.#file}.new`;
    const descriptor = openSync(draft, "w", 0o600);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, this.#file);
    this.#dirty = false;
  }
}

interface Loaded {
  crypter: Crypter;
  resources: ResourceState[];
  pending: PendingOperation[];
  text: string | undefined;
  /** Whether a journal that a killed run left behind was replayed. */
  recovered: boolean;
}

async function load(file: string, passphrase: Passphrase): Promise<Loaded> {
  const text = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const deployment = text === undefined ? undefined : readStateFile(text, file);
  const journal = readJournal(journalFile(file), text);
  const salt = deployment?.secrets_providers?.state?.salt ?? journal?.salt;
  const crypter = await (salt === undefined ? passphrase.create() : passphrase.open(salt));
  const { resources, pending } = replay(
    deployment?.resources ?? [],
    deployment?.pending_operations ?? [],
    journal?.lines ?? [],
  );
  return {
    crypter,
    text,
    resources: resources.map((resource) => decryptResource(resource, crypter)),
    pending: pending.map((operation) => ({ ...operation, resource: decryptResource(operation.resource, crypter) })),
    recovered: journal !== undefined && journal.lines.length > 0,
  };
}

function readStateFile(text: string, file: string): ExportedDeployment["deployment"] {
  try {
    return parseText(text, file);
  } catch (error) {
    const backup = `${file}.bak`;
    const way = isGood(backup)
      ? `the last good copy is ${backup}: put it in its place`
      : "there is no good copy beside it: take it from a backup, or remove it to begin anew";
    throw new StateError(`${errorMessage(error)}. The file is left as it is; ${way}`, error);
  }
}

function parseText(text: string, file: string): ExportedDeployment["deployment"] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StateError(`${file} is not JSON`, error);
  }
  return readExportedDeployment(json, file).deployment;
}

function isGood(file: string): boolean {
  try {
    return parseText(readFileSync(file, "utf8"), file) !== undefined;
  } catch {
    return false;
  }
}

function journalFile(file: string): string {
  return file.replace(/\.json$/, ".journal");
}

/** The outputs of the stack, secrets in plain text. */
export function stackOutputs(store: StateStore): StackOutputs {
  const stack = store.all().find((slot) => slot.state.type === ROOT_STACK_TYPE)?.state;
  return Object.fromEntries(
    Object.entries(stack?.outputs ?? {}).map(([key, value]) => [
      key,
      { value: withoutSecrets(value), secret: isSecret(value) },
    ]),
  );
}
