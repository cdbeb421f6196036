import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { DEADLINE_MILLISECONDS } from "../../deadline";

/** A Chromium of the system; undefined where there is none. */
export const CHROMIUM = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A headless browser with an empty profile, which notes whatever pages complain about and ask for. */
export class Browser {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-browser-"));
  readonly complaints: string[] = [];
  readonly requests: string[] = [];
  #context: BrowserContext | undefined;

  async start(): Promise<void> {
    // Without motion, so that no colour is measured on its way to another.
    const reducedMotion = "reduce" as const;
    const timeout = DEADLINE_MILLISECONDS;
    const options = { executablePath: CHROMIUM ?? "", headless: true, args: FLAGS, reducedMotion, timeout };
    this.#context = await chromium.launchPersistentContext(join(this.folder, "profile"), options);
    this.#context.setDefaultTimeout(timeout);
    this.#context.on("console", (message) => {
      if (message.type() !== "log") this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    this.#context.on("weberror", (error) => this.complaints.push(error.error().message));
    this.#context.on("request", (request) => this.requests.push(request.url()));
  }

  /** Opens a page from a file, as somebody does who downloaded it. */
  async open(name: string, html: string, viewport = { width: 1180, height: 900 }): Promise<Page> {
    const path = join(this.folder, name);
    writeFileSync(path, html);
    const page = await this.#context?.newPage();
    if (!page) throw new Error("the browser was not started");
    await page.setViewportSize(viewport);
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  /** Opens a page where no script runs. */
  async openWithoutScript(name: string, html: string): Promise<Page> {
    const page = await this.open("empty.html", "");
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setScriptExecutionDisabled", { value: true });
    const path = join(this.folder, name);
    writeFileSync(path, html);
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
