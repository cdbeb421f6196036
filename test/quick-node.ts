import { join } from "node:path";

/**
 * Lets the Node processes of a run on the embedded engine start in half the time: they load the SDK without npm's arborist
 * and TypeScript. For programs in plain JavaScript that serialize no closures, which are those of the labs; what runs as
 * its user runs it (examples, the packed file, `pulumi`) loads all of it.
 */
export const QUICK_NODE = {
  NODE_OPTIONS: [process.env["NODE_OPTIONS"], `--require=${JSON.stringify(join(__dirname, "light-sdk.js"))}`].join(" "),
} as const;

/** Lets a program in TypeScript start without its types being checked; for those that something else checks. */
export const QUICK_TYPESCRIPT = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } as const;
