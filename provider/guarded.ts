type Environment = Readonly<Record<string, string | undefined>>;

/** Set to `true` by the `roster` command for its runs. */
export const GUARDED = "ROSTER_GUARDED";

/** Whether guards judge all removals of this run before any write, so that the default limits stand aside. */
export function isGuarded(environment: Environment): boolean {
  return environment[GUARDED] === "true";
}
