import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../core/contract/declaration.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { checkUsers } from "../core/many/check.js";
import { declarePeople, noteStaying } from "../core/many/declared.js";
import { heldIn } from "../core/many/held.js";
import { importUsers } from "../core/many/import.js";
import { keysOf, peopleOf } from "../core/many/people.js";
import { planOf } from "../core/many/plan.js";
import { plannedUsers } from "../core/many/planned.js";
import { createUsers, type Run, readUsers, removeUsers, updateUsers } from "../core/many/reconcile.js";
import type { Path } from "../core/model/value.js";
import { PACKED, unpacked } from "../fitting-outputs.js";
import { isGuarded } from "../guarded.js";
import { checkAnswer, diffAnswer, type HandlerContext, idOf, type ResourceCalls } from "./calls.js";
import { detailedSetDiff } from "./detailed-set-diff.js";
import { withMaps } from "./property-maps.js";
import { receiveFinalUsers, receiveUsers, withIgnoredPeople } from "./set-requests.js";
import { receive, send } from "./wire-values.js";

/** `Users`: many people, one resource. */
export const usersCalls: ResourceCalls = {
  check(request, { kind, tenants, engine }) {
    const news = receive(request.maps.news);
    const olds = receive(request.maps.olds);
    const checked = checkUsers(kind, news.properties, olds.properties, {
      settings: tenants.settings(kind),
      isGuarded: isGuarded(tenants.context.environment),
    });
    declarePeople(tenants.ownership, kind, peopleOf(checked.inputs).values());
    tenants.ownership.takers.check(request.getUrn());
    if (news.secrets.some(([name, ...rest]) => name === "users" && rest.length === 0)) {
      engine.warn(
        request.getUrn(),
        "users is secret as a whole, which hides every difference in it. Make secret only what is: a person's attribute",
      );
    }
    // Whoever is held has the last arguments, and what was secret in them.
    const held = heldIn(checked.inputs);
    const kept = olds.secrets.filter(([name, key]) => name === "users" && held.has(String(key)));
    return checkAnswer(checked, secretsOf(kind, checked.inputs, [...news.secrets, ...kept]));
  },

  diff(request, { kind, tenants }) {
    const news = receiveUsers(kind, request.maps.news, "news").properties;
    const known = receiveUsers(kind, request.maps.olds, "olds").properties;
    const olds = withIgnoredPeople(known, news, request.getIgnorechangesList());
    noteStaying(tenants.ownership, kind, { olds: known, news, owner: request.getUrn() });
    const detailed = detailedSetDiff(planOf(kind, news, olds), news, olds);
    return diffAnswer(
      [...detailed.keys()].map((path) => path.replace(/[.[].*/s, "")),
      detailed,
    );
  },

  async create(request, context) {
    const { kind, tenants } = context;
    const receiver = request.getPreview() ? receiveUsers : receiveFinalUsers;
    const { properties, secrets } = receiver(kind, request.maps.properties, "properties");
    const places = secretsOf(kind, properties, secrets);
    const answer = new proto.CreateResponse();
    if (request.getPreview()) {
      return withMaps(answer, {
        properties: send(plannedUsers(kind, properties, {}, isGuarded(tenants.context.environment)), places),
      });
    }
    const { id, outputs } = await createUsers(sessionFor(request, context), properties, runOf(request, context));
    answer.setId(id);
    return withMaps(answer, { properties: send(outputs, places) });
  },

  async update(request, context) {
    const { kind, tenants } = context;
    const receiver = request.getPreview() ? receiveUsers : receiveFinalUsers;
    const { properties: news, secrets } = receiver(kind, request.maps.news, "news");
    const known = receiveUsers(kind, request.maps.olds, "olds");
    const olds = withIgnoredPeople(known.properties, news, request.getIgnorechangesList());
    const outputs = request.getPreview()
      ? plannedUsers(kind, news, olds, isGuarded(tenants.context.environment))
      : (await updateUsers(sessionFor(request, context), olds, news, runOf(request, context))).outputs;
    const answer = new proto.UpdateResponse();
    return withMaps(answer, { properties: send(outputs, secretsOf(kind, outputs, secrets)) });
  },

  async read(request, context) {
    const { kind } = context;
    const { properties, secrets } = receiveUsers(kind, request.maps.properties, "properties");
    const session = sessionFor(request, context);
    const run = runOf(request, context);
    const found =
      Object.keys(properties).length > 0
        ? await readUsers(session, properties, run)
        : await importUsers(session, idOf(request), run);
    const places = secretsOf(kind, found.outputs, secrets);
    const answer = new proto.ReadResponse();
    answer.setId(found.id);
    return withMaps(answer, { properties: send(found.outputs, places), inputs: send(found.inputs, places) });
  },

  async delete(request, context) {
    const { properties } = receiveUsers(context.kind, request.maps.properties, "properties");
    await removeUsers(sessionFor(request, context), properties, runOf(request, context));
  },

  failedSecrets({ maps }, kind) {
    const received = [maps.properties ?? maps.news, maps.olds].flatMap((map) => {
      const { properties, secrets } = receive(map);
      const set = unpacked(properties);
      // What was packed has lost its marks.
      return [...secretsOf(kind, set, secrets), ...(set === properties ? [] : attributesOf(set))];
    });
    return [...received, [PACKED]];
  },
};

function sessionFor(request: { getTimeout(): number }, { kind, tenants }: HandlerContext) {
  return tenants.session(kind, request.getTimeout());
}

function runOf(request: { getUrn(): string }, { engine }: HandlerContext): Run {
  const urn = request.getUrn();
  return { owner: urn, report: (line) => engine.status(urn, line) };
}

function attributesOf(set: Properties): readonly Path[] {
  return [...peopleOf(set)].flatMap(([key, person]) => Object.keys(person).map((name) => ["users", key, name]));
}

function secretsOf({ capabilities }: ResourceKind, set: Properties, received: readonly Path[]): readonly Path[] {
  const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));
  if (always.length === 0) return received;
  return [...received, ...keysOf(set).flatMap((key) => always.map((name) => ["users", key, name]))];
}
