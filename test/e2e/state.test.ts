import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Engine, type EngineOptions } from "../../engine/index";
import { QUICK_TYPESCRIPT } from "../quick-typescript";
import { built, EXAMPLE } from "./build";
import { startVendors, type Vendors } from "./vendors";

type Resource = NonNullable<Awaited<ReturnType<Engine["exportState"]>>["deployment"]["resources"]>[number];

const PASSPHRASE = "open sesame";
/** Bytes that a person may cost in the state, beyond twice what is declared of them. */
const MOST_BYTES = 900;
const USER = /^pulumi-nodejs:dynamic\/roster\/\w+:User$/;

const folder = mkdtempSync(join(tmpdir(), "roster-state-"));
let vendors: Vendors;

beforeAll(async () => {
  built("provider/index.js");
  vendors = await startVendors();
});
afterAll(async () => {
  await vendors?.sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the state of the example company", () => {
  let resources: readonly Resource[];
  let leaks: ReadonlySet<string>;

  beforeAll(async () => {
    // Netex from the stack's configuration, the others from the environment: the two ways there are.
    const { ROSTER_NETEX_URL: url, ROSTER_NETEX_TOKEN: token, ...env } = vendors.environment;
    const config = { "roster:netex": { secret: JSON.stringify({ url, token }) } };
    const quick = { ...env, ...QUICK_TYPESCRIPT };
    ({ resources, leaks } = await deployed({ programDirectory: EXAMPLE, config, env: quick }, vendors.credentials));
  });

  it("takes 900 bytes or less for a person at Adobe beyond what is declared of them, on average", () => {
    const people = resources.filter(({ type }) => type === "pulumi-nodejs:dynamic/roster/adobe:User");
    expect(people).toHaveLength(60);
    const mean = people.map(ownBytes).reduce((sum, bytes) => sum + bytes, 0) / people.length;
    expect(mean).toBeLessThanOrEqual(MOST_BYTES);
  });

  it("holds nothing that looks like a credential in any resource of ours, encrypted or not", () => {
    const people = resources.filter(({ type }) => USER.test(type));
    expect(people).toHaveLength(110);
    for (const { inputs, outputs } of people) {
      const text = JSON.stringify({ inputs, outputs });
      expect(text).not.toMatch(/token|secret|password|ciphertext/i);
      for (const credential of vendors.credentials) expect(text).not.toContain(credential);
    }
  });

  it("has no credential in clear in any of its files, at no moment of the run", () => {
    expect([...leaks]).toEqual([]);
  });

  it("holds the configuration that was given as a secret encrypted, in the provider's own entry", () => {
    const provider = resources.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    expect(JSON.stringify(provider?.inputs?.["roster:netex"])).toMatch(/"ciphertext":"v1:/);
  });
});

describe("a first password", () => {
  const password = "Tr0ub4dor&3-first";

  it("arrives at the vendors, and stands in the state only encrypted", async () => {
    const programDirectory = join(__dirname, "fixtures", "passwords");
    const env = { ...vendors.environment, FIRST_PASSWORD: password };
    const before = vendors.sandbox.netex.log.entries.length;
    const { resources, leaks } = await deployed({ programDirectory, env }, [...vendors.credentials, password]);
    const [creation] = vendors.sandbox.netex.log.entries.slice(before).filter(({ method }) => method === "POST");
    expect(JSON.stringify(creation?.body)).toContain(JSON.stringify(password));
    expect([...leaks]).toEqual([]);
    const people = resources.filter(({ type }) => USER.test(type));
    expect(people).toHaveLength(2);
    for (const { inputs, outputs } of people) {
      expect(JSON.stringify(inputs?.["initialPassword"])).toMatch(/"ciphertext":"v1:/);
      expect(JSON.stringify(outputs?.["initialPassword"])).toMatch(/"ciphertext":"v1:/);
    }
  });
});

/**
 * Brings a program up, looking at every file of the state folder, journal and lock included, at each event of the run
 * and after it.
 */
async function deployed(
  options: Pick<EngineOptions, "programDirectory" | "config" | "env">,
  secrets: readonly string[],
): Promise<{ resources: readonly Resource[]; leaks: ReadonlySet<string> }> {
  const engine = new Engine({ ...options, stack: "dev", stateDirectory: folder, passphrase: PASSPHRASE });
  const seen = new Set<string>();
  const leaks = new Set<string>();
  const inspect = (): void => {
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = readFileSync(join(file.parentPath, file.name), "utf8");
      seen.add(file.name.replace(/^.*?\./, ""));
      if ([...secrets, PASSPHRASE].some((secret) => formsOf(secret).some((form) => text.includes(form)))) {
        leaks.add(file.name);
      }
    }
  };
  const { succeeded, diagnostics } = await engine.up({ onEvent: inspect });
  inspect();
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(succeeded).toBe(true);
  expect([...seen].sort()).toEqual(expect.arrayContaining(["journal", "json", "lock"]));
  const { deployment } = await engine.exportState();
  return { resources: deployment.resources ?? [], leaks };
}

function formsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
  ];
}

/** The entry without where its program declared it, less its arguments, which inputs and outputs repeat. */
function ownBytes({
  sourcePosition: _,
  stackTrace: __,
  ...resource
}: Resource & { sourcePosition?: unknown; stackTrace?: unknown }): number {
  const { __provider: ___, ...args } = resource.inputs ?? {};
  return bytes(resource) - 2 * bytes(args);
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
