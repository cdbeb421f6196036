import proto, {
  type CheckRequest,
  type CheckResponse,
  type ConfigureRequest,
  type DiffRequest,
  type DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { readConfiguration } from "../configuration.js";
import { ConfigurationError } from "../core/errors.js";
import type { Platform } from "../core/platform.js";
import { hasUnknown, type Path, sameValue } from "../core/value.js";
import { platforms } from "../platforms/registry.js";
import type { Tenants } from "./tenants.js";
import { receive, send } from "./wire-values.js";

const all: readonly Platform[] = Object.values(platforms);
/** Put there by the engine. */
const FOREIGN = new Set(["version", "pluginDownloadURL", "__internal"]);

/** Judges what is given; a platform that is not given at all may still be configured by the environment. */
export function checkConfiguration(request: CheckRequest, environment: NodeJS.ProcessEnv): CheckResponse {
  const { properties } = receive(request.getNews());
  const problems = Object.entries(properties).flatMap(([name, value]) => {
    if (FOREIGN.has(name) || hasUnknown(value) || value === undefined) return [];
    const platform = all.find(({ id }) => id === name);
    if (!platform) return [{ name, reason: `is not a platform; there are ${all.map(({ id }) => id).join(", ")}` }];
    const reason = problemOf(platform, value, environment);
    return reason === undefined ? [] : [{ name, reason }];
  });
  const answer = new proto.CheckResponse();
  answer.setInputs(send(properties, platformPaths()));
  answer.setFailuresList(
    problems.map(({ name, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(name);
      failure.setReason(reason);
      return failure;
    }),
  );
  return answer;
}

/**
 * Any difference counts: on "none" the engine would go on with the old address or token. Never a replacement: each
 * resource knows its tenant and refuses another one.
 */
export function diffConfiguration(request: DiffRequest): DiffResponse {
  const olds = receive(request.getOlds()).properties;
  const news = receive(request.getNews()).properties;
  const names = new Set([...Object.keys(olds), ...Object.keys(news)].filter((name) => !FOREIGN.has(name)));
  const changed = [...names].filter(
    (name) => hasUnknown(news[name]) || !sameValue(parsed(olds[name]), parsed(news[name])),
  );
  const answer = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  answer.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList(changed);
  return answer;
}

export function configure(tenants: Tenants, request: ConfigureRequest): void {
  tenants.configure(receive(request.getArgs()).properties);
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
  return all.map(({ id }) => [id]);
}

/** The engine hands objects over as they are, or as JSON text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
