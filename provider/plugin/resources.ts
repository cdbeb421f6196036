import proto, {
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  type CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  type ReadResponse,
  type UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { check } from "../core/check.js";
import { fromProperties, type Properties } from "../core/declaration.js";
import { diff } from "../core/diff.js";
import { rememberedOutputs } from "../core/outputs.js";
import type { Platform } from "../core/platform.js";
import { refuseOwnManager } from "../core/policy.js";
import { create, read, remove, update } from "../core/reconcile.js";
import { type Path, pathText, UNKNOWN } from "../core/value.js";
import { type DiffKind, detailedDiff } from "./detailed-diff.js";
import { receiveFinal, receiveUser, withIgnored } from "./requests.js";
import { MalformedRequestError } from "./status.js";
import { platformOf, type Tenants } from "./tenants.js";
import { receive, send } from "./wire-values.js";

const KINDS: Record<DiffKind, proto.PropertyDiff.Kind> = {
  add: proto.PropertyDiff.Kind.ADD,
  delete: proto.PropertyDiff.Kind.DELETE,
  update: proto.PropertyDiff.Kind.UPDATE,
};

export function checkResource(request: CheckRequest): CheckResponse {
  const platform = platformOfUrn(request.getUrn());
  const news = receive(request.getNews());
  const { inputs, refusals } = check(platform, news.properties, receive(request.getOlds()).properties);
  const answer = new proto.CheckResponse();
  answer.setInputs(send(inputs, secretsOf(platform, news.secrets)));
  answer.setFailuresList(
    refusals.map(({ path, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(pathText(path));
      failure.setReason(reason);
      return failure;
    }),
  );
  return answer;
}

/** No network. A refresh asks it the other way round: what the vendor shows against the last arguments. */
export function diffResource(request: DiffRequest): DiffResponse {
  const platform = platformOfUrn(request.getUrn());
  const { capabilities } = platform;
  const news = receiveUser(platform, request.getNews(), "news").properties;
  const olds = receiveUser(platform, request.getOlds(), "olds").properties;
  const declared = fromProperties(capabilities, news);
  refuseOwnManager(declared, request.getId());
  const current = withIgnored(olds, news, request.getIgnorechangesList());
  const changes = diff(capabilities, declared, fromProperties(capabilities, current));
  const answer = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  answer.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
  answer.setHasdetaileddiff(true);
  for (const [path, kind] of detailedDiff(changes, news["clear"])) {
    const property = new proto.PropertyDiff();
    property.setKind(KINDS[kind]);
    property.setInputdiff(false);
    answer.getDetaileddiffMap().set(path, property);
  }
  return answer;
}

export async function createResource(tenants: Tenants, request: CreateRequest): Promise<CreateResponse> {
  const platform = platformOfUrn(request.getUrn());
  const receiver = request.getPreview() ? receiveUser : receiveFinal;
  const { properties, secrets } = receiver(platform, request.getProperties(), "properties");
  const places = secretsOf(platform, secrets);
  const answer = new proto.CreateResponse();
  if (request.getPreview()) {
    answer.setProperties(send(plannedOutputs(platform, properties), places));
    return answer;
  }
  const session = tenants.session(platform, request.getTimeout());
  const { id, outputs } = await create(session, properties, request.getUrn());
  answer.setId(id);
  answer.setProperties(send(outputs, places));
  return answer;
}

export async function updateResource(tenants: Tenants, request: UpdateRequest): Promise<UpdateResponse> {
  const platform = platformOfUrn(request.getUrn());
  const receiver = request.getPreview() ? receiveUser : receiveFinal;
  const { properties: news, secrets } = receiver(platform, request.getNews(), "news");
  const known = receiveUser(platform, request.getOlds(), "olds").properties;
  const olds = withIgnored(known, news, request.getIgnorechangesList());
  const answer = new proto.UpdateResponse();
  const outputs = request.getPreview()
    ? rememberedOutputs(platform, fromProperties(platform.capabilities, news), olds)
    : (await update(tenants.session(platform, request.getTimeout()), idOf(request), olds, news, request.getUrn()))
        .outputs;
  answer.setProperties(send(outputs, secretsOf(platform, secrets)));
  return answer;
}

/** Without state it is an import, or a reference to an account that the program doesn't manage. */
export async function readResource(tenants: Tenants, request: ReadRequest): Promise<ReadResponse> {
  const platform = platformOfUrn(request.getUrn());
  const { properties, secrets } = receiveUser(platform, request.getProperties(), "properties");
  const known = Object.keys(properties).length > 0 ? properties : undefined;
  const session = tenants.session(platform, request.getTimeout());
  const found = await read(session, idOf(request), known, request.getUrn());
  const answer = new proto.ReadResponse();
  if (!found) return answer;
  const places = secretsOf(platform, secrets);
  answer.setId(found.id);
  answer.setProperties(send(found.outputs, places));
  answer.setInputs(send(found.inputs, places));
  return answer;
}

export async function deleteResource(tenants: Tenants, request: DeleteRequest): Promise<void> {
  const platform = platformOfUrn(request.getUrn());
  const outputs = receiveUser(platform, request.getProperties(), "properties").properties;
  const session = tenants.session(platform, request.getTimeout());
  await remove(session, idOf(request), outputs, request.getUrn());
}

/** The secrets among a failed operation's outputs: as among the arguments it was given. */
export function failedSecrets(request: CreateRequest | UpdateRequest): readonly Path[] {
  const struct = request instanceof proto.CreateRequest ? request.getProperties() : request.getNews();
  return secretsOf(platformOfUrn(request.getUrn()), receive(struct).secrets);
}

/** What a creation will give, as far as preview can know: what is declared, and not what the vendor adds. */
function plannedOutputs({ info, capabilities }: Platform, inputs: Properties): Record<string, unknown> {
  const names = [...Object.keys(info.shape), ...(capabilities.activation ? [capabilities.activation.attribute] : [])];
  const open = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
  return { ...open, ...inputs, tenant: UNKNOWN, origin: inputs["adopt"] ? UNKNOWN : "created" };
}

function secretsOf({ capabilities }: Platform, received: readonly Path[]): readonly Path[] {
  const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));
  return [...received, ...always];
}

function idOf(request: UpdateRequest | ReadRequest | DeleteRequest): string {
  const id = request.getId();
  if (id === "") throw new MalformedRequestError("the request names no account: its id is empty");
  return id;
}

/** The type stands last in a URN's qualified type, behind those of its parents. */
function platformOfUrn(urn: string): Platform {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return platformOf(type, ["User"]).platform;
}
