/** An account at a vendor: platform id, tenant and account id. */
export interface Account {
  readonly platform: string;
  readonly tenant: string;
  readonly id: string;
}

/** One text for each account. */
export function textOf({ platform, tenant, id }: Account): string {
  return JSON.stringify([platform, tenant, id]);
}
