import type { FaultRule } from "../../../sandbox/index";

export type Fault = FaultRule["fault"];

/** Whether a request that was sent is one of those that a pattern means. */
export function matches({ method, path }: Pick<FaultRule, "method" | "path">, sent: string, at: string): boolean {
  return [method].flat().includes(sent) && new RegExp(path ?? "").test(at);
}
