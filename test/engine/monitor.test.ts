import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { RegisterResourceRequest, type RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { expect, test } from "vitest";
import { EventStream } from "../../engine/events";
import { monitorService } from "../../engine/monitor";
import type { Providers } from "../../engine/providers";
import type { Registrar } from "../../engine/register";
import { Run } from "../../engine/run";
import type { StateStore } from "../../engine/state/store";

const URN = "urn:pulumi:dev::people::lab:index:Person::ada";

test("an answer is not kept once it was given, as a run of thousands would keep them all", async () => {
  const store = { live: () => new Map() } as unknown as StateStore;
  const settings = { project: "people", stack: "dev", preview: false, continueOnError: false, parallel: 1 };
  const run = new Run(settings, store, new EventStream(false, [], undefined));
  const state = { urn: URN, custom: true, type: "lab:index:Person", outputs: {} };
  const registrar = { register: async () => state } as unknown as Registrar;
  const [, { registerResource }] = monitorService(run, registrar, {} as Providers);

  const answer = await registered(registerResource as Register);
  // References are kept until the end of the job that made or read them.
  await new Promise(setImmediate);
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();

  expect(answer.deref()).toBeUndefined();
  expect(run.isStopped).toBe(false);
});

type Register = handleUnaryCall<RegisterResourceRequest, RegisterResourceResponse>;

function registered(register: Register): Promise<WeakRef<RegisterResourceResponse>> {
  const request = new RegisterResourceRequest().setType("lab:index:Person").setName("ada").setCustom(true);
  return new Promise((resolve, reject) => {
    const call = { request } as Parameters<Register>[0];
    register(call, (error, response) => {
      if (response?.getUrn() === URN) resolve(new WeakRef(response));
      else reject(error ?? new Error("no answer"));
    });
  });
}
