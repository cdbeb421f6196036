import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { platforms } from "../provider/platforms/registry.js";
import { userModule } from "./generate/user-module.js";

/** Writes every generated file of the repository below a root, and returns their paths. */
export function generate(root: string): readonly string[] {
  const files = Object.values(platforms).map((platform) => ({
    path: join(root, "provider", "dynamic", "users", `${platform.id}.ts`),
    text: userModule(platform),
  }));
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return files.map(({ path }) => path);
}

if (require.main === module) {
  const root = join(__dirname, "..", "..");
  const files = generate(root);
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  execFileSync(process.execPath, [biome, "format", "--write", ...files], { stdio: "inherit" });
}
