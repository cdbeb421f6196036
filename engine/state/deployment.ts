import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { StateError } from "../errors";
import type { Crypter } from "../secrets";
import { isMap, makeSecret, type PropertyMap, type PropertyValue, replaceSecrets, SECRET, SIGNATURE } from "../values";

const StringList = z.array(z.string());
const Properties = z.custom<PropertyMap>(isMap);

/** A resource in a deployment, version 3. Fields that this engine does not know are kept as they are. */
export const ResourceState = z.looseObject({
  urn: z.string(),
  custom: z.boolean().default(false),
  type: z.string(),
  id: z.string().optional(),
  inputs: Properties.optional(),
  outputs: Properties.optional(),
  parent: z.string().optional(),
  provider: z.string().optional(),
  dependencies: StringList.optional(),
  propertyDependencies: z.record(z.string(), StringList.nullable()).optional(),
  delete: z.boolean().optional(),
  protect: z.boolean().optional(),
  external: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  pendingReplacement: z.boolean().optional(),
  initErrors: StringList.optional(),
  additionalSecretOutputs: StringList.optional(),
  ignoreChanges: StringList.optional(),
  replaceOnChanges: StringList.optional(),
  deletedWith: z.string().optional(),
  importID: z.string().optional(),
  /** Seconds. */
  customTimeouts: z
    .object({
      create: z.number().optional(),
      update: z.number().optional(),
      delete: z.number().optional(),
      read: z.number().optional(),
    })
    .optional(),
  created: z.string().optional(),
  modified: z.string().optional(),
});
export type ResourceState = z.infer<typeof ResourceState>;

export const OperationType = z.enum(["creating", "updating", "deleting", "reading", "importing"]);
export type OperationType = z.infer<typeof OperationType>;

export const PendingOperation = z.object({ resource: ResourceState, type: OperationType });
export type PendingOperation = z.infer<typeof PendingOperation>;

export const Deployment = z.looseObject({
  manifest: z.looseObject({ time: z.string(), magic: z.string(), version: z.string() }),
  secrets_providers: z
    .looseObject({ type: z.string(), state: z.looseObject({ salt: z.string().optional() }).optional() })
    .optional(),
  resources: z.array(ResourceState).nullish(),
  pending_operations: z.array(PendingOperation).nullish(),
  metadata: z.looseObject({}).optional(),
});
export type Deployment = z.infer<typeof Deployment>;

/** What `pulumi stack export` writes and `pulumi stack import` reads. */
export const ExportedDeployment = z.looseObject({ version: z.literal(3), deployment: Deployment });
export type ExportedDeployment = z.infer<typeof ExportedDeployment>;

