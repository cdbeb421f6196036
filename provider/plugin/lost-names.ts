import type { ServiceDefinition } from "@grpc/grpc-js";
import { MalformedRequestError } from "./status.js";

/** The key of an entry of a property map, and the mark of the value that follows it, as protobuf writes them. */
const LOST = Buffer.from("\n\t__proto__\u0012", "latin1");

/**
 * Requests in which a property is called `__proto__`: google-protobuf keeps the entries of a map in an object, and would
 * lose that one without a word.
 */
export class LostNames {
  readonly #requests = new WeakSet<object>();

  /** The service, with an eye on its requests as they come in. */
  watching(service: ServiceDefinition): ServiceDefinition {
    const methods = Object.entries(service).map(([name, method]) => {
      const requestDeserialize = (bytes: Buffer): object => {
        const request = method.requestDeserialize(bytes) as object;
        if (bytes.includes(LOST)) this.#requests.add(request);
        return request;
      };
      return [name, { ...method, requestDeserialize }];
    });
    return Object.fromEntries(methods);
  }

  /** Throws for a request that has lost a property on its way. */
  refuse(request: object): void {
    if (!this.#requests.has(request)) return;
    throw new MalformedRequestError(
      "a property is called __proto__, and would be lost on its way; give it another name",
    );
  }
}
