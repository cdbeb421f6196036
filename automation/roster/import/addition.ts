import type { PlatformId } from "../../common/platforms";

/** What an import sets for somebody who is declared already, so that the account is taken on. */
export interface Addition {
  readonly key: string;
  readonly platform: PlatformId;
  readonly values: Readonly<Record<string, unknown>>;
}
