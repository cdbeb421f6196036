import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentName } from "../../provider/configuration";
import { optionNames } from "../../provider/core/contract/options";
import type { Platform } from "../../provider/core/contract/platform";
import { commonSettings } from "../../provider/platforms/common-configuration";
import { platforms } from "../../provider/platforms/registry";
import { ROOT, repositoryFiles, textOf } from "./files";

const documents = repositoryFiles().filter((file) => file.endsWith(".md"));
const readme = textOf("README.md");
const all: readonly Platform[] = Object.values(platforms);

describe("the documents", () => {
  it.each(["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])("include %s", (file) =>
    expect(textOf(file).length).toBeGreaterThan(500),
  );

  it("name commands that package.json has, with options that the commands know", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const npmsOwn = ["test", "install", "ci", "pack", "audit"];
    for (const file of documents) {
      for (const [, run, name = ""] of codeIn(textOf(file)).matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)) {
        const isKnown = run === undefined ? npmsOwn.includes(name) : name in scripts;
        expect(isKnown, `${file}: npm ${run ?? ""}${name}`).toBe(true);
      }
    }
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(["test", "demo", "bench", "sandbox", "build", "generate"]),
    );
    const commands = ["demo/main.ts", "sandbox/main.ts", "bench/main.ts", "scripts/test-servers.ts"];
    const known = commands.map(textOf).join("");
    for (const [, option = ""] of readme.matchAll(/`-- (--[a-z]+)/g)) expect(known).toContain(option);
  });

  it("link to files and headings that exist", () => {
    for (const file of documents) {
      for (const [, target = ""] of textOf(file).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = "", anchor] = target.split("#");
        const linked = path === "" ? file : join(dirname(file), path);
        expect(existsSync(join(ROOT, linked)), `${file} links to ${target}`).toBe(true);
        if (anchor !== undefined) expect(anchorsOf(textOf(linked)), `${file} links to ${target}`).toContain(anchor);
      }
    }
  });

  it("have a changelog with the package's version", () => {
    const { version } = JSON.parse(textOf("package.json")) as { version: string };
    expect(textOf("CHANGELOG.md")).toContain(`## [${version}]`);
  });

  it.each(["docs/_index.md", "docs/installation-configuration.md"])(
    "have %s, with what the registry reads first",
    (file) => {
      expect(textOf(file)).toMatch(/^---\ntitle: .+\nmeta_desc: .+\nlayout: package\n---\n\n/);
    },
  );

  it("have a page for every platform", () => {
    for (const { id, title } of all) expect(textOf(`docs/reference/platforms/${id}.md`)).toMatch(`# ${title}\n`);
  });

  it("say which folders there are", () => {
    const architecture = textOf("ARCHITECTURE.md");
    const folders = new Set(repositoryFiles().flatMap((file) => (file.includes("/") ? [file.split("/", 1)[0]] : [])));
    for (const folder of folders) if (!folder?.startsWith(".")) expect(architecture).toContain(`\`${folder}/`);
  });
});

describe.each(all)("the page of $title", (platform) => {
  const page = textOf(`docs/reference/platforms/${platform.id}.md`);

  it.each(["arguments", "outputs", "settings"])("has the table of %s that is written from the schema", (name) => {
    expect(page).toContain(`<!-- table: ${name} -->`);
  });

  it("lists every argument, output and setting", () => {
    const { kinds, configuration } = platform;
    const { arguments: declared, info } = kinds.user;
    const own = Object.keys(configuration.shape).filter((name) => !(name in commonSettings));
    for (const name of [...Object.keys(declared.shape), ...Object.keys(info.shape), ...own]) {
      expect(page).toMatch(new RegExp(`^\\| \\**\`${name}\`\\** +\\|`, "m"));
    }
  });
});

describe("the documentation", () => {
  /** Decisions have contents and a form of their own, which decisions.test.ts holds. */
  const pages = documents.filter((file) => file.startsWith("docs/") && !/^docs\/decisions\/\d/.test(file));

  it("explains every option that all platforms have", () => {
    const names = Object.values(platforms).flatMap(({ kinds }) => optionNames(kinds.user.capabilities));
    for (const name of names) expect(textOf("docs/reference/declaration.md")).toContain(`\`${name}\``);
  });

  it("lists every setting that all platforms have", () => {
    const configuration = textOf("docs/reference/configuration.md");
    for (const name of Object.keys(commonSettings)) {
      const variable = environmentName(platforms.adobe, name).replace("ROSTER_ADOBE_", "ROSTER_<ID>_");
      expect(configuration.replaceAll(/ +/g, " ")).toContain(`| \`${name}\` | \`${variable}\` |`);
    }
  });

  it("has each page in its contents", () => {
    const contents = textOf("docs/README.md");
    for (const page of pages) {
      const linked = page.replace("docs/", "");
      if (linked === "README.md" || linked.startsWith("_") || linked === "installation-configuration.md") continue;
      expect(contents, page).toContain(`(${linked})`);
    }
  });

  it("says at the beginning of each page who needs it", () => {
    const own = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    for (const page of [...pages.filter((file) => !textOf(file).startsWith("---")), ...own]) {
      expect(textOf(page), page).toMatch(/^# .+\n\nFor (everybody|teams|people)\b/);
    }
  });

  it("has narrow tables: no cell over 120 characters", () => {
    for (const page of ["README.md", ...pages]) {
      const cells = textOf(page)
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .flatMap((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
      for (const cell of cells.filter((text) => !/^[-:]+$/.test(text))) {
        expect(cell.length, `${page}: ${cell}`).toBeLessThanOrEqual(120);
      }
    }
  });

  it("fits: the README into 10 kB, each page into 25 kB", () => {
    expect(Buffer.byteLength(textOf("README.md"))).toBeLessThanOrEqual(10_240);
    for (const page of pages) expect(Buffer.byteLength(textOf(page)), page).toBeLessThanOrEqual(25 * 1024);
  });
});

/** Code blocks and code within the text. */
function codeIn(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```.*?\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const spans = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...blocks, ...spans].join("\n");
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
