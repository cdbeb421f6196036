import type { Context } from "../core/contract/context.js";
import type { Properties } from "../core/contract/declaration.js";
import { PartialError } from "../core/contract/errors.js";
import { fittingOutputs, roomFor } from "../fitting-outputs.js";
import { PROVIDER_KEY } from "./provider-text.js";
import { fromHost } from "./unknowns.js";

/** Properties as the host hands them over: plain JSON, with the provider's text among them. */
export type Raw = Record<string, unknown>;

export function propertiesOf(raw: Raw): Properties {
  const { [PROVIDER_KEY]: _, ...properties } = raw;
  return fromHost(properties) as Properties;
}

/**
 * An error with `id`, `properties` and `reasons` makes the host keep the resource. It adds its own key only on
 * success, and without it a later refresh or delete could not find the provider.
 */
export function keeping({ environment }: Context, inputs: Raw): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PartialError)) throw error;
    const properties = {
      ...fittingOutputs(error.outputs, roomFor(environment)),
      [PROVIDER_KEY]: inputs[PROVIDER_KEY],
    };
    throw Object.assign(error, { properties, reasons: [error.message] });
  };
}
