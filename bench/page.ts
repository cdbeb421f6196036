import { arch, availableParallelism, loadavg, platform } from "node:os";
import { type Figure, valueFor } from "./figure";
import { LIFE } from "./plugin";
import type { EngineName } from "./runner";
import { PLATFORMS } from "./stage";
import { shown } from "./table";

const OPERATIONS = [
  ["create", "create everybody"],
  ["preview", "preview without a change"],
  ["refresh", "refresh"],
  ["change10", "change ten"],
] as const;
const GROWTH = [
  ["users-first-preview-seconds", "first preview, s"],
  ["users-up-seconds", "`up`, s"],
  ["users-preview-seconds", "preview without a change, s"],
  ["users-refresh-seconds", "refresh, s"],
  ["users-edit-seconds", "edit of ten, s"],
  ["users-peak-memory", "largest process, MiB"],
] as const;

const TITLES: Readonly<Record<(typeof LIFE)[number][0], string>> = {
  "first-preview": "first preview",
  up: "`up`",
  preview: "preview without a change",
  refresh: "refresh",
  edit: "edit of ten",
};
const PLUGIN = LIFE.flatMap(([name]): [string, string][] => [
  [`pulumi-${name}-seconds`, `${TITLES[name]}: the whole, s`],
  [`plugin-cpu-seconds-${name}`, `${TITLES[name]}: the plugin's processor time, s`],
  [`plugin-peak-memory-${name}`, `${TITLES[name]}: the plugin's memory, MiB`],
]).concat([
  ["create-call-seconds", "the plugin's creation alone, called directly, s"],
  ["bare-client-seconds", "a bare client's creation of the same people, s"],
  ["bare-client-cpu-seconds", "the bare client's processor time, s"],
  ["create-call-to-bare-client-ratio", "the plugin's creation as a multiple of the bare client's"],
]);

/** The page docs/bench.md, from the figures of one run. */
export function page(figures: readonly Figure[], n: number, engine: EngineName): string {
  const machine = `${availableParallelism()} processors, ${platform()} ${arch()}, Node ${process.versions.node}`;
  const sizes = [...new Set(figures.filter(({ name }) => name === "users-up-seconds").map((figure) => figure.n))];
  const at = (name: string, size: number): string => {
    const value = valueFor(figures, name, size);
    return value === undefined ? "-" : shown(value);
  };
  const cells = (name: string): readonly string[] =>
    PLATFORMS.flatMap((id) => [at(`${name}-calls-${id}`, n), at(`${name}-calls-${id}-user`, n)]);
  const pluginSizes = [
    ...new Set(figures.filter(({ name }) => name === "pulumi-up-seconds").map((figure) => figure.n)),
  ];
  const shownAbove = new Set<string>([...GROWTH, ...PLUGIN].map(([name]) => name));
  const others = figures.filter(({ name }) => !shownAbove.has(name) && !/-(calls|writes)-/.test(name));
  return [
    "# Measurements",
    "",
    "For everybody who wants to know what a run costs.",
    "",
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}, with emulated vendors that limit no rates,`,
    `on ${engine === "pulumi" ? "the `pulumi` command with a file backend" : "the embedded engine"}.`,
    `${machine}.`,
    "Requests, bytes and lines are the same everywhere. Seconds are one machine's, and only worth comparing with each",
    `other: the load of this one was ${shown(Math.round(loadavg()[0] ?? 0))} at the end, where ${availableParallelism()} would be just busy.`,
    "",
    `## Requests for ${shown(n)} people`,
    "",
    "Everything that is asked of the vendor, the tenant's own name included, tokens not.",
    "",
    ...markdown(
      ["", ...PLATFORMS.flatMap((id) => [`${id}, one \`Users\``, `${id}, a \`User\` each`])],
      OPERATIONS.map(([name, title]) => [title, ...cells(name)]),
    ),
    "",
    "## Growth",
    "",
    "One `Users` resource at Adobe, through the plugin.",
    "",
    "![Seconds over the number of people](bench.svg)",
    "",
    ...markdown(
      ["", ...sizes.map((size) => `${shown(size)} people`)],
      GROWTH.map(([name, title]) => [title, ...sizes.map((size) => at(name, size))]),
    ),
    "",
    ...(pluginSizes.length === 0
      ? []
      : [
          "## The plugin",
          "",
          "One `Users` resource at Adobe, run by the `pulumi` command with a file backend. The plugin's processor time and memory are those of",
          "its process, looked at every 50 ms. `plugin-cpu-seconds-up` is the figure behind `up`, and so on.",
          "",
          ...markdown(
            ["", ...pluginSizes.map((size) => `${shown(size)} people`)],
            PLUGIN.map(([name, title]) => [title, ...pluginSizes.map((size) => at(name, size))]),
          ),
          "",
        ]),
    "## Single figures",
    "",
    ...markdown(
      ["figure", "people or requests", "value"],
      others.map(({ name, n: size, value, unit }) => [`\`${name}\``, shown(size), `${shown(value)} ${unit}`]),
    ),
    "",
  ].join("\n");
}

/** A table whose columns are as wide as their widest cell. */
function markdown(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lined = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [lined(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(lined)];
}
