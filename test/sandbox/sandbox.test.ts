import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox/index";
import { startSandbox } from "../../sandbox/index";
import { jsonClient } from "./helpers";

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

const ADA = { email: "ada@example.com", name: "Ada" };

describe("the sandbox", () => {
  it("starts five servers on their own addresses and stops them all", async () => {
    sandbox = await startSandbox();
    const { adobe, keycloak, netex, nerm, scim } = sandbox;
    expect(adobe.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/primeapi\/v2$/);
    expect(netex.url).toMatch(/\/integration\/ws\/management\/rest$/);
    expect(nerm.url).toMatch(/\/api$/);
    expect(new Set([adobe.origin, keycloak.origin, netex.origin, nerm.origin, scim.origin]).size).toBe(5);
    await sandbox.close();
    await expect(fetch(adobe.url)).rejects.toThrow();
  });

  it("takes a first port, passes a vendor's own options on, and frees everything if a port is taken", async () => {
    sandbox = await startSandbox({ adobe: { revive: "refuse" } });
    const port = Number(new URL(sandbox.adobe.origin).port);
    await expect(startSandbox({ port: port - 1 })).rejects.toThrow();
  });

  it("waits for the latency", async () => {
    sandbox = await startSandbox({ latency: 40 });
    await fetch(`${sandbox.nerm.url}/roles`);
    expect(sandbox.nerm.log.entries[0]?.ms).toBeGreaterThanOrEqual(38);
  });
});

describe("the log", () => {
  it("holds what was sent and answered, and tells reads from writes", async () => {
    sandbox = await startSandbox();
    const { nerm } = sandbox;
    const headers = () => ({ authorization: `Bearer ${nerm.token}`, "x-mark": "here" });
    const send = jsonClient(() => nerm.url, headers, "application/json");
    await send("GET", "/users?limit=5");
    await send("POST", "/user", { user: {} });
    await send("GET", "/nowhere");
    expect(nerm.log.counts()).toEqual({ reads: 2, writes: 1, tokens: 0 });
    expect(nerm.log.reads()[0]).toMatchObject({ method: "GET", path: "/api/users?limit=5", status: 200 });
    expect(nerm.log.writes()[0]).toMatchObject({ status: 400, body: { user: {} }, headers: { "x-mark": "here" } });
    nerm.log.clear();
    expect(nerm.log.entries).toEqual([]);
  });
});

describe("the control surface", () => {
  it("shows requests and accounts, sets faults and expires tokens, unlogged", async () => {
    sandbox = await startSandbox();
    const { adobe } = sandbox;
    const { token } = adobe;
    const control = jsonClient(
      () => `${adobe.origin}/_sandbox`,
      () => ({}),
      "application/json",
    );
    adobe.create(ADA);
    expect((await control("GET", "/accounts")).body.accounts).toHaveLength(2);
    const rule = { path: "/account$", times: 1, fault: { kind: "status", status: 500 } };
    expect(await control("POST", "/faults", { rules: [rule] })).toMatchObject({ status: 200, body: { added: 1 } });
    expect((await control("POST", "/faults", { fault: { kind: "flood" } })).status).toBe(400);
    expect((await control("POST", "/faults", "{")).status).toBe(400);
    const account = () =>
      fetch(`${adobe.url}/account`, {
        headers: { accept: "application/vnd.api+json", authorization: `oauth ${token}` },
      }).then(({ status }) => status);
    expect([await account(), await account()]).toEqual([500, 200]);
    await control("POST", "/expire-token");
    expect(await account()).toBe(401);
    expect((await control("GET", "/requests")).body).toMatchObject({ counts: { reads: 3, writes: 0 } });
    await control("DELETE", "/requests");
    await control("DELETE", "/faults");
    expect(adobe.log.entries).toEqual([]);
    expect((await control("GET", "/faults")).body.faults).toEqual([]);
  });
});

describe("the command", () => {
  const root = resolve(__dirname, "../..");
  const out = mkdtempSync(join(tmpdir(), "roster-sandbox-"));

  beforeAll(async () => {
    const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, esModuleInterop: true };
    const names = readdirSync(join(root, "sandbox"), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((file) => file.endsWith(".ts"))) {
      const source = readFileSync(join(root, "sandbox", name), "utf8");
      const target = join(out, name.replace(/\.ts$/, ".js"));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, ts.transpileModule(source, { compilerOptions: options }).outputText);
    }
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  function run(...args: string[]): ChildProcess & { stdout: NonNullable<ChildProcess["stdout"]> } {
    const env = { ...process.env, NODE_PATH: join(root, "node_modules") };
    return spawn(process.execPath, [join(out, "main.js"), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  }
  const ended = (child: ChildProcess) => new Promise<number | null>((done) => child.once("exit", done));

  it("prints one line of JSON, serves, and ends on a signal", async () => {
    const child = run("--json", "--async", "5");
    const line = await new Promise<string>((done) => child.stdout.once("data", (data) => done(String(data))));
    expect(line.trim().split("\n")).toHaveLength(1);
    const { adobe, netex, nerm } = JSON.parse(line);
    expect((await fetch(netex.url, { headers: { "x-cloud-auth-token": netex.token } })).status).toBe(404);
    expect((await fetch(`${nerm.url}/roles`, { headers: { authorization: `Bearer ${nerm.token}` } })).status).toBe(200);
    expect(adobe).toMatchObject({ url: expect.stringMatching(/primeapi/), token: expect.stringMatching(/./) });
    child.kill("SIGTERM");
    expect(await ended(child)).toBe(0);
  });

  it.each([["--port", "x"], ["--rates", "-1"], ["--nonsense"], ["surplus"]])(
    "ends with 2 for %s %s",
    async (...args) => {
      const child = run(...args.filter((arg) => arg !== undefined));
      const [code, message] = await Promise.all([ended(child), child.stderr === null ? "" : text(child.stderr)]);
      expect(code).toBe(2);
      expect(message).toContain("error:");
    },
  );

  it("explains itself", async () => {
    const child = run("--help");
    const [code, help] = await Promise.all([ended(child), text(child.stdout)]);
    expect(code).toBe(0);
    for (const option of ["--json", "--port", "--latency", "--async", "--rates"]) expect(help).toContain(option);
  });
});
