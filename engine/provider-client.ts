import { randomBytes } from "node:crypto";
import { type MethodDefinition, status } from "@grpc/grpc-js";
import { ResourceProviderService as Methods } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Diff } from "./diff";
import { UnsupportedFeatureError } from "./errors";
import { orUnimplemented, ProviderError, toProviderError } from "./provider-errors";
import type { ProviderProcess } from "./provider-host";
import { about, type Checked, failuresOf, readDiff } from "./provider-messages";
import { callUnary } from "./rpc";
import { withSpilledOutputs } from "./spilled-outputs";
import type { ResourceState } from "./state/deployment";
import { packageOf, typeOf } from "./urn";
import {
  containsUnknowns,
  copySecretMarks,
  fromStruct,
  type PropertyMap,
  toStruct,
  type WireOptions,
  withoutSecrets,
} from "./values";

/** What a provider is told of a resource as it was last saved. */
export type Known = Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">;
/** What a resource shall become. */
export type Wanted = Pick<ResourceState, "urn" | "inputs" | "ignoreChanges">;

/** Who answers for a type of resources. A provider's client does, and the engine itself for providers. */
export interface ResourceProvider
  extends Pick<ProviderClient, "known" | "check" | "diff" | "create" | "update" | "read"> {
  /** Told of a resource that stays as it is. */
  same?(old: Known): Promise<void>;
}

const PLAIN: WireOptions = { keepSecrets: false, keepResources: false };
const FULL: WireOptions = { keepSecrets: true, keepResources: true };
const SEED_BYTES = 32;
const CANCEL_TIMEOUT_MILLISECONDS = 2_000;

export function newSeed(): Uint8Array {
  return randomBytes(SEED_BYTES);
}

/** A provider's methods in the engine's values; one object a provider process. Timeouts are in seconds, 0 for none. */
export class ProviderClient implements ResourceProvider {
  #wire: WireOptions = PLAIN;
  #isHandshaken = false;
  #previews = false;
  #configured: Promise<void> | undefined;
  /** Whether its configuration is known; only a preview may leave it unknown, and then nothing is called. */
  known = true;

  constructor(
    readonly process: ProviderProcess,
    readonly preview: boolean,
  ) {}

