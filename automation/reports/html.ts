import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Review } from "../plan/review/review";
import { pageData } from "./page-data";
import { escaped, plainPage } from "./plain-page";
import { visible } from "./untrusted";

/** The page's own files, in this order. The scripts share one scope. */
const STYLES = ["colours.css", "base.css", "summary.css", "people.css", "managers.css", "media.css"];
const SCRIPTS = ["dom.js", "search.js", "summary.js", "people.js", "managers.js", "main.js"];

/** The parts of plan.html that are the same for every plan. */
export interface PageParts {
  readonly template: string;
  readonly style: string;
  readonly script: string;
}

/**
 * What a plan means for people as a single page that needs no network: search, filters, old and new side by side. All
 * texts of the review are data, which the page's script shows as text; its policy runs that script and no other.
 */
export function renderHtml(review: Review, parts: PageParts = readPageParts()): string {
  const data = pageData(review);
  const title = `${review.project}/${review.stack}`;
  return filled(parts.template, {
    TITLE: escaped(visible(title)),
    POLICY: policy(parts),
    STYLE: parts.style,
    PLAIN: plainPage(data),
    DATA: inScript(JSON.stringify(data)),
    SCRIPT: parts.script,
  });
}

/** Reads the page's files, from the sources or from the package. */
export function readPageParts(): PageParts {
  // Compiled, this file is in dist/; the page's files are only ever at their place in the sources.
  const places = [join(__dirname, "page"), join(__dirname, "..", "..", "..", "automation", "reports", "page")];
  const folder = places.find((place) => existsSync(join(place, "page.html")));
  if (folder === undefined) throw new Error("the package is incomplete: automation/reports/page is missing");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const script = `"use strict";\n{\n${SCRIPTS.map(read).join("\n")}\n}`;
  return { template: read("page.html"), style: STYLES.map(read).join("\n"), script };
}

/** Nothing from anywhere, but this style and this script. `data:` is for the empty icon, so that none is asked for. */
function policy({ style, script }: PageParts): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** JSON that can't end the script element it stands in, nor open a comment there. */
function inScript(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Fills each place once; what was filled in is not looked at again. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\/\*__([A-Z]+)__\*\/|"__(DATA)__"|__([A-Z]+)__/g, (place, ...names: unknown[]) => {
    const name = names.slice(0, 3).find((name) => typeof name === "string");
    const value = typeof name === "string" ? values[name] : undefined;
    if (value === undefined) throw new Error(`the page's template has an unknown place: ${place}`);
    return value;
  });
}
