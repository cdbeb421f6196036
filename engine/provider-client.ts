import { randomBytes } from "node:crypto";
import { Metadata, status } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { applyIgnoreChanges, type Diff, diffInputs } from "./diff";
import { withLeftTexts } from "./left-texts";
import { ignoreUnimplemented, ProviderError, toProviderError } from "./provider-errors";
import { about, type CheckFailure, checkRequest, failuresOf, readDiff } from "./provider-messages";
import { callUnary } from "./rpc";
import type { ResourceState } from "./state/deployment";
import { packageOf, typeOf } from "./urn";
import {
  containsSecrets,
  containsUnknowns,
  copySecretMarks,
  fromStruct,
  makeSecret,
  type PropertyMap,
  toStruct,
  type WireOptions,
  withoutSecrets,
} from "./values";

/** What a provider is told of a resource as it was last saved. */
export type Known = Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">;

const PLAIN: WireOptions = { keepSecrets: false, keepResources: false };
const FULL: WireOptions = { keepSecrets: true, keepResources: true };
const SEED_BYTES = 32;
const CANCEL_TIMEOUT_MILLISECONDS = 2_000;

export function newSeed(): Uint8Array {
  return randomBytes(SEED_BYTES);
}

/** A provider's methods in the engine's values. One object per provider process. */
export class ProviderClient {
  readonly #stub: ResourceProviderClient;
  readonly #preview: boolean;
  #wire: WireOptions = PLAIN;
  #handshaken = false;
  #previews = false;
  #configured: Promise<void> | undefined;
  /** Whether its configuration is known; only a preview may leave it unknown, and then nothing is called. */
  known = true;

  constructor(stub: ResourceProviderClient, preview: boolean) {
    this.#stub = stub;
    this.#preview = preview;
  }

