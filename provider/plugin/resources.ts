import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { check } from "../core/compare/check.js";
import { diff } from "../core/compare/diff.js";
import { fromProperties, type Properties } from "../core/contract/declaration.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { rememberedOutputs } from "../core/lifecycle/outputs.js";
import { refuseDeletingCopy, refuseOwnReference } from "../core/lifecycle/policy.js";
import { create, read, remove, update } from "../core/lifecycle/reconcile.js";
import { declarePeople } from "../core/many/declared.js";
import { type Path, UNKNOWN } from "../core/model/value.js";
import { noteStay } from "../core/session/stays.js";
import { checkAnswer, diffAnswer, idOf, type ResourceCalls } from "./calls.js";
import { detailedDiff } from "./detailed-diff.js";
import { withMaps } from "./property-maps.js";
import { receiveEntity, receiveFinal, withIgnored } from "./requests.js";
import { receive, send } from "./wire-values.js";

/** `User` and `Group`: one person, or one group, one resource. */
export const entityCalls: ResourceCalls = {
  check(request, { kind, tenants }) {
    const news = receive(request.maps.news);
    const checked = check(kind, news.properties, receive(request.maps.olds).properties, tenants.settings(kind));
    declarePeople(tenants.ownership, kind, [checked.inputs]);
    tenants.ownership.takers.check(request.getUrn());
    return checkAnswer(checked, secretsOf(kind, news.secrets));
  },

  diff(request, { kind, tenants }) {
    const { capabilities } = kind;
    const news = receiveEntity(kind, request.maps.news, "news").properties;
    const olds = receiveEntity(kind, request.maps.olds, "olds").properties;
    const declared = fromProperties(capabilities, news);
    refuseOwnReference(kind, declared, request.getId());
    noteStay(tenants.ownership, kind, { id: request.getId(), olds, news, urn: request.getUrn() });
    const current = withIgnored(olds, news, request.getIgnorechangesList());
    const last = fromProperties(capabilities, current);
    refuseDeletingCopy(capabilities, declared, last, request.getId(), olds);
    const changes = diff(capabilities, declared, last);
    return diffAnswer(
      changes.map(({ path }) => String(path[0])),
      detailedDiff(changes, news["clear"], current["clear"]),
    );
  },

  async create(request, { kind, tenants }) {
    const receiver = request.getPreview() ? receiveEntity : receiveFinal;
    const { properties, secrets } = receiver(kind, request.maps.properties, "properties");
    const places = secretsOf(kind, secrets);
    const answer = new proto.CreateResponse();
    if (request.getPreview()) {
      return withMaps(answer, { properties: send(plannedOutputs(kind, properties), places) });
    }
    const session = tenants.session(kind, request.getTimeout());
    const { id, outputs } = await create(session, properties, request.getUrn());
    answer.setId(id);
    return withMaps(answer, { properties: send(outputs, places) });
  },

  async update(request, { kind, tenants }) {
    const receiver = request.getPreview() ? receiveEntity : receiveFinal;
    const { properties: news, secrets } = receiver(kind, request.maps.news, "news");
    const known = receiveEntity(kind, request.maps.olds, "olds").properties;
    const olds = withIgnored(known, news, request.getIgnorechangesList());
    const answer = new proto.UpdateResponse();
    const outputs = request.getPreview()
      ? rememberedOutputs(kind, fromProperties(kind.capabilities, news), olds)
      : (await update(tenants.session(kind, request.getTimeout()), idOf(request), olds, news, request.getUrn()))
          .outputs;
    return withMaps(answer, { properties: send(outputs, secretsOf(kind, secrets)) });
  },

  async read(request, { kind, tenants }) {
    const { properties, secrets } = receiveEntity(kind, request.maps.properties, "properties");
    const known = Object.keys(properties).length > 0 ? properties : undefined;
    const session = tenants.session(kind, request.getTimeout());
    const found = await read(session, idOf(request), known, request.getUrn());
    const answer = new proto.ReadResponse();
    if (!found) return withMaps(answer, {});
    const places = secretsOf(kind, secrets);
    answer.setId(found.id);
    return withMaps(answer, { properties: send(found.outputs, places), inputs: send(found.inputs, places) });
  },

  async delete(request, { kind, tenants }) {
    const outputs = receiveEntity(kind, request.maps.properties, "properties").properties;
    const session = tenants.session(kind, request.getTimeout());
    await remove(session, idOf(request), outputs, request.getUrn());
  },

  failedSecrets({ maps }, kind) {
    const received = [maps.properties ?? maps.news, maps.olds].flatMap((map) => receive(map).secrets);
    return secretsOf(kind, received);
  },
};

/** What a creation will give, as far as preview can know: what is declared, and not what the vendor adds. */
function plannedOutputs({ info, capabilities }: ResourceKind, inputs: Properties): Record<string, unknown> {
  const names = [...Object.keys(info.shape), ...(capabilities.activation ? [capabilities.activation.attribute] : [])];
  const open = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
  return { ...open, ...inputs, tenant: UNKNOWN, origin: inputs["adopt"] ? UNKNOWN : "created" };
}

function secretsOf({ capabilities }: ResourceKind, received: readonly Path[]): readonly Path[] {
  const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));
  return [...received, ...always];
}
