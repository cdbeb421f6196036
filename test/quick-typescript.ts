/** Lets a program in TypeScript start without its types being checked; for those that something else checks. */
export const QUICK_TYPESCRIPT = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } as const;
