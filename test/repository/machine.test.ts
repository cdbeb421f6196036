import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT, repositoryFiles, textOf } from "./files";

interface Manifest {
  readonly engines: { readonly node: string };
}

describe("any machine", () => {
  it("runs these tests on a Node that the package allows", () => {
    const { engines } = JSON.parse(textOf("package.json")) as Manifest;
    const [major, minor] = numbers(process.versions.node);
    const [oldestMajor, oldestMinor] = numbers(engines.node.replace(">=", ""));
    expect([oldestMajor, oldestMinor]).toEqual([22, 19]);
    expect(major > 22 || (major === 22 && minor >= 19)).toBe(true);
  });

  it("finds no path or host of another one in any file of the repository", () => {
    // A person's own folder on macOS has further ones; a person of a SCIM server has not.
    const home = ["work", "root", "home", "Users/[\\w.-]+"].map((name) => `(?<![\\w.:@*-])/${name}/[\\w.]`);
    const host = ["npmjs\\.org", "npmjs\\.com", "yarnpkg\\.com", "npmmirror\\.com"].map((name) => `registry\\.${name}`);
    const other = ["artifact" + "ory", "_auth" + "Token"];
    const traces = new RegExp([...home, ...host, ...other].join("|"));
    const found = repositoryFiles().flatMap((file) => {
      const line = textOf(file)
        .split("\n")
        .findIndex((text) => traces.test(text));
      return line < 0 ? [] : [`${file}:${line + 1}`];
    });
    expect(found).toEqual([]);
  });

  it("installs from a lockfile that names packages and hashes and no place to get them", () => {
    const { packages } = JSON.parse(textOf("package-lock.json")) as {
      packages: Record<string, { resolved?: string; link?: boolean; integrity?: string; optional?: boolean }>;
    };
    const installed = Object.entries(packages).filter(([path, { link }]) => path.startsWith("node_modules/") && !link);
    expect(installed.length).toBeGreaterThan(100);
    for (const [path, { resolved, integrity, optional }] of installed) {
      expect(resolved, path).toBeUndefined();
      // A package for another system may be listed by its version alone.
      if (!optional) expect(integrity, path).toMatch(/^sha\d+-/);
    }
  });

  it("has a lockfile that says what package.json says, so that an install leaves it as it is", () => {
    type Entry = Record<string, unknown>;
    const { packages } = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Entry> };
    const kept = ["version", "license", "bin", "engines", "workspaces"];
    const wanted = ["dependencies", "devDependencies", "peerDependencies"];
    for (const folder of ["", "examples/acme"]) {
      const manifest = JSON.parse(textOf(join(folder, "package.json"))) as Entry;
      const said = packages[folder];
      for (const key of [...kept, ...wanted]) expect(said?.[key], `${folder} ${key}`).toEqual(manifest[key]);
    }
  });
});

describe("the launcher, which an older Node must be able to run,", () => {
  const launcher = "scripts/run.mjs";
  const text = readFileSync(join(ROOT, launcher), "utf8");
  const source = ts.createSourceFile(launcher, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);

  it("imports built-in modules alone", () => {
    const imported = source.statements.filter(ts.isImportDeclaration).map((statement) => {
      if (!ts.isStringLiteral(statement.moduleSpecifier)) throw new Error("an import without a name");
      return statement.moduleSpecifier.text;
    });
    expect(imported.length).toBeGreaterThan(0);
    for (const name of imported) expect(builtinModules.map((module) => `node:${module}`)).toContain(name);
    expect(text).not.toMatch(/\bimport\(|\brequire\(/);
  });

  it("has no syntax that came after Node 20", () => {
    const printed = (target: ts.ScriptTarget): string =>
      ts.transpileModule(text, {
        compilerOptions: { target, module: ts.ModuleKind.ESNext, allowJs: true },
        fileName: launcher,
      }).outputText;
    expect(printed(ts.ScriptTarget.ES2022)).toBe(printed(ts.ScriptTarget.ESNext));
  });

  it("calls nothing that came after Node 20", () => {
    expect(text).not.toMatch(
      /\bgroupBy\(|withResolvers\(|fromAsync\(|\bglobSync\(|import\.meta\.(dirname|filename|main)|styleText/,
    );
  });
});

function numbers(version: string): [number, number] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
}
