import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const HEAD = "// Written by npm run generate, from the folders that are here.\n";

/** A generated file, its path as seen from the repository. */
export interface ListFile {
  readonly path: string;
  readonly text: string;
}

/** The folders below another that hold a vendor: those with an index of their own, in the order of the alphabet. */
export function vendorsIn(root: string, ...folder: readonly string[]): readonly string[] {
  const place = join(root, ...folder);
  return readdirSync(place)
    .filter((name) => existsSync(join(place, name, "index.ts")))
    .sort();
}

/** The modules that list the folders of platforms and of emulators. */
export function platformLists(root: string): readonly ListFile[] {
  const platforms = vendorsIn(root, "provider", "platforms");
  const emulators = vendorsIn(root, "sandbox");
  return [
    { path: join("provider", "platforms", "registry.ts"), text: registry(platforms) },
    { path: join("provider", "platforms", "loaders.ts"), text: loaders(platforms) },
    { path: join("sandbox", "emulators.ts"), text: emulatorList(emulators) },
  ];
}

function registry(ids: readonly string[]): string {
  const imports = ids.map((id) => `import { ${id} } from "./${id}/index.js";\n`);
  return `${HEAD}
import type { Platform } from "../core/contract/platform.js";
${imports.join("")}
/** The only list of platforms. */
export const platforms = { ${ids.join(", ")} } satisfies Record<string, Platform>;

export type PlatformId = keyof typeof platforms;
`;
}

function loaders(ids: readonly string[]): string {
  const entries = ids.map((id) => `  ${id}: async () => (await import("./${id}/index.js")).${id},\n`);
  return `${HEAD}
import type { Platform } from "../core/contract/platform.js";

/** The same list for whoever starts for one platform: the schemas of the others take longer to load than most runs do. */
export const loaders = {
${entries.join("")}} satisfies Record<string, () => Promise<Platform>>;
`;
}

/** The module that names the dynamic classes of platforms, which are generated too. */
export function publicNames(ids: readonly string[]): ListFile {
  const text = `${HEAD}\n${ids.map((id) => `export * as ${id} from "./${id}.js";\n`).join("")}`;
  return { path: join("provider", "dynamic", "platforms", "index.ts"), text };
}

function emulatorList(ids: readonly string[]): string {
  const start = (id: string): string => `start${id[0]?.toUpperCase()}${id.slice(1)}`;
  const named = (id: string): string => `${id}Variants`;
  const imports = ids.map(
    (id) =>
      `import { ${start(id)} } from "./${id}/index";\nimport { variants as ${named(id)} } from "./${id}/variants";\n`,
  );
  return `${HEAD}
${imports.join("")}
/** Starts each vendor's emulator, by the platform's id. */
export const emulators = { ${ids.map((id) => `${id}: ${start(id)}`).join(", ")} } as const;

/** How each vendor may behave where its documents leave it open. */
export const variants = { ${ids.map((id) => `${id}: ${named(id)}`).join(", ")} } as const;
`;
}
