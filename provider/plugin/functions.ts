import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Filter } from "../core/contract/connector.js";
import type { Properties } from "../core/contract/declaration.js";
import { hasUnknown, isRecord } from "../core/model/value.js";
import { getAll, getOne } from "../core/reads/queries.js";
import { MalformedRequestError } from "./malformed-request.js";
import { kindOf, loadFor } from "./platforms.js";
import { type InvokeRequest, type InvokeResponse, withMaps } from "./property-maps.js";
import type { Tenants } from "./tenants.js";
import { receive, send } from "./wire-values.js";

/** Serves `getUser` and `getUsers` of each platform, and the same of groups where it has them. */
export async function invoke(tenants: Tenants, request: InvokeRequest): Promise<InvokeResponse> {
  await loadFor(request.getTok());
  const { kind, member } = kindOf(request.getTok(), ["getUser", "getUsers", "getGroup", "getGroups"]);
  const { properties, secrets } = receive(request.maps.args);
  const answer = new proto.InvokeResponse();
  // Nothing is known of the answer either, and an empty one says so.
  if (hasUnknown(properties)) return withMaps(answer, {});
  const isList = member === "getUsers" || member === "getGroups";
  const filter = isList ? filterOf(properties) : {};
  const session = tenants.session(kind);
  const result = isList ? { [`${kind.name}s`]: await getAll(session, filter) } : await getOne(session, properties);
  return withMaps(answer, { return: send(result, secrets) });
}

function filterOf({ filter, ...others }: Properties): Filter {
  for (const name of Object.keys(others))
    throw new MalformedRequestError(`${name}: is not an argument here; give filter`);
  if (filter !== undefined && filter !== null && !isRecord(filter)) {
    throw new MalformedRequestError("filter: must be an object");
  }
  return (filter ?? {}) as Filter;
}
