/** Set to `true` by the `roster` command for the programs that it runs: guards have been judged before any write. */
export const GUARDED = "ROSTER_GUARDED";
