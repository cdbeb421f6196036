import type { ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UnsupportedFeatureError } from "./errors";
import type { Operation } from "./events";
import type { Providers } from "./providers";
import type { Registrar } from "./register";
import type { Run } from "./run";
import type { ResourceState } from "./state/deployment";
import { markOutputs, placeStep, readPartially } from "./steps";
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
    const op: Operation = replaces ? "read-replacement" : "read";
    const read = await placeStep(run, { op, urn, type, old, new: goal }, replaces ? slot : undefined, async () => {
      const { value, problem } = isUnknown(id)
        ? { value: { id, outputs: {} }, problem: undefined }
        : await readPartially(provider, { urn, id, inputs: given, outputs: given });
      if (value.outputs === undefined) {
        throw new Error(`resource '${id}' does not exist`);
      }
      const outputs = markOutputs(goal, value.outputs, given);
      const changed =
        old !== undefined && !(equalValues(old.outputs ?? {}, outputs) && equalValues(old.inputs ?? {}, given));
      const now = new Date().toISOString();
      const state: ResourceState = {
        ...goal,
        id: value.id || id,
        outputs,
        ...(problem && { initErrors: problem.initFailure?.reasons }),
        ...(old?.created !== undefined && { created: old.created }),
        ...(changed ? { modified: now } : old?.modified !== undefined && { modified: old.modified }),
      };
      const counted = old !== undefined && !equalValues(old.outputs ?? {}, outputs);
      const place = slot !== undefined && !replaces ? { slot, state } : { state };
      return { changes: { put: [place] }, new: state, counted, ...(problem && { problem }) };
    });
    run.news.set(urn, read);
    return read.state;
  } catch (error) {
    throw run.report(error, urn);
  }
}
