/** An account at a vendor: platform id, tenant and account id. */
export interface Account {
  readonly platform: string;
  readonly tenant: string;
  readonly id: string;
}

/**
 * Which resource of this process manages which account, so that a rename doesn't deactivate the person it has just
 * adopted. A holder is any name for a resource: its URN, or a unique one where the engine doesn't tell.
 *
 * `keep` is the claim of a resource that is created or updated, so one that stays; `seen` that of one that was only
 * read, which may be about to leave: it protects nothing and is taken over without question.
 */
export class Claims {
  readonly #holders = new Map<string, { readonly holder: string; readonly strength: "keep" | "seen" }>();
  readonly #declared = new Set<string>();

  claim(account: Account, holder: string, strength: "keep" | "seen"): void {
    if (strength === "seen" && this.#holders.get(keyOf(account))?.strength === "keep") return;
    this.#holders.set(keyOf(account), { holder, strength });
  }

  /** True where another resource than `holder` manages the account and stays. */
  keptByAnother(account: Account, holder: string): boolean {
    const claim = this.#holders.get(keyOf(account));
    return claim !== undefined && claim.strength === "keep" && claim.holder !== holder;
  }

  /** Notes that a resource of this run declares the person with this natural key, as the vendor compares it. */
  declare(platform: string, naturalKey: string): void {
    this.#declared.add(JSON.stringify([platform, naturalKey]));
  }

  /** True where a resource whose arguments were checked in this run declares the person. */
  isDeclared(platform: string, naturalKey: string): boolean {
    return this.#declared.has(JSON.stringify([platform, naturalKey]));
  }

  release(account: Account): void {
    this.#holders.delete(keyOf(account));
  }

  /** Forgets everything, as another run has begun. */
  clear(): void {
    this.#holders.clear();
    this.#declared.clear();
  }
}

function keyOf({ platform, tenant, id }: Account): string {
  return JSON.stringify([platform, tenant, id]);
}
