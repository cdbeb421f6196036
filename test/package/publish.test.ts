import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mapLinks } from "../../scripts/publish/markdown-links";
import { javaPackage, parseRemote, pathAddress } from "../../scripts/publish/origin";
import { publishedReadme, publishedSchema } from "../../scripts/publish/package-files";
import { restore, rewrite } from "../../scripts/publish/packing";

describe("a git remote", () => {
  test.each([
    ["https://github.com/example/people.git", "github.com", "example", "people"],
    ["https://github.com/example/people/", "github.com", "example", "people"],
    ["https://x-access-token:secret@github.com/example/people", "github.com", "example", "people"],
    ["git+https://github.com/example/people.git", "github.com", "example", "people"],
    ["git@github.com:example/people.git", "github.com", "example", "people"],
    ["ssh://git@GitHub.com:22/example/people.git", "github.com", "example", "people"],
    ["git@gitlab.com:example/staff/people.git", "gitlab.com", "example/staff", "people"],
    ["https://git.example.com:8443/hr/people.js.git", "git.example.com:8443", "hr", "people.js"],
  ])("%s has an owner and a project", (remote, host, owner, project) => {
    expect(parseRemote(remote)).toEqual({ host, owner, project });
  });

  test.each(["/srv/git/people.git", "../people", "file:///srv/git/people.git", "C:\\git\\people", "C:/git/people", ""])(
    "%s has none",
    (remote) => expect(parseRemote(remote)).toBeUndefined(),
  );
});

describe("an origin", () => {
  const file = (host: string, kind: "file" | "folder" | "raw") =>
    pathAddress({ host, owner: "example", project: "people" }, "v1.2.3", "docs/a.md", kind);

  test("has addresses of files as its host makes them", () => {
    expect(file("github.com", "file")).toBe("https://github.com/example/people/blob/v1.2.3/docs/a.md");
    expect(file("github.com", "raw")).toBe("https://raw.githubusercontent.com/example/people/v1.2.3/docs/a.md");
    expect(file("github.example.com", "raw")).toBe("https://github.example.com/example/people/raw/v1.2.3/docs/a.md");
    expect(file("gitlab.com", "folder")).toBe("https://gitlab.com/example/people/-/tree/v1.2.3/docs/a.md");
    expect(file("gitlab.com", "raw")).toBe("https://gitlab.com/example/people/-/raw/v1.2.3/docs/a.md");
    expect(file("codeberg.org", "raw")).toBe("https://codeberg.org/example/people/raw/tag/v1.2.3/docs/a.md");
    expect(file("git.example.com", "file")).toBeUndefined();
  });

  test.each([
    ["github.com", "Example-Org", "io.github.example_org"],
    ["github.com", "3d", "io.github._3d"],
    ["gitlab.com", "example/staff", "io.gitlab.example.staff"],
    ["git.example.com:8443", "hr", "com.example.git.hr"],
  ])("at %s of %s has the Java package %s", (host, owner, name) => {
    expect(javaPackage({ host, owner, project: "people" })).toBe(name);
  });

  test("has a Go path with the major version from 2 on, in the examples too", () => {
    const resources = { "roster:a:User": { description: 'import "example.com/pulumi-roster/sdk/go/roster/a"' } };
    const origin = { host: "github.com", owner: "example", project: "people" };
    const published = (version: string) => publishedSchema({ name: "roster", resources }, origin, version).value;
    expect(published("2.0.1")).toMatchObject({
      language: { go: { importBasePath: "github.com/example/people/sdk/go/v2/roster" } },
      resources: {
        "roster:a:User": { description: 'import "github.com/example/people/sdk/go/v2/roster/a"' },
      },
    });
  });
});