/** Checks that this is a deployment; `source` names it in the error. */
export function readExportedDeployment(json: unknown, source: string): ExportedDeployment {
  const parsed = ExportedDeployment.safeParse(json);
  if (!parsed.success) {
    throw new StateError(`${source} is not a version 3 deployment: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Builds the exported form; resources keep their given order, which must be topological. */
export function exportDeployment(
  resources: readonly ResourceState[],
  pending: readonly PendingOperation[],
  salt: string,
  version: string,
): ExportedDeployment {
  return {
    version: 3,
    deployment: {
      manifest: {
        time: new Date().toISOString(),
        magic: createHash("sha256").update(version).digest("hex"),
        version,
      },
      secrets_providers: { type: "passphrase", state: { salt } },
      ...(resources.length > 0 && { resources: [...resources] }),
      ...(pending.length > 0 && { pending_operations: [...pending] }),
      metadata: {},
    },
  };
}

export function encryptResource(resource: ResourceState, crypter: Crypter): ResourceState {
  return mapProperties(resource, (map) =>
    replaceSecrets(map, (secret) => ({
      [SIGNATURE]: SECRET,
      ciphertext: crypter.encrypt(JSON.stringify(secret["value"] ?? null)),
    })),
  );
}

/** The resource as `pulumi stack export --show-secrets` writes it. */
export function revealResource(resource: ResourceState): ResourceState {
  return mapProperties(resource, (map) =>
    replaceSecrets(map, (secret) => ({
      [SIGNATURE]: SECRET,
      plaintext: JSON.stringify(secret["value"] ?? null),
    })),
  );
}

export function decryptResource(resource: ResourceState, crypter: Crypter): ResourceState {
  return mapProperties(resource, (map) =>
    replaceSecrets(map, (secret) => {
      const { ciphertext, plaintext } = secret;
      if (typeof ciphertext === "string") {
        return makeSecret(parseValue(crypter.decrypt(ciphertext)));
      }
      return typeof plaintext === "string" ? makeSecret(parseValue(plaintext)) : secret;
    }),
  );
}

function parseValue(json: string): PropertyValue {
  const value: PropertyValue = JSON.parse(json);
  return value;
}

function mapProperties(resource: ResourceState, change: (map: PropertyMap) => PropertyMap): ResourceState {
  const { inputs, outputs, ...rest } = resource;
  return {
    ...rest,
    ...(inputs && Object.keys(inputs).length > 0 && { inputs: change(inputs) }),
    ...(outputs && Object.keys(outputs).length > 0 && { outputs: change(outputs) }),
  };
}

/** Every URN that must come before this resource in a deployment, its provider aside. */
export function dependenciesOf(resource: ResourceState): string[] {
  return [
    ...(resource.parent === undefined ? [] : [resource.parent]),
    ...(resource.dependencies ?? []),
    ...Object.values(resource.propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
    ...(resource.deletedWith === undefined ? [] : [resource.deletedWith]),
  ];
}

/**
 * Orders resources so that each comes after what it needs, keeping the given order where there is a choice; resources
 * that wait for their deletion come last. References to resources that are gone are dropped, since Pulumi refuses a
 * deployment that holds them.
 */
export function sortResources(resources: readonly ResourceState[]): ResourceState[] {
  const live = new Map<string, ResourceState>();
  const providers = new Map<string, ResourceState>();
  const urns = new Set<string>();
  for (const resource of resources) {
    urns.add(resource.urn);
    if (resource.delete !== true) {
      live.set(resource.urn, resource);
    }
    providers.set(`${resource.urn}::${resource.id ?? ""}`, resource);
  }
  const sorted: ResourceState[] = [];
  const seen = new Set<ResourceState>();
  const visit = (resource: ResourceState): void => {
    if (seen.has(resource)) {
      return;
    }
    seen.add(resource);
    const provider = resource.provider === undefined ? undefined : providers.get(resource.provider);
    if (provider !== undefined) {
      visit(provider);
    }
    for (const urn of dependenciesOf(resource)) {
      const needed = live.get(urn);
      if (needed !== undefined) {
        visit(needed);
      }
    }
    sorted.push(withoutDangling(resource, urns));
  };
  resources.filter((resource) => resource.delete !== true).forEach(visit);
  resources.forEach(visit);
  return sorted;
}

function withoutDangling(resource: ResourceState, urns: ReadonlySet<string>): ResourceState {
  if (dependenciesOf(resource).every((urn) => urns.has(urn))) {
    return resource;
  }
  const { parent, deletedWith, dependencies, propertyDependencies, ...rest } = resource;
  const present = (list: readonly string[] | null | undefined): string[] => (list ?? []).filter((urn) => urns.has(urn));
  const direct = present(dependencies);
  const byProperty = Object.entries(propertyDependencies ?? {})
    .map(([key, list]) => [key, present(list)] as const)
    .filter(([, list]) => list.length > 0);
  return {
    ...rest,
    ...(parent !== undefined && urns.has(parent) && { parent }),
    ...(deletedWith !== undefined && urns.has(deletedWith) && { deletedWith }),
    ...(direct.length > 0 && { dependencies: direct }),
    ...(byProperty.length > 0 && { propertyDependencies: Object.fromEntries(byProperty) }),
  };
}

/** Whether two states would be written alike. */
export function equalStates(left: ResourceState, right: ResourceState): boolean {
  return isDeepStrictEqual(written(left), written(right));
}

function written(resource: ResourceState): unknown {
  return JSON.parse(JSON.stringify({ ...resource, inputs: resource.inputs ?? {}, outputs: resource.outputs ?? {} }));
}