  async handshake(engineAddress: string, rootDirectory: string): Promise<void> {
    const request = new messages.ProviderHandshakeRequest().setEngineAddress(engineAddress);
    request.setRootDirectory(rootDirectory).setConfigureWithUrn(true).setInvokeWithPreview(true);
    if (this.process.directory !== undefined) request.setProgramDirectory(this.process.directory);
    const response = await orUnimplemented(this.#call(Methods.handshake, request));
    if (response !== undefined) {
      this.#wire = { keepSecrets: response.getAcceptSecrets(), keepResources: response.getAcceptResources() };
      this.#isHandshaken = true;
      this.#previews = true;
    }
  }

  async checkConfig(urn: string, olds: PropertyMap, news: PropertyMap): Promise<Checked> {
    const request = about(new messages.CheckRequest(), urn);
    request.setOlds(toStruct(olds, PLAIN)).setNews(toStruct(news, PLAIN));
    const response = await orUnimplemented(this.#call(Methods.checkConfig, request));
    return response === undefined
      ? { inputs: news, failures: [] }
      : {
          inputs: copySecretMarks(fromStruct(response.getInputs()), news),
          failures: failuresOf(response.getFailuresList()),
        };
  }

  async diffConfig({ urn, inputs = {}, outputs = {} }: Known, news: PropertyMap): Promise<Diff> {
    const request = about(new messages.DiffRequest(), urn);
    request.setOldInputs(toStruct(inputs, PLAIN)).setOlds(toStruct(outputs, PLAIN)).setNews(toStruct(news, PLAIN));
    return readDiff((await orUnimplemented(this.#call(Methods.diffConfig, request))) ?? new messages.DiffResponse());
  }

  /** Configures the process, once. With unknown inputs it is left alone. */
  configure(urn: string, id: string, inputs: PropertyMap): Promise<void> {
    if (containsUnknowns(inputs)) {
      this.known = false;
      return Promise.resolve();
    }
    this.#configured ??= this.#configure(urn, id, inputs);
    return this.#configured;
  }

  async #configure(urn: string, id: string, inputs: PropertyMap): Promise<void> {
    const request = about(new messages.ConfigureRequest(), urn).setId(id).setArgs(toStruct(inputs, FULL));
    request.setAcceptsecrets(true).setAcceptresources(true).setSendsOldInputs(true).setSendsOldInputsToDelete(true);
    const variables = request.getVariablesMap();
    for (const [key, value] of Object.entries(inputs)) {
      if (key !== "version") {
        const plain = withoutSecrets(value);
        const text = typeof plain === "string" ? plain : JSON.stringify(plain);
        variables.set(`${packageOf(typeOf(urn))}:config:${key}`, text);
      }
    }
    const response = await this.#call(Methods.configure, request);
    if (!this.#isHandshaken) {
      this.#wire = { keepSecrets: response.getAcceptsecrets(), keepResources: response.getAcceptresources() };
      this.#previews = response.getSupportspreview();
    }
  }

  async check(urn: string, olds: PropertyMap, news: PropertyMap, seed: Uint8Array): Promise<Checked> {
    if (!this.known) return { inputs: news, failures: [] };
    const request = about(new messages.CheckRequest(), urn).setRandomseed(seed);
    request.setOlds(this.#write(olds)).setNews(this.#write(news));
    const response = await this.#call(Methods.check, request);
    return { inputs: this.#read(response.getInputs(), news), failures: failuresOf(response.getFailuresList()) };
  }

  async diff(old: Known, news: PropertyMap, ignoreChanges: readonly string[] = []): Promise<Diff> {
    const { urn, id = "", inputs = {}, outputs = {} } = old;
    const request = about(new messages.DiffRequest(), urn).setId(id).setNews(this.#write(news));
    request
      .setOldInputs(this.#write(inputs))
      .setOlds(this.#write(outputs))
      .setIgnorechangesList([...ignoreChanges]);
    const diff = readDiff(await this.#call(Methods.diff, request));
    if (diff.changes !== "unknown") return diff;
    throw new UnsupportedFeatureError("providers that leave the comparison to the engine");
  }

  async create({ urn, inputs = {} }: Wanted, timeout = 0): Promise<{ id: string; outputs: PropertyMap }> {
    if (this.#isLeftOut) return { id: "", outputs: this.known ? inputs : {} };
    const request = about(new messages.CreateRequest(), urn).setTimeout(timeout).setPreview(this.preview);
    request.setProperties(this.#write(inputs));
    const response = await this.#call(Methods.create, request, inputs).catch((error: unknown) => {
      // The real engine takes a failed creation as one that left nothing.
      throw error instanceof ProviderError ? error.withKnownOutcome() : error;
    });
    const id = response.getId();
    if (id === "" && !this.preview) {
      throw new ProviderError(`plugin returned empty resource.ID from create '${urn}'`, status.UNKNOWN);
    }
    return { id, outputs: this.#read(response.getProperties(), inputs) };
  }

  async update(old: Known, wanted: Wanted, timeout = 0): Promise<PropertyMap> {
    const { urn, inputs: news = {}, ignoreChanges = [] } = wanted;
    if (this.#isLeftOut) return this.known ? news : {};
    const { id = "", inputs = {}, outputs = {} } = old;
    const request = about(new messages.UpdateRequest(), urn).setId(id).setTimeout(timeout).setPreview(this.preview);
    request.setOldInputs(this.#write(inputs)).setOlds(this.#write(outputs)).setNews(this.#write(news));
    const response = await this.#call(Methods.update, request.setIgnorechangesList(ignoreChanges), news);
    return this.#read(response.getProperties(), news);
  }

  /** Reads; on import nothing but the id is known of the resource. An absent answer is undefined, not empty. */
  async read(
    { urn, id = "", inputs, outputs }: Known,
    timeout = 0,
  ): Promise<{ id: string; outputs: PropertyMap | undefined; inputs: PropertyMap | undefined }> {
    if (!this.known) return { id: "", outputs: {}, inputs: {} };
    const request = about(new messages.ReadRequest(), urn).setId(id).setTimeout(timeout);
    if (inputs !== undefined || outputs !== undefined) {
      request.setProperties(this.#write(outputs ?? {})).setInputs(this.#write(inputs ?? {}));
    }
    const response = await this.#call(Methods.read, request, outputs);
    const [readOutputs, readInputs] = [response.getProperties(), response.getInputs()];
    return {
      id: response.getId(),
      outputs: readOutputs && this.#read(readOutputs, outputs),
      inputs: readInputs && this.#read(readInputs, inputs),
    };
  }

  async delete({ urn, id = "", inputs = {}, outputs = {} }: Known, timeout = 0): Promise<void> {
    const request = about(new messages.DeleteRequest(), urn).setId(id).setTimeout(timeout);
    await this.#call(Methods.delete, request.setProperties(this.#write(outputs)).setOldInputs(this.#write(inputs)));
  }

  async invoke(token: string, args: PropertyMap): Promise<{ result: PropertyMap; failures: Checked["failures"] }> {
    if (!this.known) return { result: {}, failures: [] };
    const request = new messages.InvokeRequest().setTok(token).setArgs(this.#write(args)).setPreview(this.preview);
    const response = await this.#call(Methods.invoke, request);
    return { result: fromStruct(response.getReturn()), failures: failuresOf(response.getFailuresList()) };
  }

  /** Tells the provider that the run is over, whatever it answers to that, and ends its process. */
  async close(): Promise<void> {
    const deadline = Date.now() + CANCEL_TIMEOUT_MILLISECONDS;
    await callUnary(this.process.client, Methods.cancel, new Empty(), { deadline }).catch(() => undefined);
    await this.process.stop();
  }

  /** Whether this is a preview that the provider has no part in. */
  get #isLeftOut(): boolean {
    return this.preview && !(this.known && this.#previews);
  }

  #write(map: PropertyMap): Struct {
    return toStruct(map, this.#wire);
  }

  /** Reads what the provider answered to `given`. */
  #read(struct: Struct | undefined, given: PropertyMap = {}): PropertyMap {
    const map = fromStruct(struct);
    if (!this.preview && containsUnknowns(map)) {
      throw new ProviderError("the provider returned an unknown value outside of a preview", status.UNKNOWN);
    }
    return this.#wire.keepSecrets ? map : copySecretMarks(map, given);
  }

  /** Calls, with failures as ProviderError; `given` marks the secrets of a partial result. */
  async #call<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    given?: PropertyMap,
  ): Promise<Response> {
    try {
      return await callUnary(this.process.client, method, request);
    } catch (error) {
      throw toProviderError(error, (struct) => withSpilledOutputs(this.#read(struct, given)));
    }
  }
}
