import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Origin, parseRemote } from "./origin.js";
import { publishedManifest, publishedReadme, publishedSchema } from "./package-files.js";

/** What npm always packs, or package.json names, and a README may link to. */
const BESIDE = ["package.json", "schema.json", "PulumiPlugin.yaml", "README.md", "CHANGELOG.md", "LICENSE"];

const Manifest = z.looseObject({
  version: z.string(),
  repository: z.union([z.string(), z.looseObject({ url: z.string() })]).optional(),
});

/** What is rewritten while npm packs: each file's text before and meanwhile. */
const Rewritten = z.record(z.string(), z.object({ before: z.string(), meanwhile: z.string() }));

/**
 * Makes a clone's package.json, schema.json and README.md what is published, until `restore` has them back: npm packs what is
 * there, and knows no other place to take it from.
 *
 * @param root the repository
 * @param say gets a line for what is missing
 */
export function rewrite(root: string, say: (line: string) => void): void {
  restore(root, say);
  const text = (name: string) => readFileSync(join(root, name), "utf8");
  const manifest = Manifest.parse(JSON.parse(text("package.json")));
  const { version } = manifest;
  const origin = originOf(root, manifest.repository);
  const published = {
    "package.json": publishedManifest(manifest, origin),
    "schema.json": publishedSchema(z.looseObject({}).parse(JSON.parse(text("schema.json"))), origin, version),
    "README.md": publishedReadme(text("README.md"), origin, version, {
      isFolder: (path) => existsSync(join(root, path)) && statSync(join(root, path)).isDirectory(),
      isPacked: (path) => BESIDE.includes(path),
    }),
  };
  const files = Object.entries(published).map(([name, { value, missing }]) => {
    if (missing.length > 0) say(`${name} leaves out ${missing.join(", ")}`);
    return { name, meanwhile: typeof value === "string" ? value : `${JSON.stringify(value, undefined, 2)}\n` };
  });
  if (!origin) say("they come from the git remote: git remote add origin <address>, then pack again");
  const record = Object.fromEntries(files.map(({ name, meanwhile }) => [name, { before: text(name), meanwhile }]));
  mkdirSync(dirname(recordOf(root)), { recursive: true });
  writeFileSync(recordOf(root), JSON.stringify(record));
  for (const { name, meanwhile } of files) writeFileSync(join(root, name), meanwhile);
  say("if npm doesn't come to its end, `node scripts/run.mjs postpack` brings package.json back");
}

/** Takes back what `rewrite` did. A file that somebody changed since stays, and is named. */
export function restore(root: string, say: (line: string) => void): void {
  if (!existsSync(recordOf(root))) return;
  const record = Rewritten.parse(JSON.parse(readFileSync(recordOf(root), "utf8")));
  for (const [name, { before, meanwhile }] of Object.entries(record)) {
    const present = readFileSync(join(root, name), "utf8");
    if (present === meanwhile) writeFileSync(join(root, name), before);
    else if (present !== before) say(`${name} was changed while npm packed, and stays as it is`);
  }
  rmSync(recordOf(root));
}

/** In a folder that git ignores and npm packs no more of than package.json says. */
function recordOf(root: string): string {
  return join(root, "dist", ".packing.json");
}

function originOf(root: string, repository: z.infer<typeof Manifest>["repository"]): Origin | undefined {
  const named = typeof repository === "object" ? repository.url : repository;
  const remote = named ?? remoteOf(root);
  return remote === undefined ? undefined : parseRemote(remote);
}

/** The remote "origin" of a repository, or its only one. A folder inside another repository has none. */
function remoteOf(root: string): string | undefined {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    if (realpathSync(git("rev-parse", "--show-toplevel")) !== realpathSync(root)) return undefined;
    const remotes = git("remote").split("\n");
    const name = remotes.includes("origin") ? "origin" : remotes.length === 1 ? remotes[0] : undefined;
    return name ? git("remote", "get-url", name) : undefined;
  } catch {
    // No repository, or no git.
    return undefined;
  }
}
