/** The environment variable by which a run is told the day that its roster's dates are read by, ISO 8601. */
export const TODAY_VARIABLE = "ROSTER_TODAY";
