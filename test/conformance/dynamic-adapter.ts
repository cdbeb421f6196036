import type { dynamic } from "@pulumi/pulumi";
import { PartialError } from "../../provider/core/contract/errors";
import type { Platform } from "../../provider/core/contract/platform";
import { Ownership } from "../../provider/core/session/ownership";
import { DynamicProvider } from "../../provider/dynamic/provider";
import { SetProvider } from "../../provider/dynamic/set-provider";
import { Tenant } from "../../provider/dynamic/tenant";
import { type Adapter, InitFailed, type Properties, type ResourceAdapter, type StartAdapter } from "./adapter";

const KEY = "__provider";
const TEXT = "the provider's text";

/** The dynamic provider as Pulumi's dynamic host drives it: JSON both ways, and a provider's text in every input. */
export function dynamicAdapter(platform: Platform): StartAdapter {
  return async ({ configuration, clock, log }): Promise<Adapter> => {
    const tenant = new Tenant(platform, new Ownership(), { clock, log, random: () => 0.5, environment: {} });
    const config = { get: (key: string) => (key === `roster:${platform.id}` ? configuration : undefined) };
    tenant.configure({ config } as dynamic.ConfigureRequest);
    return {
      ...driven(new DynamicProvider(tenant)),
      set: driven(new SetProvider(tenant)),
      ...(platform.kinds.group ? { group: driven(new DynamicProvider(tenant, "group")) } : {}),
      close: () => tenant.close(),
    };
  };
}

function driven(provider: DynamicProvider | SetProvider): ResourceAdapter {
  return {
    check: async (olds, news) => {
      const { inputs, failures } = await provider.check(given(olds), given(news));
      return { inputs: taken(inputs), failures: failures ?? [] };
    },
    diff: async (id, olds, news) => (await provider.diff(id, given(olds), given(news))).changes ?? true,
    create: (inputs) =>
      translated(async () => {
        const { id, outs } = await provider.create(given(inputs));
        return { id, outputs: taken(outs) };
      }),
    update: (id, olds, news) =>
      translated(async () => {
        const { outs } = await provider.update(id, given(olds), given(news));
        return { outputs: taken(outs) };
      }),
    read: async (id, outputs) => {
      const found = (await provider.read(id, outputs ? given(outputs) : {})) as dynamic.ReadResult & {
        inputs?: Properties;
      };
      if (!found.id) return undefined;
      return { id: found.id, outputs: taken(found.props), inputs: taken(found.inputs) };
    },
    delete: (id, outputs) => provider.delete(id, given(outputs)),
  };
}

function given(properties: Properties): Properties {
  return { ...(JSON.parse(JSON.stringify(properties)) as Properties), [KEY]: TEXT };
}

function taken(properties: Properties | undefined): Properties {
  const { [KEY]: _, ...rest } = JSON.parse(JSON.stringify(properties ?? {})) as Properties;
  return rest;
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PartialError)) throw error;
    const { id, properties, reasons } = error as PartialError & { properties: Properties; reasons: string[] };
    // The host would lose the provider for good without its text.
    if (properties[KEY] !== TEXT) throw new Error("the properties of a partial failure lack __provider");
    throw new InitFailed(id, taken(properties), error.cause.code, reasons.join("; "));
  }
}
