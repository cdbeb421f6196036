import proto, { type CreateRequest, type UpdateRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../core/contract/declaration.js";
import type { Platform } from "../core/contract/platform.js";
import { checkUsers } from "../core/many/check.js";
import { declarePeople, noteStaying } from "../core/many/declared.js";
import { importUsers } from "../core/many/import.js";
import { keysOf, peopleOf } from "../core/many/people.js";
import { planOf } from "../core/many/plan.js";
import { plannedUsers } from "../core/many/planned.js";
import type { Progress } from "../core/many/progress.js";
import { createUsers, type Run, readUsers, removeUsers, updateUsers } from "../core/many/reconcile.js";
import type { Path } from "../core/model/value.js";
import { PACKED, unpacked } from "../fitting-outputs.js";
import { isGuarded } from "../guarded.js";
import { checkAnswer, diffAnswer, idOf, type ResourceCalls, type Surroundings } from "./calls.js";
import { detailedSetDiff } from "./detailed-set-diff.js";
import { receiveFinalUsers, receiveUsers, withIgnoredPeople } from "./set-requests.js";
import { receive, send } from "./wire-values.js";

/** The least time between two lines of progress, in milliseconds. */
const PROGRESS = 2_000;

/** `Users`: many people, one resource. */
export const usersCalls: ResourceCalls = {
  check(request, { platform, tenants, engine }) {
    const news = receive(request.getNews());
    const checked = checkUsers(platform, news.properties, receive(request.getOlds()).properties, {
      settings: tenants.settings(platform),
      isGuarded: isGuarded(tenants.context.environment),
    });
    declarePeople(tenants.claims, platform, peopleOf(checked.inputs).values());
    tenants.claims.takers.check(request.getUrn());
    if (news.secrets.some(([name, ...rest]) => name === "users" && rest.length === 0)) {
      engine.warn(
        request.getUrn(),
        "users is secret as a whole, which hides every difference in it. Make secret only what is: a person's attribute",
      );
    }
    return checkAnswer(checked, secretsOf(platform, checked.inputs, news.secrets));
  },

  diff(request, { platform, tenants }) {
    const news = receiveUsers(platform, request.getNews(), "news").properties;
    const known = receiveUsers(platform, request.getOlds(), "olds").properties;
    const olds = withIgnoredPeople(known, news, request.getIgnorechangesList());
    noteStaying(tenants.claims, platform, { olds: known, news, holder: request.getUrn() });
    const detailed = detailedSetDiff(planOf(platform, news, olds), news, olds);
    return diffAnswer(
      [...detailed.keys()].map((path) => path.replace(/[.[].*$/s, "")),
      detailed,
    );
  },

  async create(request, around) {
    const { platform, tenants } = around;
    const receiver = request.getPreview() ? receiveUsers : receiveFinalUsers;
    const { properties, secrets } = receiver(platform, request.getProperties(), "properties");
    const places = secretsOf(platform, properties, secrets);
    const answer = new proto.CreateResponse();
    if (request.getPreview()) {
      answer.setProperties(
        send(plannedUsers(platform, properties, {}, isGuarded(tenants.context.environment)), places),
      );
      return answer;
    }
    const { id, outputs } = await createUsers(sessionFor(request, around), properties, runOf(request, around));
    answer.setId(id);
    answer.setProperties(send(outputs, places));
    return answer;
  },

  async update(request, around) {
    const { platform, tenants } = around;
    const receiver = request.getPreview() ? receiveUsers : receiveFinalUsers;
    const { properties: news, secrets } = receiver(platform, request.getNews(), "news");
    const known = receiveUsers(platform, request.getOlds(), "olds");
    const olds = withIgnoredPeople(known.properties, news, request.getIgnorechangesList());
    const outputs = request.getPreview()
      ? plannedUsers(platform, news, olds, isGuarded(tenants.context.environment))
      : (await updateUsers(sessionFor(request, around), olds, news, runOf(request, around))).outputs;
    const answer = new proto.UpdateResponse();
    answer.setProperties(send(outputs, secretsOf(platform, outputs, secrets)));
    return answer;
  },

  async read(request, around) {
    const { platform } = around;
    const { properties, secrets } = receiveUsers(platform, request.getProperties(), "properties");
    const session = sessionFor(request, around);
    const run = runOf(request, around);
    const found =
      Object.keys(properties).length > 0
        ? await readUsers(session, properties, run)
        : await importUsers(session, idOf(request), run);
    const places = secretsOf(platform, found.outputs, secrets);
    const answer = new proto.ReadResponse();
    answer.setId(found.id);
    answer.setProperties(send(found.outputs, places));
    answer.setInputs(send(found.inputs, places));
    return answer;
  },

  async delete(request, around) {
    const { properties } = receiveUsers(around.platform, request.getProperties(), "properties");
    await removeUsers(sessionFor(request, around), properties, runOf(request, around));
  },

  failedSecrets(request, platform) {
    const struct = request instanceof proto.CreateRequest ? request.getProperties() : request.getNews();
    const { properties, secrets } = receive(struct);
    const olds = request instanceof proto.CreateRequest ? {} : unpacked(receive(request.getOlds()).properties);
    return [...secretsOf(platform, properties, secrets), ...secretsOf(platform, olds, []), [PACKED]];
  },
};

function sessionFor(request: { getTimeout(): number }, { platform, tenants }: Surroundings) {
  return tenants.session(platform, request.getTimeout());
}

function runOf(request: Pick<CreateRequest | UpdateRequest, "getUrn">, { engine }: Surroundings): Run {
  const urn = request.getUrn();
  const progress: Progress = { every: PROGRESS, report: (line) => engine.status(urn, line) };
  return { holder: urn, progress };
}

function secretsOf({ capabilities }: Platform, set: Properties, received: readonly Path[]): readonly Path[] {
  const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));
  if (always.length === 0) return received;
  return [...received, ...keysOf(set).flatMap((key) => always.map((name) => ["users", key, name]))];
}
