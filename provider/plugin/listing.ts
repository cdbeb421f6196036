import { randomUUID } from "node:crypto";
import type { ServerWritableStream } from "@grpc/grpc-js";
import proto, { type ListResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Filter } from "../core/contract/connector.js";
import type { Observed } from "../core/model/entity.js";
import { hasUnknown } from "../core/model/value.js";
import { listAll } from "../core/reads/queries.js";
import { MalformedRequestError } from "./malformed-request.js";
import { kindOf, loadFor } from "./platforms.js";
import type { ListRequest } from "./property-maps.js";
import type { Tenants } from "./tenants.js";
import { receive } from "./wire-values.js";

/** A list that was begun and of which the engine may want another page. */
interface Open {
  readonly entities: AsyncIterator<Observed>;
  readonly naturalKey: string;
  /** Accounts that may still be sent. */
  left: number;
  /** Read ahead, to know whether there is another page. */
  next: IteratorResult<Observed>;
}

/**
 * Serves `List`: every account, or group, in pages of the size that the engine asks for, with an id that import takes and the
 * natural key as its name. A page of the vendor that fails ends the stream with an error, never with a shorter list.
 */
export class Listing {
  readonly #open = new Map<string, Open>();

  constructor(readonly tenants: Tenants) {}

  async serve(call: ServerWritableStream<ListRequest, ListResponse>): Promise<void> {
    const { request } = call;
    const list = request.getContinuationToken() === "" ? await this.#begin(request) : this.#resume(request);
    if (list === undefined) {
      const answer = new proto.ListResponse();
      answer.setComputed(new proto.ListResponse.Computed());
      call.write(answer);
      return;
    }
    const pageSize = request.getPageSize() > 0 ? request.getPageSize() : Number.POSITIVE_INFINITY;
    for (let sent = 0; !list.next.done && list.left > 0 && !call.cancelled; sent++, list.left--) {
      if (sent >= pageSize) {
        call.write(this.#continuation(list));
        return;
      }
      call.write(resultOf(list.next.value, list.naturalKey));
      list.next = await list.entities.next();
    }
  }

  /** Undefined where preview doesn't know the query yet. */
  async #begin(request: ListRequest): Promise<Open | undefined> {
    await loadFor(request.getToken());
    const { kind } = kindOf(request.getToken(), ["User", "Group"]);
    const { properties } = receive(request.maps.query);
    if (hasUnknown(properties)) return undefined;
    const entities = listAll(this.tenants.session(kind), properties as Filter)[Symbol.asyncIterator]();
    const left = request.getLimit() > 0 ? request.getLimit() : Number.POSITIVE_INFINITY;
    return { entities, naturalKey: kind.capabilities.naturalKey, left, next: await entities.next() };
  }

  #resume(request: ListRequest): Open {
    const token = request.getContinuationToken();
    const list = this.#open.get(token);
    if (!list)
      throw new MalformedRequestError("this continuation token was not issued here, or was used already; list again");
    this.#open.delete(token);
    return list;
  }

  #continuation(list: Open): ListResponse {
    const token = randomUUID();
    this.#open.set(token, list);
    const continuation = new proto.ListResponse.Continuation();
    continuation.setContinuationToken(token);
    const answer = new proto.ListResponse();
    answer.setContinuation(continuation);
    return answer;
  }
}

function resultOf(entity: Observed, naturalKey: string): ListResponse {
  const result = new proto.ListResponse.Result();
  result.setId(entity.id);
  result.setName(String(entity.attributes[naturalKey] ?? ""));
  const answer = new proto.ListResponse();
  answer.setResult(result);
  return answer;
}
