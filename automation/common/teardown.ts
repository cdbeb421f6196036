/** The environment variable by which a program of a roster is told to declare nobody. */
export const TEARDOWN_VARIABLE = "ROSTER_TEARDOWN";
