import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { environmentName } from "../../provider/configuration";
import { platforms } from "../../provider/platforms/registry";
import type { LoggedRequest } from "../../sandbox/index";
import { QUICK_TYPESCRIPT } from "../quick-typescript";
import { type Roster, readRoster, VENDORS, type Vendor } from "./roster";

const PerVendor = <S extends z.ZodType>(schema: S) => z.strictObject({ adobe: schema, netex: schema, nerm: schema });
const Count = z.int().min(0);

/** The demo's summary, exactly. */
export const Summary = z.strictObject({
  engine: z.enum(["embedded", "pulumi"]),
  people: Count,
  steps: z.array(
    z.strictObject({
      step: z.string(),
      changes: z.record(z.string(), Count),
      requests: PerVendor(z.strictObject({ read: Count, write: Count })),
      active: PerVendor(Count),
      seconds: z.number().positive(),
    }),
  ),
});
export type Summary = z.infer<typeof Summary>;
type Step = Summary["steps"][number];

/** A request of the log that the demo leaves. */
export type Sent = Omit<LoggedRequest, "headers"> & { readonly vendor: Vendor };

/** What `npm run` starts. */
const LAUNCHER = join(__dirname, "..", "..", "scripts", "run.mjs");

/** Every setting of the person who starts the demo: it has vendors of its own, and none of this may reach it. */
const NONSENSE = Object.fromEntries(
  Object.values(platforms)
    .flatMap((platform) => Object.keys(platform.configuration.shape).map((name) => environmentName(platform, name)))
    .concat("ROSTER_JOURNAL", "ROSTER_GUARDED", "ROSTER_ERROR_DETAILS")
    .map((name) => [name, "\u2620 nonsense"]),
);

/** A demo that has run to its end in a process of its own. */
export class DemoRun {
  private constructor(
    readonly folder: string,
    readonly code: number | null,
    readonly output: string,
    readonly errorOutput: string,
  ) {}

  static async start(engine: Summary["engine"]): Promise<DemoRun> {
    const folder = mkdtempSync(join(tmpdir(), "roster-demo-test-"));
    const parameters = [LAUNCHER, "demo", "--json", "--keep", folder, "--engine", engine];
    const env = { ...process.env, ...QUICK_TYPESCRIPT, ...NONSENSE };
    const child = spawn(process.execPath, parameters, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const texts = [child.stdout, child.stderr].map(async (stream) =>
      (await stream.setEncoding("utf8").toArray()).join(""),
    );
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", resolve);
    });
    const [output = "", errorOutput = ""] = await Promise.all(texts);
    return new DemoRun(folder, code, output, errorOutput);
  }

  get summary(): Summary {
    return Summary.parse(JSON.parse(this.output));
  }

  step(name: string): Step {
    const found = this.summary.steps.find(({ step }) => step === name);
    if (!found) throw new Error(`the summary has no step ${name}: ${this.errorOutput}`);
    return found;
  }

  /** The roster as the demo edited it. */
  edited(): Roster {
    return readRoster(join(this.folder, "people-edited.csv"));
  }

  log(name: string): string {
    return readFileSync(join(this.folder, "logs", name), "utf8");
  }

  events(step: string): readonly EngineEvent[] {
    return lines(this.log(`${step}.events.jsonl`)) as readonly EngineEvent[];
  }

  requests(step: string): readonly Sent[] {
    return lines(this.log(`${step}.requests.jsonl`)) as readonly Sent[];
  }

  writes(step: string): readonly Sent[] {
    return this.requests(step).filter(({ kind }) => kind === "write");
  }

  /** The accounts that a step's events tell of, as `vendor key`, with what happened to each. */
  outcomes(step: string): ReadonlyMap<string, string> {
    const told = this.#accounts(step).map(({ name, op }) => [name, op] as const);
    return new Map(told);
  }

  /** The account of each write of a step, as `vendor key`. */
  writtenAccounts(step: string): readonly string[] {
    const byId = new Map(this.#accounts(step).map(({ vendor, id, name }) => [`${vendor} ${id}`, name]));
    return this.writes(step).map((request) => {
      const { vendor, method, path } = request;
      const id = accountId(request);
      const name = id === undefined ? creation(request) : byId.get(`${vendor} ${id}`);
      if (name === undefined) throw new Error(`whose account is ${method} ${path} at ${vendor}?`);
      return name;
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #accounts(step: string) {
    return this.events(step).flatMap(({ resOutputsEvent }) => {
      const metadata = resOutputsEvent?.metadata;
      const vendor = VENDORS.find((known) => metadata?.type === `pulumi-nodejs:dynamic/roster/${known}:User`);
      if (!metadata || !vendor) return [];
      const { op, urn } = metadata;
      const name = `${vendor} ${urn.split("::").at(-1)}`;
      return [{ vendor, op, name, id: (metadata.new?.id || metadata.old?.id) ?? "" }];
    });
  }
}

/** The id of the account that a request is about; undefined for the request that creates one. */
function accountId({ path, body }: Sent): string | undefined {
  const inPath = /\/users\/([^/?]+)/.exec(path)?.[1];
  if (inPath !== undefined) return decodeURIComponent(inPath);
  const { user_role, user_manager } = body as Record<string, { user_id?: string } | undefined>;
  return (user_role ?? user_manager)?.user_id;
}

/** The roster's keys are the usernames and logins, and the part of the addresses before the @, with a dash. */
function creation({ vendor, body }: Sent): string {
  const { data, user } = body as { data?: { attributes: { email: string } }; user?: Record<string, string> };
  const key = data?.attributes.email.split("@")[0]?.replace(".", "-") ?? user?.["username"] ?? user?.["login"];
  return `${vendor} ${key}`;
}

function lines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
