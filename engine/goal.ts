import { status } from "@grpc/grpc-js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UnsupportedFeatureError } from "./errors";
import { RpcError } from "./rpc";
import type { RunSettings } from "./run";
import type { ResourceState } from "./state/deployment";
import { isProviderType, makeUrn } from "./urn";
import { fromStruct, type PropertyMap } from "./values";

/** What the program wants of one resource. */
export interface Goal {
  /** The state that is asked for, before it has an id and outputs; its provider only where the program names one. */
  state: ResourceState & { inputs: PropertyMap };
  /** URNs that the resource may have had before, by the program's word. */
  aliases: string[];
  /** The version of the package that the program uses, or "". */
  version: string;
  /** Undefined: as the provider says. */
  deleteBeforeReplace: boolean | undefined;
}

/** Reads a registration; options that the engine does not have are refused by name. */
export function readGoal(request: RegisterResourceRequest, settings: RunSettings): Goal {
  const { stack, project } = settings;
  refuseUnsupported(request);
  const type = request.getType();
  const parent = request.getParent() || undefined;
  const properties = [...request.getPropertydependenciesMap().entries()].map(([key, list]) => [
    key,
    list.getUrnsList(),
  ]);
  return {
    state: {
      urn: makeUrn(stack, project, parent, type, request.getName()),
      custom: request.getCustom(),
      type,
      inputs: fromStruct(request.getObject()),
      parent,
      provider: request.getProvider() || undefined,
      dependencies: filled(request.getDependenciesList()),
      propertyDependencies: properties.length > 0 ? Object.fromEntries(properties) : undefined,
      protect: request.getProtect() || undefined,
      retainOnDelete: request.getRetainondelete() || undefined,
      importID: request.getImportid() || undefined,
      ignoreChanges: filled(request.getIgnorechangesList()),
      additionalSecretOutputs: filled(request.getAdditionalsecretoutputsList()),
      customTimeouts: readTimeouts(request),
    },
    aliases: readAliases(request, settings),
    version: request.getVersion(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
  };
}

function refuseUnsupported(request: RegisterResourceRequest): void {
  const features: [string, boolean][] = [
    ["remote components", request.getRemote()],
    ["aliases of providers", isProviderType(request.getType()) && hasAliases(request)],
    ["transforms", request.getTransformsList().length > 0],
    ["resource hooks", Object.values(request.getHooks()?.toObject() ?? {}).some((list) => list.length > 0)],
    ["replaceOnChanges", request.getReplaceonchangesList().length > 0],
    ["replaceWith", request.getReplaceWithList().length > 0],
    ["replacementTrigger", request.hasReplacementTrigger()],
    ["deletedWith", request.getDeletedwith() !== ""],
    ["parameterized packages", request.getPackageref() !== ""],
    ["envVarMappings", request.getEnvvarmappingsMap().getLength() > 0],
    ["state migrations", request.getStateMigrationsList().length > 0],
  ];
  const [feature] = features.find(([, isUsed]) => isUsed) ?? [];
  if (feature !== undefined) throw new UnsupportedFeatureError(feature);
}

function hasAliases(request: RegisterResourceRequest): boolean {
  return request.getAliasesList().length + request.getAliasurnsList().length > 0;
}

/** What an alias doesn't say is as it is now. */
function readAliases(request: RegisterResourceRequest, { stack, project }: RunSettings): string[] {
  const specified = request.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    const parent = spec.getNoparent() ? undefined : spec.getParenturn() || request.getParent() || undefined;
    const type = spec.getType() || request.getType();
    const name = spec.getName() || request.getName();
    return makeUrn(spec.getStack() || stack, spec.getProject() || project, parent, type, name);
  });
  return [...request.getAliasurnsList(), ...specified];
}

function filled(list: string[]): string[] | undefined {
  return list.length > 0 ? list : undefined;
}

function readTimeouts(request: RegisterResourceRequest): ResourceState["customTimeouts"] {
  const { create, update, pb_delete, read } = request.getCustomtimeouts()?.toObject() ?? {};
  const set = Object.entries({ create, update, delete: pb_delete, read })
    .map(([operation, text = ""]) => [operation, parseDuration(text)] as const)
    .filter(([, seconds]) => seconds > 0);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}

const UNIT_SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Reads a duration such as `1h30m` in seconds; the empty text is 0. */
export function parseDuration(text: string): number {
  if (text !== "" && !/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) {
    throw new RpcError(status.INVALID_ARGUMENT, `unable to parse customTimeout value ${JSON.stringify(text)}`);
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  return parts.reduce((seconds, [, amount, unit]) => seconds + Number(amount) * (UNIT_SECONDS[unit ?? ""] ?? 0), 0);
}
