import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../../automation/reports/html";
import { Browser, CHROMIUM } from "./browser";
import { BREACH, change, HOSTILE_NAMES, inventedReview, manyChanges } from "./invented";

const LARGE = 5_000;

describe.skipIf(!CHROMIUM)("plan.html in a browser (needs Chromium: /usr/bin/chromium or CHROMIUM)", () => {
  const browser = new Browser();
  beforeAll(() => browser.start());
  afterAll(() => browser.close());

  describe("for an ordinary plan", () => {
    let page: Page;
    beforeAll(async () => {
      page = await browser.open("plan.html", renderHtml(inventedReview()));
    });

    it("shows the figures, the verdict and everybody", async () => {
      expect(await page.title()).toBe("acme/prod · plan");
      expect(await page.locator("#verdict").textContent()).toBe("Within guards");
      expect(await page.locator("#figures").textContent()).toMatch(
        /^.*1▲escalation2−leavers1○released.*1·other change$/,
      );
      expect(await page.locator("#facts").textContent()).toBe(
        "412 people, 401 unchanged · 3 platforms · looked at 24 Nov 2026, 08:30 UTC",
      );
      expect(await page.locator("#count").textContent()).toBe("14 people change");
      expect(await names(page)).toHaveLength(14);
      expect((await names(page))[0]).toBe("Mei Tanaka");
    });

    it("finds people by name without marks, by address, by role and by value", async () => {
      for (const [words, found] of [
        ["lukasz zak", ["Łukasz Żak"]],
        ["NUÑEZ", ["Tomás Núñez", "伟 陈"]],
        ["mai.nguyen@", ["Nguyễn Thị Mai"]],
        ["instructor", ["Chinwe Okonkwo-Adeyemi"]],
        ["lead", ["Priya Rao"]],
        ["伟", ["伟 陈"]],
        ["nobody at all", []],
      ] as const) {
        await page.getByRole("searchbox").fill(words);
        expect(await names(page), words).toEqual(found);
      }
      expect(await page.locator("#count").textContent()).toBe("0 of 14 people change");
      await page.getByRole("searchbox").press("Escape");
      expect(await names(page)).toHaveLength(14);
    });

    it("filters by kinds of change and by platforms, together with the search", async () => {
      await page.getByRole("button", { name: "joiners" }).click();
      expect(await names(page)).toEqual(["Łukasz Żak", "김민준"]);
      await page.getByRole("button", { name: "leavers" }).click();
      expect(await names(page)).toHaveLength(4);
      await page.getByRole("button", { name: "NERM" }).click();
      expect(await names(page)).toEqual(["Tomás Núñez"]);
      expect(await page.getByRole("button", { name: "NERM" }).getAttribute("aria-pressed")).toBe("true");
      await page.getByRole("button", { name: "Show all" }).click();
      expect(await names(page)).toHaveLength(14);
      expect(await page.locator("[aria-pressed=true]").count()).toBe(0);
    });

    it("opens a person into old and new side by side", async () => {
      const person = page.locator("details.person", { hasText: "Engineer →" });
      await person.locator("summary").click();
      // Its body is drawn when the browser comes to tell that it was opened.
      await person.locator("tbody").first().waitFor();
      const cells = await person.locator("tbody tr").first().locator("th, td").allInnerTexts();
      expect(cells).toEqual(["profile", "Engineer", "Lead"]);
    });

    it("is worked by keys alone", async () => {
      await page.locator("body").press("/");
      expect(await focused(page)).toBe("search");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      expect(await focused(page)).toContain("Siobhán O'Brien");
      await page.keyboard.press("Enter");
      expect(await page.locator("details.person[open]", { hasText: "Siobhán" }).count()).toBe(1);
      await page.keyboard.press("End");
      expect(await focused(page)).toContain("Jörg");
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowUp");
      expect(await focused(page)).toBe("search");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      expect(await page.getByRole("button", { name: "Adobe" }).getAttribute("aria-pressed")).toBe("true");
      await page.keyboard.press("Space");
    });

    it("tells a screen reader its landmarks, headings, buttons and how many are shown", async () => {
      const tree = await page.locator("body").ariaSnapshot();
      for (const part of ["- banner", "- main", "- contentinfo", "- search", 'heading "acme / prod" [level=1]']) {
        expect(tree).toContain(part);
      }
      expect(tree).toMatch(/searchbox "Search people, addresses, roles and values"/);
      expect(tree).toMatch(/group "Show only these kinds of change"/);
      expect(await page.locator("#count").getAttribute("aria-live")).toBe("polite");
    });

    it("says the same figure in the head and above the section of each kind of change", async () => {
      const figures = await page.locator("#figures .figure").allTextContents();
      const inHead = figures.map((text) => text.replace(/^(\d+)./, "$1 "));
      const headings = await page.locator("#list h3").allTextContents();
      expect(headings.map((text) => text.replace(/,.*/, ""))).toEqual(inHead);
      expect(headings).toContain("1 role granted, listed above");
      expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toContain("Guards");
    });

    it("draws what can do harm heavier than what happens every day, and first", async () => {
      const snapshot = (kind: string) =>
        page.evaluate(`(() => {
          const figure = getComputedStyle(document.querySelector('.figure[data-class="${kind}"]'));
          const heading = getComputedStyle(document.querySelector('h3[data-class="${kind}"]'));
          return [figure.backgroundColor, figure.borderColor, heading.color];
        })()`) as Promise<string[]>;
      const [escalation, mover, joiner] = [
        await snapshot("escalation"),
        await snapshot("mover"),
        await snapshot("joiner"),
      ];
      expect(mover).toEqual(joiner);
      for (const [i, colour] of escalation.entries()) expect(colour).not.toBe(mover[i]);
      expect(await page.locator(".figure").first().textContent()).toContain("escalation");
    });

    it("marks who can be opened, and turns the mark over for who is", async () => {
      const mark = (nth: number) =>
        page.evaluate(`(() => {
          const mark = getComputedStyle(document.querySelectorAll("details.person > summary")[${nth}], "::after");
          return [mark.content !== "none" && mark.width !== "auto", mark.transform];
        })()`) as Promise<[boolean, string]>;
      const shut = await mark(1);
      await page.locator("details.person > summary").nth(1).click();
      const open = await mark(1);
      await page.locator("details.person > summary").nth(1).click();
      expect([shut[0], open[0], shut[1] === open[1]]).toEqual([true, true, false]);
    });

    it("draws managers as a tree with what moves in it", async () => {
      const tree = await page.locator("#tree").textContent();
      expect(tree).toContain("Priya Rao from Ana Sousa +3Łukasz Żak joins");
    });

    it("has text that stands out enough from its ground, light and dark", async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(faintTexts), colorScheme).toEqual([]);
      }
    });

    it("prints everybody and no controls", async () => {
      await page.emulateMedia({ media: "print" });
      expect(await page.locator(".bar").isVisible()).toBe(false);
      expect(await page.locator("details.person > summary .words").first().isVisible()).toBe(true);
      await page.emulateMedia({ media: "screen" });
    });

    it("prints in the colours of paper, whatever the screen has", async () => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate(faintTexts)).toEqual([]);
      expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(29, 30, 34)");
      await page.emulateMedia({ media: "screen", colorScheme: "light" });
    });

    it("cuts no text where there is room, and breaks no word, on a desk and on a phone", async () => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth"), `${width}`).toBe(width);
        expect(await page.evaluate(cutTexts), `${width}`).toEqual([]);
      }
      const table = await page.locator("table.platforms").boundingBox();
      expect((table?.x ?? 0) + (table?.width ?? Number.NaN)).toBeLessThanOrEqual(390);
      expect(await page.locator("table.platforms td").allInnerTexts()).toHaveLength(12);
    });
  });

  it("says what refuses a plan, whom it concerns and what to do", async () => {
    const page = await browser.open("refused.html", renderHtml(inventedReview({ guards: [BREACH] })));
    expect(await page.locator("#verdict").textContent()).toBe("Refused by a guard");
    const guard = await page.locator("[data-state=breached]").last().textContent();
    expect(guard).toContain("12 of 10");
    expect(guard).toContain("Zoë Laurent");
    expect(guard).toContain("roster apply --plan plan.json --allow leavers=12");
  });

  it("shows one command that allows everything that refuses", async () => {
    const command = "roster apply --plan plan.json";
    const breach = { ...BREACH, approval: { command, allow: "leavers=12" } };
    const other = { ...BREACH, guard: "movers", approval: { command, allow: "movers=12" } };
    const page = await browser.open("both.html", renderHtml(inventedReview({ guards: [breach, other] })));
    expect(await page.locator("#guards").textContent()).toContain(`${command} --allow leavers=12 --allow movers=12`);
    const protectedToo = { ...BREACH, guard: "protected" };
    const mixed = await browser.open(
      "mixed.html",
      renderHtml(inventedReview({ guards: [breach, other, protectedToo] })),
    );
    expect(await mixed.locator("#guards").textContent()).not.toContain("All at once");
  });

  it("is a plain list with everybody where no script runs", async () => {
    const page = await browser.openWithoutScript("plain.html", renderHtml(inventedReview({ guards: [BREACH] })));
    const text = await page.locator("main.lists").textContent();
    for (const part of [
      "refused by a guard",
      "12 of 10",
      "1 escalation",
      "Mei Tanaka",
      "nguyen.mai@example.com",
      "김민준",
    ]) {
      expect(text).toContain(part);
    }
    expect(await page.locator("li", { hasText: "Engineer → Lead" }).isVisible()).toBe(true);
    expect(await page.locator("#people").isVisible()).toBe(false);
  });

  it("shows names that do harm as text", async () => {
    const changes = HOSTILE_NAMES.map((name, n) =>
      change(n, ["leaver"], {
        name,
        key: `${n}`,
        reports: [name],
        details: [{ kind: "attribute", path: "x", from: name }],
      }),
    );
    const page = await browser.open("hostile.html", renderHtml(inventedReview({ changes, project: HOSTILE_NAMES[1] })));
    for (const summary of await page.locator("details.person > summary").all()) await summary.click();
    await expect.poll(() => page.locator("details.person > .body").count()).toBe(HOSTILE_NAMES.length);
    const shown = await names(page);
    for (const name of ["Lab <Assistant>", "</script><script>alert(1)</script>", "evil⟨U+202E⟩gnp.exe"]) {
      expect(shown).toContain(name);
    }
    expect(await page.locator("img, a:not(.skip), iframe, main script, main b > *").count()).toBe(0);
  });

  it(`stays usable with ${LARGE.toLocaleString("en")} changes`, async () => {
    const review = inventedReview({ changes: manyChanges(LARGE), people: 20_000 });
    const page = await browser.open("large.html", renderHtml(review));
    expect(await page.locator("#count").textContent()).toBe("5,000 people change");
    for (const words of ["p", "mei", "mei tanaka 61", "engineer", ""]) {
      const taken = await searchTime(page, words);
      expect(taken, words).toBeGreaterThan(0);
      expect(taken, words).toBeLessThan(100);
    }
    // The list grows as it is read, and End goes to its very end.
    const drawn = await page.locator("#list details").count();
    expect(drawn).toBeLessThan(1_000);
    await page
      .locator("#list summary")
      .nth(drawn - 1)
      .scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator("#list details").count()).toBeGreaterThan(drawn);
    await page.locator("#list summary").first().focus();
    await page.keyboard.press("End");
    expect(await page.locator("#list details").count()).toBe(LARGE);
    await page.getByRole("searchbox").fill("mei");
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator(".more").isVisible()).toBe(false);
    await page.getByRole("searchbox").fill("mei.tanaka.61@");
    expect(await names(page)).toEqual(["Mei Tanaka 61"]);
  });

  it("asks the network for nothing and gives the console nothing to complain about", () => {
    expect(browser.requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(browser.requests.filter((url) => !url.endsWith(".html") && url !== "data:,")).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});

function names(page: Page): Promise<string[]> {
  return page.locator("details.person > summary .name").allInnerTexts();
}

/** What has the focus: the id, or the text. */
function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.id || document.activeElement.textContent");
}

