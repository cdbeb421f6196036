import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CliContext } from "../../../automation/cli/context";
import { run } from "../../../automation/cli/run";
import { emulators } from "../../../sandbox/emulators";
import { environmentOf, type Sandbox, type SandboxOptions, startSandbox } from "../../../sandbox/index";
import { keptContext } from "../cli-context";
import { ROOT } from "../roster-lab";

/** What was examined, in the words that anybody may read. */
export interface PublicReport {
  readonly platforms: readonly {
    readonly platform: string;
    readonly state: string;
    readonly may: Readonly<Record<string, boolean>>;
    readonly people?: { readonly atMost: number };
    readonly assumptions: Readonly<Record<string, { readonly variant: string | null; readonly why?: string }>>;
    readonly trialPerson?: string;
    readonly failure?: string;
  }[];
}

/** An empty folder, emulated vendors whose credentials are in the environment, and `roster doctor` in this process. */
export class DoctorLab {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-doctor-"));

  private constructor(readonly sandbox: Sandbox) {}

  static async open(options: SandboxOptions = {}): Promise<DoctorLab> {
    return new DoctorLab(await startSandbox(options));
  }

  async doctor(args: readonly string[] = [], changes: Partial<CliContext> = {}) {
    const { context, said } = keptContext({ folder: this.folder, packageFolder: ROOT, ...changes });
    const environment = { ...environmentOf(this.sandbox), ...changes.environment };
    const code = await run(["doctor", ...args], "1.2.3", { ...context, environment });
    return { code, ...said };
  }

  /** Makes whom the looks and trials of a platform need. */
  /** @param pages whether there are more people than pages and offsets reach */
  populate(platform: string, pages = true): void {
    if (platform === "adobe") this.#populateAdobe(pages ? 520 : 12);
    if (platform === "nerm") this.#populateNerm();
    if (platform === "netex") this.#populateNetex(pages ? 501 : 5);
    if (platform === "scim") for (const userName of ["ada", "bob"]) this.sandbox.scim.create({ userName });
  }

  /** What fields do shows where somebody has any. */
  #populateAdobe(people: number): void {
    for (let i = 0; i < people; i++) {
      const fields = { Site: "Bonn", Team: "Blue" };
      this.sandbox.adobe.create({ email: `p${i}@example.org`, name: `Person ${i}`, fields });
    }
  }

  #populateNerm(): void {
    for (let i = 0; i < 60; i++) {
      this.sandbox.nerm.create({ name: `P ${i}`, login: `p${i}`, email: `p${i}@example.org` });
    }
  }

  /** It tells some things only of a group. */
  #populateNetex(people: number): void {
    const { netex } = this.sandbox;
    const group = netex.createGroup({ name: "Trainers", roles: { training: ["trainer"] } });
    for (let i = 0; i < people; i++) {
      netex.create({ username: `p${i}`, name: "P", surname: String(i), email: `p${i}@example.org` });
      if (i < 4) netex.addToGroup(group.id, `p${i}`);
    }
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.folder, name, ".."), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  get file(): string {
    return readFileSync(join(this.folder, "doctor.json"), "utf8");
  }

  get report(): PublicReport {
    return JSON.parse(this.file) as PublicReport;
  }

  /** What one platform is said to be like. */
  of(platform: string): PublicReport["platforms"][number] {
    const found = this.report.platforms.find((one) => one.platform === platform);
    if (found === undefined) throw new Error(`${platform} was not examined`);
    return found;
  }

  /** Requests that changed something at a vendor, or tried to. */
  writes(): readonly string[] {
    return EMULATED.flatMap((id) => this.sandbox[id].log.writes().map(({ method, path }) => `${method} ${path}`));
  }

  /** The accounts of people who were made for trials, and are there. */
  doctored(): readonly unknown[] {
    const all = EMULATED.flatMap((id): readonly object[] => this.sandbox[id].people());
    return all.filter(
      (one) => JSON.stringify(one).includes(ADDRESS) && !("state" in one && /DELETED|PURGED/.test(String(one.state))),
    );
  }

  /** Files of trials that have not ended. */
  journals(): readonly string[] {
    const folder = join(this.folder, ".roster", "journal");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const ADDRESS = "person+doctor@example.com";

export const EMULATED = Object.keys(emulators) as readonly (keyof typeof emulators)[];
