import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generate } from "../../scripts/generate";
import { runBin, textOf } from "./files";

describe("a generated file", () => {
  const folder = mkdtempSync(join(tmpdir(), "roster-generated-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(generate(folder).map((path) => relative(folder, path)))(
    "%s is what npm run generate writes today",
    (file) => {
      const fresh = readFileSync(join(folder, file), "utf8");
      const { code, text } = runBin(
        "@biomejs/biome/bin/biome",
        ["format", `--stdin-file-path=${file}`],
        undefined,
        fresh,
      );
      expect(code).toBe(0);
      expect(textOf(file)).toBe(text);
    },
  );
});
