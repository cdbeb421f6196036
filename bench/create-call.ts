import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { ResourceProviderService as Methods } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CHANNEL_OPTIONS, callUnary } from "../engine/rpc";
import { adobeSet } from "./adobe-person";
import { startChild } from "./child";
import { timed } from "./in-turns";
import { type SandboxProcess, startSandboxProcess } from "./vendor-process";

const PLUGIN = join(__dirname, "..", "provider", "plugin", "main.js");
const URN = "urn:pulumi:dev::bench::roster:adobe:Users::people";

/**
 * Seconds that the plugin takes for one call that creates the bench's people at Adobe: what is left of an `up` without
 * Pulumi's own time.
 */
export async function createCall(n: number): Promise<number> {
  const vendor = await startSandboxProcess();
  try {
    return await createdAt(vendor.adobe, n);
  } finally {
    await vendor.close();
  }
}

async function createdAt({ url, token }: SandboxProcess["adobe"], n: number): Promise<number> {
  const plugin = await startChild(PLUGIN, [], { ROSTER_ADOBE_URL: url, ROSTER_ADOBE_TOKEN: token });
  const client = new Client(`127.0.0.1:${plugin.said}`, credentials.createInsecure(), CHANNEL_OPTIONS);
  try {
    const configure = new ConfigureRequest().setArgs(Struct.fromJavaScript({})).setAcceptsecrets(true);
    await callUnary(client, Methods.configure, configure);
    const create = new CreateRequest().setUrn(URN).setProperties(Struct.fromJavaScript(adobeSet(n)));
    return await timed(async () => {
      const made = await callUnary(client, Methods.create, create);
      if (made.getId() === "") throw new Error("the plugin has created nothing");
    });
  } finally {
    client.close();
    await plugin.close();
  }
}
