import { type LoggedRequest, type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/index";

export const VENDORS = ["adobe", "netex", "nerm"] as const;
export type Vendor = (typeof VENDORS)[number];

/** Requests of one step at one vendor, token requests aside. */
export interface RequestCount {
  readonly read: number;
  readonly write: number;
}

/** The three emulated vendors of the demo. */
export class Vendors {
  private constructor(readonly sandbox: Sandbox) {}

  static async start(options: SandboxOptions = {}): Promise<Vendors> {
    return new Vendors(await startSandbox(options));
  }

  /** Where the provider finds them, with their credentials, as its environment variables. */
  environment(): Record<string, string> {
    const { adobe, netex, nerm } = this.sandbox;
    return {
      ROSTER_ADOBE_URL: adobe.url,
      ROSTER_ADOBE_CLIENT_ID: adobe.clientId,
      ROSTER_ADOBE_CLIENT_SECRET: adobe.clientSecret,
      ROSTER_ADOBE_REFRESH_TOKEN: adobe.refreshToken,
      ROSTER_NETEX_URL: netex.url,
      ROSTER_NETEX_TOKEN: netex.token,
      ROSTER_NERM_URL: nerm.url,
      ROSTER_NERM_TOKEN: nerm.token,
    };
  }

  /** The requests since the last call, oldest first. */
  takeRequests(): Record<Vendor, readonly LoggedRequest[]> {
    const take = (vendor: Vendor): readonly LoggedRequest[] => {
      const { log } = this.sandbox[vendor];
      const entries = log.entries.filter(({ kind }) => kind !== "token");
      log.clear();
      return entries;
    };
    return { adobe: take("adobe"), netex: take("netex"), nerm: take("nerm") };
  }

  /** How many people are active at each vendor. */
  active(): Record<Vendor, number> {
    const { adobe, netex, nerm } = this.sandbox;
    return {
      adobe: adobe.people().filter(({ state }) => state === "ACTIVE").length,
      netex: netex.people().filter(({ enabled }) => enabled).length,
      nerm: nerm.people().filter(({ status }) => status !== "Disabled").length,
    };
  }

  /** What others do at the vendors behind Pulumi's back; in words, for the person who watches. */
  drift(): readonly string[] {
    const { adobe, netex, nerm } = this.sandbox;
    adobe.addRole("liam.murphy@example.com", "Author");
    adobe.delete("petra.horvat@example.com");
    netex.set("tomas-nunez", { surname: "Nunez" });
    nerm.set("ines-moreau", { name: "Ines M." });
    return [
      "Liam Murphy got the role Author at Adobe",
      "Petra Horvat's Adobe account was deleted",
      "Tomás Núñez lost his accents at Netex",
      "Inès Moreau is called something else at NERM",
    ];
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}
