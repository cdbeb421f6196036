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
  const { capabilities } = platformOfUrn(request.getUrn());
  const news = receive(request.getNews()).properties;
  const declared = fromProperties(capabilities, news);
  refuseOwnManager(declared, request.getId());
  const changes = diff(capabilities, declared, fromProperties(capabilities, receive(request.getOlds()).properties));
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
  const { properties, secrets } = receive(request.getProperties());
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
  const olds = receive(request.getOlds()).properties;
  const { properties: news, secrets } = receive(request.getNews());
  const outputs = request.getPreview()
    ? rememberedOutputs(platform, fromProperties(platform.capabilities, news), olds)
    : (await update(tenants.session(platform, request.getTimeout()), request.getId(), olds, news, request.getUrn()))
        .outputs;
  const answer = new proto.UpdateResponse();
  answer.setProperties(send(outputs, secretsOf(platform, secrets)));
  return answer;
}

/** Without state it is an import, or a reference to an account that the program doesn't manage. */
export async function readResource(tenants: Tenants, request: ReadRequest): Promise<ReadResponse> {
  const platform = platformOfUrn(request.getUrn());
  const { properties, secrets } = receive(request.getProperties());
  const known = Object.keys(properties).length > 0 ? properties : undefined;
  const session = tenants.session(platform, request.getTimeout());
  const found = await read(session, request.getId(), known, request.getUrn());
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
  const session = tenants.session(platform, request.getTimeout());
  await remove(session, request.getId(), receive(request.getProperties()).properties, request.getUrn());
}

/** The secrets among a failed operation's outputs: as among the arguments it was given. */
export function failedSecrets(request: CreateRequest | UpdateRequest): readonly Path[] {
  const struct = request instanceof proto.CreateRequest ? request.getProperties() : request.getNews();
  return secretsOf(platformOfUrn(request.getUrn()), receive(struct).secrets);
}

/** What a creation will give, as far as preview can know: what is declared, and not what the vendor adds. */
function plannedOutputs({ info }: Platform, inputs: Properties): Record<string, unknown> {
  const open = Object.fromEntries(Object.keys(info.shape).map((name) => [name, UNKNOWN]));
  return { ...open, ...inputs, tenant: UNKNOWN, origin: inputs["adopt"] ? UNKNOWN : "created" };
}

function secretsOf({ capabilities }: Platform, received: readonly Path[]): readonly Path[] {
  const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));
  return [...received, ...always];
}

/** The type stands last in a URN's qualified type, behind those of its parents. */
function platformOfUrn(urn: string): Platform {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return platformOf(type, ["User"]).platform;
}
