/** What is mutated, and the tests in this process that are about it. */
export interface Folder {
  /** Files or folders below the root; tests that start processes run what was built, in which nothing is mutated. */
  readonly tests: readonly string[];
  /** Tests that are passed over, by name: they say the same as others. */
  readonly without?: string;
  /** The least share of mutants that must be killed, in percent. */
  readonly least: number;
}

/** What core says of itself, in a second; the scenarios of all platforms take minutes for each mutant that lives. */
const OF_CORE = [
  "session",
  "lifecycle",
  "compare",
  "reads",
  "messages",
  "documented-refusals.test.ts",
  "documented-people.test.ts",
].map((name) => `test/core/${name}`);

/** The same list once more, through the other adapter. */
const IN_PLUGIN = "conforms in the plugin";

/** Another client has to be installed for these. */
const INSTALLED = "third-party.test.ts";

const named = (folder: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${folder}/${name}.test.ts`);

const OF_GUARDS = [
  "test/automation/guards.test.ts",
  "test/automation/documented-guards.test.ts",
  "test/automation/guard-counts.test.ts",
  "test/automation/breach-details.test.ts",
];

const OF_REVIEW = [
  ...OF_GUARDS,
  ...named("test/automation/review", [
    "build-review",
    "calls",
    "consequences",
    "declared-by",
    "details",
    "forecast",
    "groups",
    "hidden-people",
    "left-without",
    "mask",
    "names",
    "people",
    "resource-snapshots",
    "review-schema",
    "traits",
  ]),
  ...named("test/automation", ["binding", "classify", "drift", "existing"]),
  "test/automation/reports",
];

const OF_SOURCES = named("test/automation/sources", [
  "cells-of-spreadsheets",
  "days",
  "every-platform",
  "expressions",
  "gather",
  "gathered",
  "hr-systems",
  "judged-people",
  "merge",
  "programs",
  "rows",
  "sources",
  "workbooks",
]);

/** Tests of all platforms, in which each has its part. */
const OF_PLATFORMS = named("test/platforms", [
  "calls",
  "connections",
  "email",
  "group-answers",
  "groups",
  "hostile-answers",
  "memberships",
  "merged-writes",
  "named-people",
  "quoting",
  "renewal",
  "shown-in-pages",
  "token",
  "vocabulary",
]);

export const FOLDERS: Readonly<Record<string, Folder>> = {
  "automation/plan/guards": {
    tests: [
      ...OF_GUARDS,
      "test/automation/review/groups.test.ts",
      "test/automation/existing.test.ts",
      "test/automation/roster-file.test.ts",
    ],
    least: 90,
  },
  "automation/plan/review": { tests: OF_REVIEW, least: 90 },
  "automation/plan/plan-file.ts": { tests: ["test/automation/plan-file.test.ts"], least: 90 },
  "automation/runs/apply": {
    tests: named("test/automation", ["applied", "binding", "existing"]),
    least: 90,
  },
  "provider/core/lifecycle": { tests: OF_CORE, least: 90 },
  "provider/core/compare": { tests: OF_CORE, least: 90 },
  "provider/core/session": { tests: OF_CORE, least: 90 },
  "provider/core/many": { tests: [...OF_CORE, "test/core/many"], least: 90 },
  "provider/core/reads": { tests: OF_CORE, least: 90 },
  "provider/core/messages": { tests: OF_CORE, least: 90 },
  "provider/core/model": { tests: [...OF_CORE, "test/core/model"], least: 90 },
  "provider/core/contract": { tests: [...OF_CORE, "test/core/contract", "test/core/model"], least: 90 },
  "provider/http": {
    tests: named("test/http", [
      "client",
      "credentials",
      "dispatcher",
      "exchange",
      "path",
      "reply",
      "retry-timing",
      "throttle",
      "time",
    ]),
    least: 85,
  },
  "provider/plugin": {
    tests: named("test/plugin", [
      "bytes",
      "cancel",
      "configuration",
      "detailed-diff",
      "detailed-set-diff",
      "ignored",
      "imports",
      "list",
      "listing",
      "malformed",
      "overdue",
      "platforms",
      "property-maps",
      "protocol",
      "requests",
      "schema",
      "service",
      "status",
      "struct-codec",
      "tenants",
      "timeouts",
      "users",
      "values",
      "wire-values",
    ]),
    least: 85,
  },
  "provider/dynamic": {
    tests: [
      ...named("test/dynamic", [
        "classes",
        "handlers",
        "host",
        "judged",
        "progress",
        "provider",
        "registered",
        "secret-arguments",
        "unknowns",
      ]),
      "test/conformance/netex.test.ts",
    ],
    without: IN_PLUGIN,
    least: 80,
  },
  "automation/roster/file": {
    tests: [
      ...named("test/automation", [
        "declared-groups",
        "judged-groups",
        "roster-file",
        "imported-groups",
        "written-rows",
      ]),
      ...OF_SOURCES,
    ],
    least: 85,
  },
  "automation/roster/sources": { tests: OF_SOURCES, least: 85 },
  ...Object.fromEntries(
    ["adobe", "keycloak", "nerm", "netex", "scim"].map((id) => [
      `provider/platforms/${id}`,
      {
        tests: [...OF_PLATFORMS, `test/platforms/${id}`, ...named("test/conformance", [id, `${id}-variants`])],
        without: `${IN_PLUGIN}|${INSTALLED}`,
        least: 80,
      },
    ]),
  ),
};
