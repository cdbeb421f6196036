import { status } from "@grpc/grpc-js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UnsupportedFeatureError } from "./errors";
import { RpcError } from "./rpc";
import type { ResourceState } from "./state/deployment";
import { fromStruct, type PropertyMap } from "./values";

/** What the program wants of one resource. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  parent: string | undefined;
  inputs: PropertyMap;
  /** The explicit provider's reference. */
  provider: string | undefined;
  version: string;
  importId: string | undefined;
  deleteBeforeReplace: boolean | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  protect: boolean;
  retainOnDelete: boolean;
  deletedWith: string | undefined;
  customTimeouts: ResourceState["customTimeouts"];
}

/** Reads a registration; options that the engine does not have are refused by name. */
export function readGoal(request: RegisterResourceRequest): Goal {
  refuseUnsupported(request);
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent() || undefined,
    inputs: fromStruct(request.getObject()),
    provider: request.getProvider() || undefined,
    version: request.getVersion(),
    importId: request.getImportid() || undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, list]) => [key, list.getUrnsList()]),
    ),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith() || undefined,
    customTimeouts:
      timeouts &&
      withoutZeros({
        create: parseDuration(timeouts.getCreate()),
        update: parseDuration(timeouts.getUpdate()),
        delete: parseDuration(timeouts.getDelete()),
        read: parseDuration(timeouts.getRead()),
      }),
  };
}

function refuseUnsupported(request: RegisterResourceRequest): void {
  const features: [string, boolean][] = [
    ["remote components", request.getRemote()],
    ["aliases", request.getAliasesList().length > 0 || request.getAliasurnsList().length > 0],
    ["transforms", request.getTransformsList().length > 0],
    ["resource hooks", hasHooks(request)],
    ["replaceWith", request.getReplaceWithList().length > 0],
    ["replacementTrigger", request.hasReplacementTrigger()],
    ["parameterized packages", request.getPackageref() !== ""],
    ["envVarMappings", request.getEnvvarmappingsMap().getLength() > 0],
    ["state migrations", request.getStateMigrationsList().length > 0],
  ];
  for (const [feature, used] of features) {
    if (used) {
      throw new UnsupportedFeatureError(feature);
    }
  }
}

function hasHooks(request: RegisterResourceRequest): boolean {
  return Object.values(request.getHooks()?.toObject() ?? {}).some((list) => list.length > 0);
}

/** The state that a goal asks for, before it has an id and outputs. */
export function goalState(goal: Goal, urn: string, provider: string | undefined): ResourceState {
  return {
    urn,
    custom: goal.custom,
    type: goal.type,
    inputs: goal.inputs,
    ...(goal.parent !== undefined && { parent: goal.parent }),
    ...(provider !== undefined && { provider }),
    ...(goal.dependencies.length > 0 && { dependencies: goal.dependencies }),
    ...(Object.keys(goal.propertyDependencies).length > 0 && { propertyDependencies: goal.propertyDependencies }),
    ...(goal.protect && { protect: true }),
    ...(goal.retainOnDelete && { retainOnDelete: true }),
    ...(goal.deletedWith !== undefined && { deletedWith: goal.deletedWith }),
    ...(goal.importId !== undefined && { importID: goal.importId }),
    ...(goal.ignoreChanges.length > 0 && { ignoreChanges: goal.ignoreChanges }),
    ...(goal.replaceOnChanges.length > 0 && { replaceOnChanges: goal.replaceOnChanges }),
    ...(goal.additionalSecretOutputs.length > 0 && { additionalSecretOutputs: goal.additionalSecretOutputs }),
    ...(goal.customTimeouts && { customTimeouts: goal.customTimeouts }),
  };
}

const UNIT_SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Reads a duration such as `1h30m` in seconds; the empty text is 0. */
export function parseDuration(text: string): number {
  if (text !== "" && !/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) {
    throw new RpcError(status.INVALID_ARGUMENT, `unable to parse customTimeout value ${JSON.stringify(text)}`);
  }
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)) {
    seconds += Number(amount) * (UNIT_SECONDS[unit ?? ""] ?? 0);
  }
  return seconds;
}

function withoutZeros(timeouts: Record<"create" | "update" | "delete" | "read", number>): Goal["customTimeouts"] {
  const set = Object.entries(timeouts).filter(([, seconds]) => seconds > 0);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}
