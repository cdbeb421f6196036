import { join } from "node:path";
import { startChild } from "./child";

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
  const { said, close } = await startChild(SANDBOX, ["--json"]);
  const { adobe, nerm } = JSON.parse(said) as Pick<SandboxProcess, "adobe" | "nerm">;
  return { adobe, nerm, close };
}

export async function startVendor(): Promise<VendorProcess> {
  const { nerm, close } = await startSandboxProcess();
  const forget = async (): Promise<void> => {
    await fetch(`${new URL(nerm.url).origin}/_sandbox/requests`, { method: "DELETE" });
  };
  return { ...nerm, forget, close };
}