  async handshake(engineAddress: string, rootDirectory: string, pluginDirectory: string | undefined): Promise<void> {
    const request = new messages.ProviderHandshakeRequest();
    request.setEngineAddress(engineAddress);
    request.setRootDirectory(rootDirectory);
    if (pluginDirectory !== undefined) {
      request.setProgramDirectory(pluginDirectory);
    }
    request.setConfigureWithUrn(true);
    request.setInvokeWithPreview(true);
    try {
      const response = await this.#call<messages.ProviderHandshakeResponse>((done) =>
        this.#stub.handshake(request, done),
      );
      this.#wire = { keepSecrets: response.getAcceptSecrets(), keepResources: response.getAcceptResources() };
      this.#handshaken = true;
      this.#previews = true;
    } catch (error) {
      ignoreUnimplemented(error);
    }
  }

  async checkConfig(
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
  ): Promise<{ inputs: PropertyMap; failures: CheckFailure[] }> {
    const request = checkRequest(urn, toStruct(olds, PLAIN), toStruct(news, PLAIN));
    try {
      const response = await this.#call<messages.CheckResponse>((done) => this.#stub.checkConfig(request, done));
      return {
        inputs: copySecretMarks(fromStruct(response.getInputs()), news),
        failures: failuresOf(response.getFailuresList()),
      };
    } catch (error) {
      ignoreUnimplemented(error);
      return { inputs: news, failures: [] };
    }
  }

  async diffConfig({ urn, inputs = {}, outputs = {} }: Known, news: PropertyMap): Promise<Diff> {
    const request = about(new messages.DiffRequest(), urn);
    request.setOldInputs(toStruct(inputs, PLAIN)).setOlds(toStruct(outputs, PLAIN)).setNews(toStruct(news, PLAIN));
    try {
      return readDiff(await this.#call<messages.DiffResponse>((done) => this.#stub.diffConfig(request, done)));
    } catch (error) {
      ignoreUnimplemented(error);
      return readDiff(new messages.DiffResponse());
    }
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
    const request = about(new messages.ConfigureRequest(), urn).setId(id);
    request.setAcceptsecrets(true).setAcceptresources(true);
    request.setSendsOldInputs(true).setSendsOldInputsToDelete(true);
    request.setArgs(toStruct(inputs, FULL));
    const variables = request.getVariablesMap();
    for (const [key, value] of Object.entries(inputs)) {
      if (key !== "version") {
        const plain = withoutSecrets(value);
        variables.set(
          `${packageOf(typeOf(urn))}:config:${key}`,
          typeof plain === "string" ? plain : JSON.stringify(plain),
        );
      }
    }
    const response = await this.#call<messages.ConfigureResponse>((done) => this.#stub.configure(request, done));
    if (!this.#handshaken) {
      this.#wire = { keepSecrets: response.getAcceptsecrets(), keepResources: response.getAcceptresources() };
      this.#previews = response.getSupportspreview();
    }
  }

  async check(
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
    seed: Uint8Array,
  ): Promise<{ inputs: PropertyMap; failures: CheckFailure[] }> {
    if (!this.known) {
      return { inputs: news, failures: [] };
    }
    const request = checkRequest(urn, this.#write(olds), this.#write(news));
    request.setRandomseed(seed);
    const response = await this.#call<messages.CheckResponse>((done) => this.#stub.check(request, done));
    return {
      inputs: this.#read(response.getInputs(), news),
      failures: failuresOf(response.getFailuresList()),
    };
  }

  /** Compares; where the provider leaves that to the engine, by the inputs. */
  async diff(old: Known, news: PropertyMap, ignoreChanges: readonly string[]): Promise<Diff> {
    const { urn, id = "", inputs = {}, outputs = {} } = old;
    const request = about(new messages.DiffRequest(), urn).setId(id);
    request.setOldInputs(this.#write(inputs)).setOlds(this.#write(outputs)).setNews(this.#write(news));
    request.setIgnorechangesList([...ignoreChanges]);
    const diff = readDiff(await this.#call<messages.DiffResponse>((done) => this.#stub.diff(request, done)));
    if (diff.changes !== "unknown") {
      return diff;
    }
    const compared = diffInputs(inputs, applyIgnoreChanges(news, inputs, ignoreChanges));
    return compared.changes === "none"
      ? { ...diff, changes: "none" }
      : { ...diff, changes: "some", changedKeys: compared.changedKeys, detailed: compared.detailed };
  }

  async create(urn: string, inputs: PropertyMap, timeout: number): Promise<{ id: string; outputs: PropertyMap }> {
    if (this.#isLeftOut) {
      return { id: "", outputs: this.known ? inputs : {} };
    }
    const request = about(new messages.CreateRequest(), urn);
    request.setProperties(this.#write(inputs)).setTimeout(timeout).setPreview(this.#preview);
    const response = await this.#call<messages.CreateResponse>(
      (done) => this.#stub.create(request, done),
      inputs,
    ).catch((error: unknown) => {
      // The real engine takes a failed creation as one that left nothing.
      throw error instanceof ProviderError
        ? new ProviderError(error.message, error.code, error.initFailure, true)
        : error;
    });
    const id = response.getId();
    if (id === "" && !this.#preview) {
      throw new ProviderError(`plugin returned empty resource.ID from create '${urn}'`, status.UNKNOWN);
    }
    return { id, outputs: this.#read(response.getProperties(), inputs) };
  }

  async update(
    old: Known,
    news: PropertyMap,
    timeout: number,
    ignoreChanges: readonly string[] = [],
  ): Promise<PropertyMap> {
    if (this.#isLeftOut) {
      return this.known ? news : {};
    }
    const { urn, id = "", inputs = {}, outputs = {} } = old;
    const request = about(new messages.UpdateRequest(), urn).setId(id).setTimeout(timeout).setPreview(this.#preview);
    request.setOldInputs(this.#write(inputs)).setOlds(this.#write(outputs)).setNews(this.#write(news));
    request.setIgnorechangesList([...ignoreChanges]);
    const response = await this.#call<messages.UpdateResponse>((done) => this.#stub.update(request, done), news);
    return this.#read(response.getProperties(), news);
  }

  /** Reads; on import nothing but the id is known of the resource. An absent answer is undefined, not empty. */
  async read(
    { urn, id = "", inputs, outputs }: Known,
    timeout: number,
  ): Promise<{ id: string; outputs: PropertyMap | undefined; inputs: PropertyMap | undefined }> {
    if (!this.known) {
      return { id: "", outputs: {}, inputs: {} };
    }
    const request = about(new messages.ReadRequest(), urn).setId(id).setTimeout(timeout);
    if (inputs !== undefined || outputs !== undefined) {
      request.setProperties(this.#write(outputs ?? {})).setInputs(this.#write(inputs ?? {}));
    }
    const response = await this.#call<messages.ReadResponse>((done) => this.#stub.read(request, done), outputs);
    const [readOutputs, readInputs] = [response.getProperties(), response.getInputs()];
    return {
      id: response.getId(),
      outputs: readOutputs && this.#read(readOutputs, outputs ?? {}),
      inputs: readInputs && this.#read(readInputs, inputs ?? {}),
    };
  }

  async delete({ urn, id = "", inputs = {}, outputs = {} }: Known, timeout: number): Promise<void> {
    const request = about(new messages.DeleteRequest(), urn).setId(id).setTimeout(timeout);
    request.setProperties(this.#write(outputs)).setOldInputs(this.#write(inputs));
    await this.#call<Empty>((done) => this.#stub.delete(request, done));
  }

  async invoke(token: string, args: PropertyMap): Promise<{ result: PropertyMap; failures: CheckFailure[] }> {
    if (!this.known) {
      return { result: {}, failures: [] };
    }
    const request = new messages.InvokeRequest();
    request.setTok(token).setArgs(this.#write(args)).setPreview(this.#preview);
    const response = await this.#call<messages.InvokeResponse>((done) => this.#stub.invoke(request, done));
    const result = fromStruct(response.getReturn());
    const mark = !this.#wire.keepSecrets && containsSecrets(args);
    return {
      result: mark
        ? Object.fromEntries(Object.entries(result).map(([key, value]) => [key, makeSecret(value)]))
        : result,
      failures: failuresOf(response.getFailuresList()),
    };
  }

  /** Tells the provider that the run is over; what it answers does not matter. */
  async cancel(): Promise<void> {
    const options = { deadline: Date.now() + CANCEL_TIMEOUT_MILLISECONDS };
    await callUnary<Empty>((done) => this.#stub.cancel(new Empty(), new Metadata(), options, done)).catch(
      () => undefined,
    );
  }

  /** Whether this is a preview that the provider has no part in. */
  get #isLeftOut(): boolean {
    return this.#preview && !(this.known && this.#previews);
  }

  #write(map: PropertyMap): Struct {
    return toStruct(map, this.#wire);
  }

  /** Reads what the provider answered to `given`. */
  #read(struct: Struct | undefined, given: PropertyMap): PropertyMap {
    const map = fromStruct(struct);
    if (!this.#preview && containsUnknowns(map)) {
      throw new ProviderError("the provider returned an unknown value outside of a preview", status.UNKNOWN);
    }
    return this.#wire.keepSecrets ? map : copySecretMarks(map, given);
  }

  /** Calls, with failures as ProviderError; `given` marks the secrets of a partial result. */
  async #call<Response>(call: Parameters<typeof callUnary<Response>>[0], given: PropertyMap = {}): Promise<Response> {
    try {
      return await callUnary(call);
    } catch (error) {
      throw toProviderError(error, (struct) => withLeftTexts(this.#read(struct, given)));
    }
  }
}
