// The arrows of the house (ARCHITECTURE.md). A wrong import fails `npm test`.
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "Modules that import each other are one module.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-circles-of-folders",
      comment: "A folder is a room: what two rooms need stands in a third.",
      severity: "error",
      scope: "folder",
      from: { path: "^(provider|automation)/" },
      to: { circular: true },
    },
    {
      name: "core-knows-nobody",
      comment: "core names no vendor, no Pulumi and no HTTP.",
      severity: "error",
      from: { path: "^provider/core/" },
      to: { pathNot: ["^provider/core/", "^node_modules/zod/", "^node:"] },
    },
    forbid(
      "http-knows-core-alone",
      "http serves platforms and knows none.",
      "^provider/http/",
      "^provider/(platforms|dynamic|plugin)/",
    ),
    forbid(
      "platforms-know-no-adapter",
      "A platform can't tell who calls it.",
      "^provider/platforms/",
      "^provider/(dynamic|plugin)/|^node_modules/@pulumi/",
    ),
    {
      name: "platforms-keep-apart",
      comment: "What two platforms share stands beside their folders.",
      severity: "error",
      from: { path: "^provider/platforms/([^/]+)/" },
      to: { path: "^provider/platforms/[^/]+/", pathNot: "^provider/platforms/$1/" },
    },
    {
      name: "adapters-keep-apart",
      comment: "Each adapter stands alone.",
      severity: "error",
      from: { path: "^provider/(dynamic|plugin)/" },
      to: { path: "^provider/(dynamic|plugin)/", pathNot: "^provider/$1/" },
    },
    forbid(
      "adapters-use-the-registry",
      "An adapter asks the registry, never a vendor.",
      "^provider/(dynamic|plugin|[^/]+\\.ts$)",
      "^provider/platforms/[^/]+/",
    ),
    forbid(
      "engine-stands-alone",
      "The engine runs any program.",
      "^engine/",
      "^(provider|sandbox|automation|demo|bench|scripts)/",
    ),
    forbid(
      "sandbox-stands-alone",
      "An emulator that shared code with the provider would share its mistakes.",
      "^sandbox/",
      "^(provider|engine|automation|demo|bench|scripts)/",
    ),
    forbid(
      "product-needs-no-tools",
      "The package runs without what builds and shows it.",
      "^provider/",
      "^(engine|sandbox|automation|demo|bench|scripts|test)/",
    ),
    forbid(
      "automation-asks-core-and-registry",
      "The command works with every platform and either adapter: it names no vendor and needs no emulator.",
      "^automation/",
      "^provider/(dynamic|plugin|http|platforms/[^/]+/)|^(sandbox|demo|bench|scripts|test)/",
    ),
    forbid(
      "reports-are-pure",
      "A report is a function of its model: no engine, no vendor, no file but the page's own.",
      "^automation/reports/",
      "^automation/(cli|engines|vendors|roster)/|^engine/",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|node_modules/pulumi-roster)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
