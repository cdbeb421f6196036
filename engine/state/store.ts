import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
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
} from "./deployment";
import { readStateFile, writeStateFile } from "./file";
import { JournalWriter, readJournal, replay, unsettled } from "./journal";
import { sortResources } from "./order";

/** A place in the state; its number stays the same while its resource changes. */
export interface Slot {
  readonly number: number;
  state: ResourceState;
}

/** What a step does to the state. */
export interface Changes {
  put?: { slot: Slot; state: ResourceState }[];
  drop?: Slot[];
}

/** What lies on the disk, with secrets in clear. */
interface Loaded {
  crypter: Crypter;
  resources: ResourceState[];
  pending: PendingOperation[];
  /** The state file, where there is one. */
  text: string | undefined;
  /** Whether a journal that a killed run left behind was replayed. */
  isRecovered: boolean;
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
  #isDirty = false;

  private constructor(file: string, { crypter, pending, resources }: Loaded) {
    this.#file = file;
    this.#crypter = crypter;
    this.#pending = pending;
    for (const state of resources) {
      const slot = this.newSlot(state);
      this.#slots.set(slot.number, slot);
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
    if (loaded.isRecovered) {
      // The new journal numbers its slots from the file, so what a killed run left behind is folded first.
      writeStateFile(file, new StateStore(file, loaded).export(false));
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
    const live = this.all().filter(({ state }) => state.delete !== true);
    return new Map(live.map((slot) => [slot.state.urn, slot]));
  }

  pendingOperations(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** A place for a resource that comes into the state with the first put. */
  newSlot(state: ResourceState): Slot {
    return { number: this.#nextSlot++, state };
  }

  /** Records that a step begins; the number ends it. */
  begin(type: OperationType, resource: ResourceState): number {
    const begin = this.#nextOperation++;
    this.#journal?.append({ begin, type, resource: encryptResource(resource, this.#crypter) });
    this.#isDirty = true;
    return begin;
  }

  /** Applies the changes of a step that ended, or changes without a step. */
  apply({ put = [], drop = [] }: Changes, operation?: number): void {
    if (operation === undefined && put.length === 0 && drop.length === 0) return;
    for (const { slot, state } of put) {
      slot.state = state;
      this.#slots.set(slot.number, slot);
    }
    for (const slot of drop) this.#slots.delete(slot.number);
    this.#journal?.append({
      end: operation,
      put: put.map(({ slot, state }) => ({ slot: slot.number, resource: encryptResource(state, this.#crypter) })),
      drop: drop.map((slot) => slot.number),
    });
    this.#isDirty = true;
  }

  /** Forgets the operations that an earlier run left pending, except creations: nobody knows their outcome. */
  settlePending(alsoCreations: boolean): void {
    const settled = alsoCreations ? "all" : "known";
    this.#pending = unsettled(this.#pending, settled);
    this.#journal?.append({ settled });
    this.#isDirty = true;
  }

  /** The state as `pulumi stack export` shows it: with ciphertexts, or with plain texts. */
  export(showSecrets: boolean): ExportedDeployment {
    const write = (resource: ResourceState): ResourceState =>
      showSecrets ? revealResource(resource) : encryptResource(resource, this.#crypter);
    return exportDeployment(
      sortResources(this.all().map(({ state }) => state)).map(write),
      this.#pending.map(({ type, resource }) => ({ type, resource: write(resource) })),
      this.#crypter.salt,
      sdkVersion,
    );
  }

  /** Puts the resources of an exported state in place of all that are here; what was pending is forgotten. */
  async replace(exported: ExportedDeployment, passphrase: Passphrase): Promise<void> {
    const { resources, secrets_providers: secrets } = readExportedDeployment(exported, "the imported state");
    const salt = secrets?.state?.salt;
    const crypter = salt === undefined ? this.#crypter : await passphrase.open(salt);
    const states = (resources ?? []).map((resource) => decryptResource(resource, crypter));
    this.settlePending(true);
    this.apply({ drop: this.all(), put: states.map((state) => ({ slot: this.newSlot(state), state })) });
  }

  /** Folds the journal into the state file. */
  close(): void {
    if (this.#journal !== undefined) {
      if (this.#isDirty) writeStateFile(this.#file, this.export(false));
      this.#journal.discard();
      this.#journal = undefined;
    }
  }
}

async function load(file: string, passphrase: Passphrase): Promise<Loaded> {
  const { text, deployment } = readStateFile(file) ?? { text: undefined, deployment: undefined };
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
    pending: pending.map(({ type, resource }) => ({ type, resource: decryptResource(resource, crypter) })),
    isRecovered: journal !== undefined && journal.lines.length > 0,
  };
}

function journalFile(file: string): string {
  return file.replace(/\.json$/, ".journal");
}

/** The outputs of the stack, secrets in plain text. */
export function stackOutputs(store: StateStore): StackOutputs {
  const stack = store.all().find(({ state }) => state.type === ROOT_STACK_TYPE)?.state;
  return Object.fromEntries(
    Object.entries(stack?.outputs ?? {}).map(([key, value]) => [
      key,
      { value: withoutSecrets(value), secret: isSecret(value) },
    ]),
  );
}
