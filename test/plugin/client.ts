import { credentials, type Metadata, type ServiceError } from "@grpc/grpc-js";
import services, { type ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

export type Properties = Record<string, unknown>;

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Every text that stands for a value that preview doesn't know yet, by the kind of value. */
export const UNKNOWNS = {
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
} as const;
export const UNKNOWN = UNKNOWNS.string;

export function secret(value: unknown): Properties {
  return { [SIGNATURE]: SECRET, value };
}

export function outputValue(parts: { value?: unknown; secret?: boolean; dependencies?: string[] }): Properties {
  return { [SIGNATURE]: OUTPUT_VALUE, ...parts };
}

export function resourceReference(id: string): Properties {
  return { [SIGNATURE]: RESOURCE_REFERENCE, urn: urnOf("adobe", "boss"), id, packageVersion: "" };
}

export function urnOf(platform: string, name: string, kind = "User"): string {
  return `urn:pulumi:dev::acme::roster:${platform}:${kind}::${name}`;
}

/** A property map as it goes over the wire: marks are part of it. */
export function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The inverse of `struct`, marks included. */
export function plain(message: Struct | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

/** A property map without its marks of secrets. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  const entries = value as Properties;
  if (entries[SIGNATURE] === SECRET) return revealed(entries["value"]);
  return Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, revealed(item)]));
}

/** What a failed call tells, its details decoded. */
export class CallError extends Error {
  constructor(
    readonly code: number,
    message: string,
    /** The error's own code, from the trailer. */
    override readonly cause: string | undefined,
    /** Of a create or update that failed halfway. */
    readonly initFailed: { id: string; properties: Properties; reasons: readonly string[] } | undefined,
  ) {
    super(message);
  }
}

export interface Page {
  readonly results: readonly { readonly id: string; readonly name: string }[];
  readonly continuation: string;
  readonly computed: boolean;
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/** The provider service as an engine calls it, with property maps as plain objects. */
export class PluginClient {
  readonly stub: ResourceProviderClient;

  /** @param to a port of the loopback interface, or what calls the provider without one */
  constructor(to: number | ResourceProviderClient) {
    const limit = 400 * 1024 * 1024;
    if (typeof to !== "number") this.stub = to;
    else
      this.stub = new services.ResourceProviderClient(`127.0.0.1:${to}`, credentials.createInsecure(), {
        "grpc.max_receive_message_length": limit,
        "grpc.max_send_message_length": limit,
      });
  }

  call<Response>(start: (done: Done<Response>) => unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      start((error, response) => (error ? reject(toCallError(error)) : resolve(response)));
    });
  }

  handshake(): Promise<proto.ProviderHandshakeResponse> {
    const request = new proto.ProviderHandshakeRequest();
    request.setEngineAddress("127.0.0.1:1");
    request.setConfigureWithUrn(true);
    return this.call<proto.ProviderHandshakeResponse>((done) => this.stub.handshake(request, done));
  }

  async configure(args: Properties): Promise<proto.ConfigureResponse> {
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(args));
    request.setAcceptsecrets(true);
    return this.call<proto.ConfigureResponse>((done) => this.stub.configure(request, done));
  }

  async checkConfig(news: Properties): Promise<{ inputs: Properties; failures: [string, string][] }> {
    const request = new proto.CheckRequest();
    request.setNews(struct(news));
    return checked(await this.call<proto.CheckResponse>((done) => this.stub.checkConfig(request, done)));
  }

  async diffConfig(olds: Properties, news: Properties): Promise<{ changes: number; diffs: string[] }> {
    const request = new proto.DiffRequest();
    request.setOlds(struct(olds));
    request.setOldInputs(struct(olds));
    request.setNews(struct(news));
    const answer = await this.call<proto.DiffResponse>((done) => this.stub.diffConfig(request, done));
    return { changes: answer.getChanges(), diffs: answer.getDiffsList() };
  }

  async check(urn: string, olds: Properties, news: Properties) {
    const request = new proto.CheckRequest();
    request.setUrn(urn);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return checked(await this.call<proto.CheckResponse>((done) => this.stub.check(request, done)));
  }

  async diff(urn: string, id: string, olds: Properties, news: Properties, ignoreChanges: string[] = []) {
    const request = new proto.DiffRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setIgnorechangesList(ignoreChanges);
    const answer = await this.call<proto.DiffResponse>((done) => this.stub.diff(request, done));
    const kinds = Object.fromEntries(
      Object.entries(proto.PropertyDiff.Kind).map(([name, kind]) => [kind, name.toLowerCase()]),
    );
    const detailed: Record<string, { kind: string | undefined; inputDiff: boolean }> = {};
    answer.getDetaileddiffMap().forEach((property: proto.PropertyDiff, path: string) => {
      detailed[path] = { kind: kinds[property.getKind()], inputDiff: property.getInputdiff() };
    });
    return {
      changes: answer.getChanges(),
      replaces: answer.getReplacesList(),
      diffs: answer.getDiffsList(),
      hasDetailedDiff: answer.getHasdetaileddiff(),
      detailed,
    };
  }

  async create(urn: string, properties: Properties, options: { preview?: boolean; timeout?: number } = {}) {
    const request = new proto.CreateRequest();
    request.setUrn(urn);
    request.setProperties(struct(properties));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeout ?? 0);
    const answer = await this.call<proto.CreateResponse>((done) => this.stub.create(request, done));
    return { id: answer.getId(), properties: plain(answer.getProperties()) };
  }

  async update(
    urn: string,
    id: string,
    olds: Properties,
    news: Properties,
    options: { preview?: boolean; timeout?: number; ignoreChanges?: string[] } = {},
  ): Promise<Properties> {
    const request = new proto.UpdateRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeout ?? 0);
    request.setIgnorechangesList(options.ignoreChanges ?? []);
    return plain((await this.call<proto.UpdateResponse>((done) => this.stub.update(request, done))).getProperties());
  }

  /** Without outputs it is an import. An empty id answers that the account is gone. */
  async read(urn: string, id: string, outputs?: Properties) {
    const request = new proto.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    if (outputs) request.setProperties(struct(outputs));
    const answer = await this.call<proto.ReadResponse>((done) => this.stub.read(request, done));
    return {
      id: answer.getId(),
      properties: answer.hasProperties() ? plain(answer.getProperties()) : undefined,
      inputs: answer.hasInputs() ? plain(answer.getInputs()) : undefined,
    };
  }

  async delete(urn: string, id: string, outputs: Properties, { timeout = 0 } = {}): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setTimeout(timeout);
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(struct(outputs));
    await this.call<Empty>((done) => this.stub.delete(request, done));
  }

  /** Undefined where the provider answers that nothing is known yet. */
  async invoke(token: string, args: Properties): Promise<Properties | undefined> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    const answer = await this.call<proto.InvokeResponse>((done) => this.stub.invoke(request, done));
    return answer.hasReturn() ? plain(answer.getReturn()) : undefined;
  }

  async list(
    token: string,
    query: Properties = {},
    options: { limit?: number; pageSize?: number; continuation?: string } = {},
  ): Promise<Page> {
    const request = new proto.ListRequest();
    request.setToken(token);
    request.setQuery(struct(query));
    request.setLimit(options.limit ?? 0);
    request.setPageSize(options.pageSize ?? 0);
    request.setContinuationToken(options.continuation ?? "");
    const results: { id: string; name: string }[] = [];
    let continuation = "";
    let computed = false;
    const stream = this.stub.list(request);
    return new Promise((resolve, reject) => {
      stream.on("data", (answer: proto.ListResponse) => {
        const result = answer.getResult();
        if (result) results.push({ id: result.getId(), name: result.getName() });
        continuation = answer.getContinuation()?.getContinuationToken() ?? continuation;
        computed ||= answer.hasComputed();
      });
      stream.on("error", (error: ServiceError) => reject(toCallError(error)));
      stream.on("end", () => resolve({ results, continuation, computed }));
    });
  }

  async cancel(): Promise<void> {
    await this.call<Empty>((done) => this.stub.cancel(new Empty(), done));
  }

  close(): void {
    this.stub.close();
  }
}

function checked(answer: proto.CheckResponse): { inputs: Properties; failures: [string, string][] } {
  const failures = answer
    .getFailuresList()
    .map((failure): [string, string] => [failure.getProperty(), failure.getReason()]);
  return { inputs: plain(answer.getInputs()), failures };
}

function toCallError({ code, details, metadata }: ServiceError): CallError {
  const cause = metadata?.get("roster-error")[0];
  return new CallError(code, details, cause === undefined ? undefined : String(cause), initFailedOf(metadata));
}

function initFailedOf(metadata: Metadata | undefined): CallError["initFailed"] {
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  if (!(bytes instanceof Uint8Array)) return undefined;
  const [any] = statuses.Status.deserializeBinary(bytes).getDetailsList();
  const detail = any?.unpack(proto.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  if (!detail) return undefined;
  return { id: detail.getId(), properties: plain(detail.getProperties()), reasons: detail.getReasonsList() };
}