/**
 * Milliseconds of processor time that a page takes for a search until its people are there; the best of five. What other
 * processes do meanwhile is not in it.
 */
async function searchTime(page: Page, words: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = await taken();
    await page.evaluate(`(() => {
      const box = document.getElementById("search");
      box.value = ${JSON.stringify(words)};
      box.dispatchEvent(new Event("input"));
      document.body.offsetHeight;
    })()`);
    times.push((await taken()) - before);
  }
  await session.detach();
  return Math.min(...times);
}

/** Texts that are longer than what is shown of them, and labels in which a word goes on in the next line. Runs in the page. */
const cutTexts = `(() => {
  const cut = [...document.querySelectorAll(".words, .label, .guard, .standing, .tag, .platforms *")].filter(
    (e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 0,
  );
  const broken = [...document.querySelectorAll(".label")].flatMap((label) => [...label.childNodes]).filter((node) => {
    if (node.nodeType !== Node.TEXT_NODE || node.data.includes(" ")) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects().length > 1;
  });
  return [...cut, ...broken].map((node) => node.textContent);
})()`;

/** Texts with less contrast than WCAG's AA wants. Runs in the page. */
const faintTexts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style, .unseen")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(style.color)), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) faint.push(element.className + " " + texts.currentNode.data + " " + contrast.toFixed(2));
  }
  return faint;
})()`;
