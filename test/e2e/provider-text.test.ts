import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { credentials } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, type CheckResponse, ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { beforeAll, describe, expect, it } from "vitest";
import { PROVIDER_KEY, providerText } from "../../provider/dynamic/provider-text";
import { adobe } from "../../provider/index";
import { platforms } from "../../provider/platforms/registry";
import { built, EXAMPLE } from "./build";

const ROOT = join(__dirname, "..", "..");
const ADA = { email: "ada@example.com", name: "Ada Byron", manager: "7" };

class DynamicResource extends pulumi.dynamic.Resource {}

beforeAll(() => built("provider/index.js"));

/** What Pulumi's SDK evaluates a provider's text with. */
function evaluated(text: string): { handler(): pulumi.dynamic.ResourceProvider } {
  const sdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));
  const requireFromString = sdk("require-from-string") as (code: string) => unknown;
  return requireFromString(text) as ReturnType<typeof evaluated>;
}

describe("the text that stands in for a provider in the state", () => {
  it.each(Object.keys(platforms))("evaluates to a handler that gives the whole provider of %s", (platform) => {
    const provider = evaluated(providerText(platform)).handler();
    for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
      expect(provider[method], method).toBeTypeOf("function");
    }
  });

  it("is short, as the state holds it twice for each person", () => {
    for (const platform of Object.keys(platforms)) expect(providerText(platform).length).toBeLessThan(60);
  });

  it("is registered as the SDK registers the providers that it serializes itself", async () => {
    const registered: pulumi.runtime.MockResourceArgs[] = [];
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.push(args);
        return { id: "1", state: args.inputs };
      },
      call: ({ inputs }) => inputs,
    });
    const own = new adobe.User("ada", ADA);
    const sdks = new DynamicResource(
      { create: async () => ({ id: "1" }) },
      "ada",
      { ...ADA },
      undefined,
      "roster/adobe",
      "User",
    );
    await Promise.all([own, sdks].map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
    const [first, second] = registered;
    expect(first?.type).toBe("pulumi-nodejs:dynamic/roster/adobe:User");
    expect(second?.type).toBe(first?.type);
    expect(first?.inputs).toEqual({ ...ADA, [PROVIDER_KEY]: providerText("adobe") });
    expect(Object.keys(second?.inputs ?? {}).sort()).toEqual(Object.keys(first?.inputs ?? {}).sort());
    expect(evaluated(second?.inputs[PROVIDER_KEY]).handler()).toHaveProperty("create");
  });

  it("is what the SDK's own host takes, keeps, and finds the provider by", async () => {
    const host = join(ROOT, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
    const child = spawn(process.execPath, [host, "127.0.0.1:1"], {
      cwd: EXAMPLE,
      env: { ...process.env, PULUMI_NODEJS_PROJECT: "acme" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const port = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
      const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
      const configure = new ConfigureRequest();
      configure.setArgs(Struct.fromJavaScript({ "roster:adobe": '{"token":"t"}' }));
      await promisify(client.configure.bind(client) as Unary<ConfigureRequest, unknown>)(configure);
      const request = new CheckRequest();
      request.setOlds(Struct.fromJavaScript({}));
      request.setNews(
        Struct.fromJavaScript({ email: "ada", name: "Ada", roles: ["b", "a"], [PROVIDER_KEY]: providerText("adobe") }),
      );
      const answer = await promisify(client.check.bind(client) as Unary<CheckRequest, CheckResponse>)(request);
      expect(answer.getFailuresList().map((failure) => failure.toObject())).toEqual([
        { property: "email", reason: expect.stringContaining("must be an e-mail address") },
      ]);
      expect(answer.getInputs()?.toJavaScript()).toEqual({
        email: "ada",
        name: "Ada",
        roles: ["a", "b"],
        [PROVIDER_KEY]: providerText("adobe"),
      });
      client.close();
    } finally {
      child.kill();
    }
  });
});

type Unary<Request, Response> = (
  request: Request,
  callback: (error: Error | null, response: Response) => void,
) => unknown;

describe("a program's types", () => {
  it("name a misspelt argument, a wrong value and a missing one, and take everything that is right", async () => {
    const folder = mkdtempSync(join(tmpdir(), "roster-types-"));
    try {
      mkdirSync(join(folder, "node_modules"));
      for (const name of ["pulumi-roster", "@pulumi", "@types"]) {
        const target = name === "pulumi-roster" ? ROOT : join(ROOT, "node_modules", name);
        symlinkSync(target, join(folder, "node_modules", name), "dir");
      }
      writeFileSync(
        join(folder, "right.ts"),
        `import * as roster from "pulumi-roster";
const boss = new roster.adobe.User("boss", { email: "b@example.com", name: "B", fields: { Team: ["x"], Old: null } });
new roster.adobe.User("ada", { email: "a@example.com", name: "A", manager: boss.id, bio: null, adopt: "identical" });
new roster.netex.User("ada", { username: "ada", name: "A", surname: "B", email: "a@example.com", language: "en",
  timezone: "UTC", roles: { management: ["user"] } });
new roster.nerm.User("ada", { login: "ada", name: "A", email: "a@example.com", status: "Active", roles: [] });
`,
      );
      writeFileSync(
        join(folder, "wrong.ts"),
        `import * as roster from "pulumi-roster";
const common = { email: "a@example.com", name: "A" };
new roster.adobe.User("a", { ...common, profil: "Engineer" });
new roster.adobe.User("b", { ...common, onDestroy: "remove" });
new roster.adobe.User("c", { name: "A" });
new roster.netex.User("d", { ...common, username: "a", surname: "B", language: "en", timezone: "UTC", roles: { training: ["owner"] } });
new roster.nerm.User("e", { ...common, login: "a", manager: null });
`,
      );
      const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
      const options = ["--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck", "--types", "node"];
      const files = ["right.ts", "wrong.ts"];
      const { stdout } = await promisify(execFile)(process.execPath, [tsc, ...options, ...files], {
        cwd: folder,
      }).catch((error: { stdout: string }) => error);
      const errors = stdout.split("\n").filter((line) => /^\w+\.ts\(/.test(line));
      expect(errors.map((line) => line.replace(/,.*/, ")"))).toEqual(
        [3, 4, 5, 6, 7].map((line) => `wrong.ts(${line})`),
      );
      expect(errors[0]).toContain("'profil'");
      expect(stdout).toMatch(/wrong\.ts\(5,.*\n\s+Property 'email' is missing/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
