import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, CreateRequest, type CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { adobeSet } from "./adobe-person";
import { timed } from "./in-turns";

import { startSandboxProcess } from "./vendor-process";

const PLUGIN = join(__dirname, "..", "provider", "plugin", "main.js");
const MOST_BYTES = 400 * 1024 * 1024;
const URN = "urn:pulumi:dev::bench::roster:adobe:Users::people";

/**
 * Seconds that the plugin takes for one call that creates the bench's people at Adobe: what is left of an `up` without
 * Pulumi's own time.
 */
export async function createCall(n: number): Promise<number> {
  const vendor = await startSandboxProcess();
  const { url, token } = vendor.adobe;
  const plugin = spawn(process.execPath, [PLUGIN], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ROSTER_ADOBE_URL: url, ROSTER_ADOBE_TOKEN: token },
  });
  const [port] = (await once(createInterface({ input: plugin.stdout }), "line")) as [string];
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": MOST_BYTES,
    "grpc.max_send_message_length": MOST_BYTES,
  });
  try {
    const configure = new ConfigureRequest().setArgs(Struct.fromJavaScript({})).setAcceptsecrets(true);
    await answered((done) => client.configure(configure, done));
    const create = new CreateRequest().setUrn(URN).setProperties(Struct.fromJavaScript(adobeSet(n)));
    return await timed(async () => {
      const made = await answered<CreateResponse>((done) => client.create(create, done));
      if (made.getId() === "") throw new Error("the plugin has created nothing");
    });
  } finally {
    client.close();
    plugin.kill("SIGTERM");
    await once(plugin, "exit");
    await vendor.close();
  }
}

function answered<T>(call: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}
