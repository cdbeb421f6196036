import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SANDBOX = join(__dirname, "..", "sandbox", "main.js");

/** The sandbox in a process of its own, so that it takes no time from the one that is measured. */
export interface SandboxProcess {
  /** How to reach each vendor, as `--json` prints it. */
  readonly adobe: Readonly<Record<"url" | "token" | "clientId" | "clientSecret" | "refreshToken", string>>;
  readonly nerm: Readonly<Record<"url" | "token", string>>;
  /** Ends the process; resolves when it is gone. */
  close(): Promise<void>;
}

/** An emulated NERM tenant of such a process. */
export interface VendorProcess {
  readonly url: string;
  readonly token: string;
  /** Forgets what was asked so far. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [SANDBOX, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const { adobe, nerm } = JSON.parse(await firstLine(child)) as Pick<SandboxProcess, "adobe" | "nerm">;
  return { adobe, nerm, close: () => end(child) };
}

export async function startVendor(): Promise<VendorProcess> {
  const { nerm, close } = await startSandboxProcess();
  const forget = async (): Promise<void> => {
    await fetch(`${new URL(nerm.url).origin}/_sandbox/requests`, { method: "DELETE" });
  };
  return { ...nerm, forget, close };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("the sandbox ended at once");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
