import type { ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UnsupportedFeatureError } from "./errors";
import type { Operation } from "./events";
import type { Providers } from "./providers";
import type { Registrar } from "./register";
import type { Run } from "./run";
import type { ResourceState } from "./state/deployment";
import { markOutputs, readPartially } from "./steps";
import { packageOf } from "./urn";
import { equalValues, fromStruct, isUnknown } from "./values";

/** Reads a resource that the program gets but does not manage. */
export async function readResource(
  run: Run,
  providers: Providers,
  registrar: Registrar,
  request: ReadResourceRequest,
): Promise<ResourceState> {
  const type = request.getType();
  const id = request.getId();
  if (packageOf(type) === "pulumi") {
    throw new UnsupportedFeatureError(type === "pulumi:pulumi:StackReference" ? "stack references" : type);
  }
  const urn = registrar.urnOf(request.getParent() || undefined, type, request.getName());
  try {
    const reference =
      request.getProvider() || (await providers.defaultReference(packageOf(type), request.getVersion()));
    const provider = await providers.client(reference);
    await run.decide(async () => registrar.claim(urn));
    const given = fromStruct(request.getProperties());
    const slot = run.olds.get(urn);
    const old = slot?.state;
    const dependencies = request.getDependenciesList();
    const secretOutputs = request.getAdditionalsecretoutputsList();
    const goal: ResourceState = {
      urn,
      custom: true,
      type,
      id,
      inputs: given,
      external: true,
      provider: reference,
      ...(request.getParent() !== "" && { parent: request.getParent() }),
      ...(dependencies.length > 0 && { dependencies }),
      ...(secretOutputs.length > 0 && { additionalSecretOutputs: secretOutputs }),
    };
    const replaces = old !== undefined && old.external !== true && old.id !== id;
    const retired = replaces ? { ...old, delete: true } : undefined;
    const op: Operation = replaces ? "read-replacement" : "read";
    const { slots, new: state } = await run.execute({ op, urn, type, old, new: goal }, async () => {
      const read = isUnknown(id)
        ? { value: { id, outputs: {} }, problem: undefined }
        : await readPartially(provider, { urn, id, inputs: given, outputs: given });
      if (read.value.outputs === undefined) {
        throw new Error(`resource '${id}' does not exist`);
      }
      const outputs = markOutputs(goal, read.value.outputs, given);
      const { problem } = read;
      const changed =
        old !== undefined && !(equalValues(old.outputs ?? {}, outputs) && equalValues(old.inputs ?? {}, given));
      const now = new Date().toISOString();
      const state: ResourceState = {
        ...goal,
        id: read.value.id || id,
        outputs,
        ...(problem && { initErrors: problem.initFailure?.reasons }),
        ...(old?.created !== undefined && { created: old.created }),
        ...(changed ? { modified: now } : old?.modified !== undefined && { modified: old.modified }),
      };
      const counted = old !== undefined && !equalValues(old.outputs ?? {}, outputs);
      const result = { new: state, counted, ...(problem && { problem }) };
      return retired !== undefined && slot !== undefined
        ? { ...result, changes: { put: [{ state }, { slot, state: retired }] }, old: retired }
        : { ...result, changes: { put: [{ ...(slot && { slot }), state }] } };
    });
    if (retired !== undefined) {
      run.replaced.add(urn);
      run.mark({ op: "replace", urn, type, old: retired, new: state ?? goal });
    }
    const read = slots[0];
    if (read !== undefined) {
      run.news.set(urn, read);
    }
    return state ?? goal;
  } catch (error) {
    throw run.report(error, urn);
  }
}
