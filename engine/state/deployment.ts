import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { EngineError, UnsupportedFeatureError } from "../errors";
import type { Crypter } from "../secrets";
import {
  isMap,
  makeSecret,
  type PropertyMap,
  type PropertyValue,
  replaceSecrets,
  SECRET,
  type Secret,
  SIGNATURE,
} from "../values";

const StringList = z.array(z.string());
const Properties = z.custom<PropertyMap>(isMap);
const Seconds = z.number().optional();

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
  retainOnDelete: z.boolean().optional(),
  initErrors: StringList.optional(),
  additionalSecretOutputs: StringList.optional(),
  ignoreChanges: StringList.optional(),
  importID: z.string().optional(),
  customTimeouts: z.object({ create: Seconds, update: Seconds, delete: Seconds, read: Seconds }).optional(),
  created: z.string().optional(),
  modified: z.string().optional(),
});
export type ResourceState = z.infer<typeof ResourceState>;

export const OperationType = z.enum(["creating", "updating", "deleting", "reading", "importing"]);
export type OperationType = z.infer<typeof OperationType>;

export const PendingOperation = z.object({ resource: ResourceState, type: OperationType });
export type PendingOperation = z.infer<typeof PendingOperation>;

const Deployment = z.looseObject({
  manifest: z.looseObject({ time: z.string(), magic: z.string(), version: z.string() }),
  secrets_providers: z
    .looseObject({ type: z.string(), state: z.looseObject({ salt: z.string().optional() }).optional() })
    .optional(),
  resources: z.array(ResourceState).nullish(),
  pending_operations: z.array(PendingOperation).nullish(),
  metadata: z.looseObject({}).optional(),
});

/** What `pulumi stack export` writes and `pulumi stack import` reads. */
export const ExportedDeployment = z.looseObject({ version: z.literal(3), deployment: Deployment });
export type ExportedDeployment = z.infer<typeof ExportedDeployment>;

/** What other engines write and this one does not act on, with the words for it. */
const REFUSED: Readonly<Record<string, string>> = {
  external: "resources that were read with get",
  pendingReplacement: "resources that are half replaced",
  taint: "tainted resources",
  viewOf: "views",
  deletedWith: "deletedWith",
  replaceWith: "replaceWith",
  replacementTrigger: "replacementTrigger",
  resourceHooks: "resource hooks",
};

/** Checks that this is a deployment that the engine can go on from; `source` names it in the error. */
export function readExportedDeployment(json: unknown, source: string): ExportedDeployment["deployment"] {
  const parsed = ExportedDeployment.safeParse(json);
  if (!parsed.success) {
    throw new EngineError("state", `${source} is not a version 3 deployment: ${z.prettifyError(parsed.error)}`);
  }
  const { deployment } = parsed.data;
  for (const [field, feature] of Object.entries(REFUSED)) {
    const found = deployment.resources?.find((resource) => isFilled(resource[field]));
    if (found !== undefined) throw new UnsupportedFeatureError(`${feature}, such as ${found.urn} in ${source}`);
  }
  return deployment;
}

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** Builds the exported form; resources keep their given order, which must be topological. */
export function exportDeployment(
  resources: readonly ResourceState[],
  pending: readonly PendingOperation[],
  salt: string,
  version: string,
): ExportedDeployment {
  const magic = createHash("sha256").update(version).digest("hex");
  return {
    version: 3,
    deployment: {
      manifest: { time: new Date().toISOString(), magic, version },
      secrets_providers: { type: "passphrase", state: { salt } },
      ...(resources.length > 0 && { resources: [...resources] }),
      ...(pending.length > 0 && { pending_operations: [...pending] }),
      metadata: {},
    },
  };
}

/** The resource as it is written: secrets encrypted. */
export function encryptResource(resource: ResourceState, crypter: Crypter): ResourceState {
  return mapSecrets(resource, ({ value }) => mark("ciphertext", crypter.encrypt(JSON.stringify(value ?? null))));
}

/** The resource as `pulumi stack export --show-secrets` writes it. */
export function revealResource(resource: ResourceState): ResourceState {
  return mapSecrets(resource, ({ value }) => mark("plaintext", JSON.stringify(value ?? null)));
}

/** The resource with its secrets in clear, from either form. */
export function decryptResource(resource: ResourceState, crypter: Crypter): ResourceState {
  return mapSecrets(resource, (secret) => {
    const { ciphertext, plaintext } = secret;
    const text = typeof ciphertext === "string" ? crypter.decrypt(ciphertext) : plaintext;
    return typeof text === "string" ? makeSecret(JSON.parse(text)) : secret;
  });
}

function mark(form: "ciphertext" | "plaintext", text: string): PropertyValue {
  return { [SIGNATURE]: SECRET, [form]: text };
}

/** Empty maps are left out, as in Pulumi's files. */
function mapSecrets(resource: ResourceState, change: (secret: Secret) => PropertyValue): ResourceState {
  const { inputs = {}, outputs = {}, ...rest } = resource;
  return {
    ...rest,
    ...(Object.keys(inputs).length > 0 && { inputs: replaceSecrets(inputs, change) }),
    ...(Object.keys(outputs).length > 0 && { outputs: replaceSecrets(outputs, change) }),
  };
}

/** Every URN that must come before this resource in a deployment, its provider aside. */
export function dependenciesOf({ parent, dependencies = [], propertyDependencies = {} }: ResourceState): string[] {
  const byProperty = Object.values(propertyDependencies).flatMap((urns) => urns ?? []);
  return [...(parent === undefined ? [] : [parent]), ...dependencies, ...byProperty];
}

/** Whether two states would be written alike. */
export function equalStates(left: ResourceState, right: ResourceState): boolean {
  return isDeepStrictEqual(written(left), written(right));
}

function written(resource: ResourceState): unknown {
  return JSON.parse(JSON.stringify({ ...resource, inputs: resource.inputs ?? {}, outputs: resource.outputs ?? {} }));
}
