import proto, { type DiffResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import { readConfiguration } from "../configuration.js";
import type { Properties } from "../core/contract/declaration.js";
import { ConfigurationError } from "../core/contract/errors.js";
import type { Platform } from "../core/contract/platform.js";
import { hasUnknown, type Path, sameValue } from "../core/model/value.js";
import { loadPlatform, platformIds } from "./platforms.js";
import {
  type CheckRequest,
  type CheckResponse,
  type ConfigureRequest,
  type DiffRequest,
  withMaps,
} from "./property-maps.js";
import type { Tenants } from "./tenants.js";
import { receive, send, unmarked } from "./wire-values.js";

/** Put there by the engine. */
const FOREIGN = new Set(["version", "pluginDownloadURL", "pluginChecksums", "__internal"]);

/** Judges what is given; a platform that is not given at all may still be configured by the environment. */
export async function checkConfiguration(
  request: CheckRequest,
  environment: NodeJS.ProcessEnv,
): Promise<CheckResponse> {
  const { properties } = receive(request.maps.news);
  const problems: { readonly name: string; readonly reason: string }[] = [];
  for (const [name, given] of Object.entries(properties)) {
    const value = parsed(given);
    if (FOREIGN.has(name) || hasUnknown(value) || value === null) continue;
    const platform = await loadPlatform(name);
    const reason = platform
      ? problemOf(platform, value, environment)
      : `is not a platform; there are ${platformIds.join(", ")}`;
    if (reason !== undefined) problems.push({ name, reason });
  }
  const answer = new proto.CheckResponse();
  answer.setFailuresList(
    problems.map(({ name, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(name);
      failure.setReason(reason);
      return failure;
    }),
  );
  return withMaps(answer, { inputs: send(properties, platformPaths()) });
}

/**
 * Any difference counts: on "none" the engine would go on with the old address or token. Never a replacement: each
 * resource knows its tenant and refuses another one.
 */
export function diffConfiguration(request: DiffRequest): DiffResponse {
  const olds = receive(request.maps.olds).properties;
  const news = receive(request.maps.news).properties;
  const names = new Set([...Object.keys(olds), ...Object.keys(news)].filter((name) => !FOREIGN.has(name)));
  const changed = [...names].filter(
    (name) => hasUnknown(parsed(news[name])) || !sameValue(parsed(olds[name]), parsed(news[name])),
  );
  const answer = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  answer.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList(changed);
  return answer;
}

/** The variables are the old form of the arguments: texts, by `roster:config:<platform>`. */
export function configure(tenants: Tenants, request: ConfigureRequest): void {
  const variables = request.getVariablesMap().toArray() as [string, string][];
  const args: Properties = request.maps.args
    ? receive(request.maps.args).properties
    : Object.fromEntries(variables.map(([key, text]) => [key.split(":").at(-1) ?? "", text]));
  tenants.configure(Object.fromEntries(Object.entries(args).map(([name, value]) => [name, parsed(value)])));
}

function problemOf(platform: Platform, value: unknown, environment: NodeJS.ProcessEnv): string | undefined {
  try {
    readConfiguration(platform, value, environment);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

/** A platform's settings are secret as a whole. */
function platformPaths(): readonly Path[] {
  return platformIds.map((id) => [id]);
}

/** The engine hands objects over as they are, or as JSON text, in which an SDK may have left marks of secrets. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    return value;
  }
  return unmarked(read);
}
