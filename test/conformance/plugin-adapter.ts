import type { Platform } from "../../provider/core/contract/platform";
import { provider } from "../../provider/plugin/server";
import { CallError, PluginClient, revealed, urnOf } from "../plugin/client";
import { directStub } from "../plugin/direct-stub";
import { type Adapter, InitFailed, type Properties, type ResourceAdapter, type StartAdapter } from "./adapter";

/** The plugin as an engine drives it: a service with messages in bytes, one for each run. */
export function pluginAdapter({ id: platformId, kinds }: Platform): StartAdapter {
  const { capabilities } = kinds.user;
  const secrets = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));

  /** Without the marks of secrets, which the driver doesn't know; those that must be there are looked for. */
  function taken(properties: Properties): Properties {
    const values = revealed(properties) as Properties;
    const people = Object.values((properties["users"] ?? {}) as Record<string, Properties>);
    for (const name of secrets) {
      if ([properties, ...people].some((person) => typeof person?.[name] === "string"))
        throw new Error(`${name} came back without the mark of a secret`);
    }
    return values;
  }

  return async ({ configuration, clock, log }): Promise<Adapter> => {
    const plugin = provider(
      { clock, log, random: () => 0.5, environment: {} },
      { version: "0.0.0", schema: () => "{}" },
    );
    const client = new PluginClient(directStub(plugin.calls));
    await client.handshake();
    await client.configure({ [platformId]: defined(configuration) });
    return {
      ...driven(client, "User"),
      set: driven(client, "Users"),
      ...(kinds.group ? { group: driven(client, "Group") } : {}),
      close: () => plugin.close(),
    };
  };

  function driven(client: PluginClient, kind: "User" | "Users" | "Group"): ResourceAdapter {
    let calls = 0;
    // The driver tells no names; like the dynamic host's, each call is one of a resource of its own.
    const urn = () => urnOf(platformId, `resource-${++calls}`, kind);
    return {
      check: async (olds, news) => {
        const { inputs, failures } = await coded(() => client.check(urn(), defined(olds), defined(news)));
        return { inputs: taken(inputs), failures: failures.map(([property, reason]) => ({ property, reason })) };
      },
      diff: async (id, olds, news) => {
        const { changes, replaces, detailed } = await coded(() => client.diff(urn(), id, olds, defined(news)));
        if (replaces.length > 0) throw new Error("a person is never replaced");
        if ((changes === 2) !== Object.keys(detailed).length > 0)
          throw new Error("the details differ from the verdict");
        return changes === 2;
      },
      create: async (inputs) => {
        const { id, properties } = await coded(() => client.create(urn(), inputs));
        return { id, outputs: taken(properties) };
      },
      update: async (id, olds, news) => ({ outputs: taken(await coded(() => client.update(urn(), id, olds, news))) }),
      read: async (id, outputs) => {
        const found = await coded(() => client.read(urn(), id, outputs));
        // The engine's own words at an import; its message repeats what the user has typed.
        if (!found.id && !outputs) throw Object.assign(new Error("the resource does not exist"), { code: "not-found" });
        if (!found.id) return undefined;
        return { id: found.id, outputs: taken(found.properties ?? {}), inputs: taken(found.inputs ?? {}) };
      },
      delete: (id, outputs) => coded(() => client.delete(urn(), id, outputs)),
    };
  }

  /** Errors with their own codes, as the suite compares them. */
  async function coded<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const { cause: code, message, initFailed } = error;
      if (!initFailed) throw Object.assign(new Error(message), { code });
      throw new InitFailed(initFailed.id, taken(initFailed.properties), code, initFailed.reasons.join("; "));
    }
  }
}

/** As a language host sends them: what is undefined is not sent. */
function defined<T>(properties: T): T & Properties {
  return JSON.parse(JSON.stringify(properties));
}
