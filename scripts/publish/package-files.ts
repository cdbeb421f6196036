import { mapLinks } from "./markdown-links.js";
import { downloadAddress, issuesAddress, javaPackage, type Origin, pathAddress, webAddress } from "./origin.js";

export type Json = Readonly<Record<string, unknown>>;

/** The path of a generated Go SDK where a schema says nothing of it. */
const DEFAULT_GO_PATH = "example.com/pulumi-roster/sdk/go/roster";
const LOGO = "docs/images/logo.svg";

/** A file as it is published, and what it should say and can't. */
export interface Published<T> {
  readonly value: T;
  readonly missing: readonly string[];
}

/** package.json without what only a clone needs: an `npm install` in the package must fetch nothing of it. */
export function publishedManifest(manifest: Json, origin: Origin | undefined): Published<Json> {
  const { scripts: _, devDependencies: __, workspaces: ___, ...kept } = manifest;
  const web = origin && webAddress(origin);
  const issues = origin && issuesAddress(origin);
  return complete(kept, {
    repository: web && { type: "git", url: `git+${web}.git` },
    homepage: web && `${web}#readme`,
    bugs: issues && { url: issues },
  });
}

/** schema.json with the addresses from which the SDKs' readers and the `pulumi` command get more. */
export function publishedSchema(schema: Json, origin: Origin | undefined, version: string): Published<Json> {
  const web = origin && webAddress(origin);
  const { value, missing } = complete(schema, {
    homepage: web,
    repository: web,
    publisher: origin?.owner,
    pluginDownloadURL: origin && downloadAddress(origin),
    logoUrl: origin && pathAddress(origin, tagOf(version), LOGO, "raw"),
  });
  if (!origin) return { value, missing: [...missing, "language.go.importBasePath", "language.java.basePackage"] };
  const importBasePath = goPath(origin, version);
  const language = { ...object(schema["language"]) };
  language["go"] = { ...object(language["go"]), importBasePath };
  language["java"] = { ...object(language["java"]), basePackage: javaPackage(origin) };
  // The examples in Go import the SDK from there.
  const text = JSON.stringify({ ...value, language }).replaceAll(DEFAULT_GO_PATH, importBasePath);
  return { value: object(JSON.parse(text)), missing };
}

/**
 * README.md with links that work on a registry's page: to the repository at the release's tag, or to a file of the package.
 *
 * @param paths what a relative link names: whether it is a folder, and whether it is in the package
 */
export function publishedReadme(
  readme: string,
  origin: Origin | undefined,
  version: string,
  paths: { isFolder(path: string): boolean; isPacked(path: string): boolean },
): Published<string> {
  const missing: string[] = [];
  const value = mapLinks(readme, ({ path, anchor, isPicture }) => {
    const kind = isPicture ? "raw" : paths.isFolder(path) ? "folder" : "file";
    const address = origin && pathAddress(origin, tagOf(version), path, kind);
    if (address !== undefined) return `${address}${anchor}`;
    if (paths.isPacked(path)) return `${path}${anchor}`;
    if (!missing.includes(path)) missing.push(path);
    return undefined;
  });
  return { value, missing };
}

/** Go's rule for major versions from 2 on: they are part of the path. */
function goPath({ host, owner, project }: Origin, version: string): string {
  const major = Number(version.split(".")[0]);
  return `${host}/${owner}/${project}/sdk/go/${major > 1 ? `v${major}/` : ""}roster`;
}

function tagOf(version: string): string {
  return `v${version}`;
}

/** Adds what is known. What the file says by itself stays, unless something is known. */
function complete(file: Json, additions: Json): Published<Json> {
  const known = Object.entries(additions).filter(([, value]) => value !== undefined);
  const missing = Object.keys(additions).filter((name) => additions[name] === undefined && file[name] === undefined);
  return { value: { ...file, ...Object.fromEntries(known) }, missing };
}

function object(value: unknown): Json & Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
