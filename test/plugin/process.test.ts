import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages, { type LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { startServer, unary } from "../../engine/rpc";
import packageJson from "../../package.json";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { PluginClient, struct, urnOf } from "./client";
import { configurationOf, PEOPLE, ROOT } from "./stage";

/** How an engine may start it: as a command, as the folder's main, and through the SDK's own runner. */
const STARTS: Record<string, readonly string[]> = {
  "as a command": [join(ROOT, packageJson.bin["pulumi-resource-roster"]), "127.0.0.1:1"],
  "as a command, by nobody who listens": [join(ROOT, packageJson.bin["pulumi-resource-roster"])],
  "as the folder's main": ["-e", "require(process.argv[1])", ROOT, "127.0.0.1:1"],
  "through the SDK's runner": [
    join(ROOT, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin", "index.js"),
    ROOT,
    "127.0.0.1:1",
  ],
};

interface Running {
  readonly child: ChildProcess;
  readonly client: PluginClient;
  /** All that came on stdout. */
  readonly output: () => string;
}

let vendors: Sandbox;
let running: Running | undefined;
beforeAll(async () => {
  vendors = await startSandbox();
  return () => vendors.close();
});
afterEach(async () => {
  const child = running?.child;
  running?.client.close();
  running = undefined;
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
});

async function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("\n")) resolve(Number(output.split("\n")[0]));
    });
    child.once("exit", (code) => reject(new Error(`the plugin ended with ${code}: ${errors}`)));
  });
  return { child, client: new PluginClient(port), output: () => output };
}

describe.each(Object.keys(STARTS))("the plugin started %s", (way) => {
  test("prints its port and nothing else, and says the package's version", async () => {
    const caches = mkdtempSync(join(tmpdir(), "roster-caches-"));
    // The tests have a folder for all that they start.
    const own = { XDG_CACHE_HOME: caches, LOCALAPPDATA: caches, NODE_COMPILE_CACHE: undefined };
    running = await start(STARTS[way] ?? [], own);
    const { client, output } = running;
    const info = await client.call<plugin.PluginInfo>((done) => client.stub.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).toBe(packageJson.version);
    const asked = new proto.GetSchemaRequest();
    const told = await client.call<proto.GetSchemaResponse>((done) => client.stub.getSchema(asked, done));
    expect(told.getSchema()).toBe(readFileSync(join(ROOT, "schema.json"), "utf8"));
    expect(output()).toMatch(/^\d+\n$/);
    // An engine kills its plugins: what they compiled has to be kept by then.
    const kept = readdirSync(caches, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.startsWith(join("pulumi-roster", "node")),
    );
    expect(kept.length).toBeGreaterThan(10);
    rmSync(caches, { recursive: true, force: true });
  });
});

describe("a plugin process", () => {
  test("takes credentials from the environment where the configuration has none", async () => {
    const { adobe } = vendors;
    running = await start(STARTS["as a command"] ?? [], {
      ROSTER_ADOBE_URL: adobe.url,
      ROSTER_ADOBE_TOKEN: adobe.token,
    });
    const { client } = running;
    await client.configure({});
    const { id } = await client.create(urnOf("adobe", "ada"), PEOPLE.adobe);
    expect(adobe.get(id)).toMatchObject(PEOPLE.adobe);
  });

  test("tells the engine what a person should know, as engines don't show what a plugin prints", async () => {
    const told: [number, string][] = [];
    const log = unary((request: LogRequest) => {
      told.push([request.getSeverity(), request.getMessage()]);
      return new Empty();
    });
    const engine = await startServer([services.EngineService, { log }]);
    running = await start([STARTS["as a command"]?.[0] ?? "", engine.address]);
    const { client, output } = running;
    await client.configure(configurationOf(vendors));
    const urn = urnOf("nerm", "leaver");
    const person = { login: "leaver", name: "Lee Aver", email: "lee@example.com" };
    const { id, properties } = await client.create(urn, person);
    await client.delete(urn, id, { ...properties, onDestroy: "retain" });
    await client.check(urn, {}, person);
    await client.delete(urn, id, properties);
    await expect.poll(() => told).toHaveLength(2);
    engine.stop();
    const { INFO, WARNING } = messages.LogSeverity;
    expect(told).toEqual([
      [INFO, expect.stringContaining(`account ${id} is released, still active`)],
      [WARNING, expect.stringContaining(`account ${id} is declared by another resource now`)],
    ]);
    expect(output()).toMatch(/^\d+\n$/);
  });

  test("survives garbage of every kind, and still answers", async () => {
    running = await start(STARTS["as a command"] ?? []);
    const { client, child } = running;
    await client.configure(configurationOf(vendors));
    const garbage = Array.from({ length: 200 }, (_, i) => client.create(`garbage ${i}`, { roles: [[{ a: i }]] }));
    const outcomes = await Promise.allSettled(garbage);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    // Bytes that are no message of this service at all.
    const raw = new Promise((resolve) =>
      client.stub.makeUnaryRequest(
        "/pulumirpc.ResourceProvider/Check",
        () => Buffer.from([0xff, 0xff, 0xff]),
        (bytes: Buffer) => bytes,
        {},
        (error: unknown) => resolve(error),
      ),
    );
    expect(await raw).toMatchObject({ code: expect.any(Number) });
    expect((await client.check(urnOf("adobe", "x"), {}, PEOPLE.adobe)).failures).toEqual([]);
    expect(child.exitCode).toBeNull();
  });

  test("keeps an account whose outputs are too large for an engine's errors", async () => {
    running = await start(STARTS["as a command"] ?? [], { ROSTER_ERROR_DETAILS: "32768" });
    const { client } = running;
    await client.configure(configurationOf(vendors));
    vendors.netex.faults.add({ method: "PUT", fault: { kind: "status", status: 403 } });
    const image = { base64Image: "A".repeat(300_000), mimeType: "image/png" };
    const failed = client.create(urnOf("netex", "ada"), { ...PEOPLE.netex, image, externalId: "hr-1" });
    await expect(failed).rejects.toMatchObject({ initFailed: { id: expect.any(String), properties: PEOPLE.netex } });
  });

  test("goes on when a caller hangs up in the middle of a list", async () => {
    running = await start(STARTS["as a command"] ?? []);
    const { client } = running;
    await client.configure(configurationOf(vendors));
    const request = new (await import("@pulumi/pulumi/proto/provider_pb.js")).default.ListRequest();
    request.setToken("roster:adobe:User");
    request.setQuery(struct({}));
    const stream = client.stub.list(request);
    const ended = new Promise((resolve) => stream.on("error", resolve));
    stream.on("data", () => undefined);
    stream.cancel();
    await ended;
    expect((await client.list("roster:adobe:User")).results.length).toBeGreaterThan(0);
  });
});
