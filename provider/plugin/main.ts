#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { Claims } from "../core/claims.js";
import { systemContext } from "../system-context.js";
import { resourceProvider } from "./service.js";
import { Tenants } from "./tenants.js";

/** As much as the engine itself accepts in one message, in bytes. */
const MESSAGE = 400 * 1024 * 1024;
const PACKAGE = join(__dirname, "..", "..", "..");

/** Serves the provider on a free port of the loopback interface, and prints it, as the engine expects of a plugin. */
function main(): void {
  const cancelled = new AbortController();
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const about = { version, schema: () => readFileSync(join(PACKAGE, "schema.json"), "utf8") };
  const server = new Server({ "grpc.max_receive_message_length": MESSAGE, "grpc.max_send_message_length": MESSAGE });
  const tenants = new Tenants(systemContext(cancelled.signal), new Claims());
  const cancel = (): void => cancelled.abort();
  server.addService(services.ResourceProviderService, resourceProvider(tenants, about, cancel));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      console.error(`the plugin can't listen on the loopback interface: ${error.message}`);
      process.exit(1);
    }
    console.log(port);
  });
}

main();