describe("the links of a text", () => {
  const mapped = (text: string) =>
    mapLinks(text, ({ path, anchor, isPicture }) =>
      path.startsWith("gone") ? undefined : `${isPicture ? "raw" : "web"}:${path}${anchor}`,
    );

  test.each([
    ["[a](docs/a.md#part)", "[a](web:docs/a.md#part)"],
    ['[a](./docs/a.md "title")', '[a](web:docs/a.md "title")'],
    ["![a](docs/a.png)", "![a](raw:docs/a.png)"],
    ["[![a](a.png)](a.md)", "[![a](raw:a.png)](web:a.md)"],
    ["[`a`](a.md)", "[`a`](web:a.md)"],
    ["[a]: a.md", "[a]: web:a.md"],
    ['<img alt="a" src="a.png"> <a href="a.md">a</a>', '<img alt="a" src="raw:a.png"> <a href="web:a.md">a</a>'],
    ['<source media="x" srcset="dark.png">', '<source media="x" srcset="raw:dark.png">'],
    ["[a](gone.md) ![b](gone.png)", "a b"],
    ["[a](#part) [b](https://example.com/b.md) [c](mailto:c@example.com)", undefined],
    ["`[a](a.md)` and ``[`a`](a.md)``", undefined],
    ["```md\n[a](a.md)\n```\n", undefined],
    ["1. x\n\n   ```md\n   [a](a.md)\n   ```\n", undefined],
  ])("%s become others where they are relative, and no code", (text, expected) => {
    expect(mapped(text)).toBe(expected ?? text);
  });

  test("are named where they have no place to go", () => {
    const nothing = { isFolder: () => false, isPacked: (path: string) => path === "LICENSE" };
    const published = publishedReadme("[a](docs/a.md) [b](LICENSE) [c](docs/a.md#c)", undefined, "1.0.0", nothing);
    expect(published).toEqual({ value: "a [b](LICENSE) c", missing: ["docs/a.md"] });
  });
});

describe("packing in a clone", () => {
  let clone: string;
  let said: string[];
  const text = (name: string) => readFileSync(join(clone, name), "utf8");
  const manifest = (more: object = {}) => JSON.stringify({ version: "1.0.0", scripts: {}, ...more });
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), "roster-packing-"));
    said = [];
    writeFileSync(join(clone, "package.json"), manifest());
    writeFileSync(join(clone, "schema.json"), "{}");
    writeFileSync(join(clone, "README.md"), "[a](docs)\n");
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));
  const say = (line: string) => void said.push(line);

  test("brings back what it rewrote, once more after a run that was cut off", () => {
    const before = [text("package.json"), text("README.md")];
    rewrite(clone, say);
    expect(text("package.json")).not.toContain("scripts");
    rewrite(clone, say);
    restore(clone, say);
    restore(clone, say);
    expect([text("package.json"), text("README.md")]).toEqual(before);
  });

  test("keeps what somebody wrote meanwhile", () => {
    rewrite(clone, say);
    writeFileSync(join(clone, "README.md"), "mine\n");
    restore(clone, say);
    expect(text("README.md")).toBe("mine\n");
    expect(text("package.json")).toContain("scripts");
    expect(said.at(-1)).toMatch(/^README\.md was changed/);
  });

  test("asks package.json before git, and takes nothing from a repository around the clone", () => {
    execFileSync("git", ["init", "--quiet"], { cwd: clone });
    execFileSync("git", ["remote", "add", "upstream", "git@github.com:example/people.git"], { cwd: clone });
    rewrite(clone, say);
    expect(JSON.parse(text("package.json"))).toMatchObject({ homepage: "https://github.com/example/people#readme" });
    restore(clone, say);

    writeFileSync(join(clone, "package.json"), manifest({ repository: { url: "https://gitlab.com/hr/people" } }));
    rewrite(clone, say);
    expect(JSON.parse(text("package.json"))).toMatchObject({ homepage: "https://gitlab.com/hr/people#readme" });
    restore(clone, say);

    const inner = join(clone, "inner");
    mkdirSync(inner);
    for (const name of ["package.json", "schema.json", "README.md"]) writeFileSync(join(inner, name), "{}");
    writeFileSync(join(inner, "package.json"), manifest());
    rewrite(inner, say);
    expect(JSON.parse(readFileSync(join(inner, "package.json"), "utf8"))).toEqual({ version: "1.0.0" });
  });
});
