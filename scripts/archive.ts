import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

/** The names under which `pulumi` asks for a plugin. The archive is the same for all of them: it runs on Node. */
const SYSTEMS = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64", "windows-arm64"];

const Manifest = z.object({ name: z.string(), version: z.string() });

/**
 * Makes what a release consists of beside the generated SDKs: the packed package, the plugin with its production dependencies
 * as `pulumi plugin install resource roster VERSION --file` takes it, a bill of materials, and checksums of all that.
 *
 * @param root the repository, built
 * @param out where to; made anew
 * @returns the file names, without folders
 */
function makeArchive(root: string, out: string): readonly string[] {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const work = mkdtempSync(join(tmpdir(), "roster-archive-"));
  try {
    npm(["pack", "--pack-destination", out], root);
    const packed = readdirSync(out).map((name) => join(out, name));
    const folder = join(work, "package");
    for (const file of packed) execFileSync("tar", ["-xzf", file, "-C", work]);
    // The lockfile's versions, without what only a clone needs.
    copyFileSync(join(root, "package-lock.json"), join(folder, "package-lock.json"));
    npm(["install", "--omit=dev", "--ignore-scripts"], folder);
    writeFileSync(
      join(out, `pulumi-roster-${version}.cdx.json`),
      npm(["sbom", "--sbom-format=cyclonedx", "--omit=dev"], folder),
    );
    const archive = (system: string) => join(out, `pulumi-resource-roster-v${version}-${system}.tar.gz`);
    const [posix = "", ...others] = SYSTEMS.filter((system) => !system.startsWith("windows"));
    execFileSync("tar", ["-czf", archive(posix), "-C", folder, "."]);
    for (const other of others) copyFileSync(archive(posix), archive(other));
    // npm misses the links to commands that its packages have, and fetches those packages again; Windows unpacks no links.
    rmSync(join(folder, "node_modules", ".bin"), { recursive: true, force: true });
    const [windows = "", ...twins] = SYSTEMS.filter((system) => system.startsWith("windows"));
    execFileSync("tar", ["-czf", archive(windows), "-C", folder, "."]);
    for (const twin of twins) copyFileSync(archive(windows), archive(twin));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  writeChecksums(out);
  return readdirSync(out).sort();
}

/** In the form that `sha256sum --check` reads. */
function writeChecksums(folder: string): void {
  const lines = readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    );
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

/** npm without the variables of the one that may have started this. */
function npm(args: readonly string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return execFileSync("npm", [...args, "--no-audit", "--no-fund"], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
}

if (require.main === module) {
  const { values } = parseArgs({ options: { out: { type: "string", default: "dist/release" } } });
  for (const name of makeArchive(join(__dirname, "..", ".."), resolve(values.out))) console.log(name);
}
