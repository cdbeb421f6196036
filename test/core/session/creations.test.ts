import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { create } from "../../../provider/core/lifecycle/reconcile";
import { textOfIdentity } from "../../../provider/core/session/creations";
import { CreationJournal } from "../../../provider/creation-journal";
import { account, FakeConnector, sessionOf } from "../fake-connector";

const ada = { platform: "adobe", tenant: "1", naturalKey: "ada@example.com" };
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roster-journal-"));
  file = join(folder, "below", "acme-dev.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a user's text is that of journals of earlier versions, and no group's", () => {
  const text = '["adobe","1","ada@example.com"]';
  expect([textOfIdentity(ada), textOfIdentity({ ...ada, kind: "user" })]).toEqual([text, text]);
  expect(textOfIdentity({ ...ada, kind: "group" })).toBe('["group","adobe","1","ada@example.com"]');
});

describe("the journal of creations", () => {
  test("knows in the next run what the last one has left, by person, tenant and platform", () => {
    const first = new CreationJournal(file);
    expect(first.leftBy(ada)).toBeUndefined();
    first.begin(ada);
    expect(new CreationJournal(file).leftBy(ada)).toEqual({ id: undefined });
    first.made(ada, "7");
    // A second resource for the same person.
    first.refused(ada);
    first.begin({ ...ada, tenant: "2" });
    first.refused({ ...ada, tenant: "2" });
    const next = new CreationJournal(file);
    expect(next.leftBy(ada)).toEqual({ id: "7" });
    for (const other of [
      { ...ada, tenant: "2" },
      { ...ada, platform: "nerm" },
      { ...ada, naturalKey: "bo@example.com" },
    ]) {
      expect(next.leftBy(other)).toBeUndefined();
    }
  });

  test("says nothing of what this run has done itself", () => {
    const journal = new CreationJournal(file);
    journal.begin(ada);
    journal.made(ada, "7");
    expect(journal.leftBy(ada)).toBeUndefined();
  });

  test("passes over a line that was cut off, and loses none behind it", () => {
    new CreationJournal(file).made(ada, "7");
    appendFileSync(file, '{"person":"abc');
    new CreationJournal(file).made({ ...ada, tenant: "2" }, "8");
    const next = new CreationJournal(file);
    expect(next.leftBy(ada)).toEqual({ id: "7" });
    expect(next.leftBy({ ...ada, tenant: "2" })).toEqual({ id: "8" });
  });

  test("begins nobody where it can't be written, and hides nobody who was made", () => {
    const journal = new CreationJournal(join(folder, "a-file", "below.jsonl"));
    writeFileSync(join(folder, "a-file"), "");
    expect(() => journal.begin(ada)).toThrow(expect.objectContaining({ code: "configuration" }));
    journal.made(ada, "7");
  });

  test("holds ids and nothing else of anybody, for its owner alone", () => {
    new CreationJournal(file).made(ada, "7");
    expect(readFileSync(file, "utf8")).not.toMatch(/ada|example/);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe("a creation that a killed run has left", () => {
  const inputs = { login: "ada", bio: "a" };
  const person = { platform: "lab", tenant: "here", naturalKey: "ada" };
  /** The same stack in another process. */
  const nextRun = (vendor: FakeConnector) => ({ ...sessionOf(vendor), creations: new CreationJournal(file) });

  async function leave(id?: string): Promise<FakeConnector> {
    const vendor = new FakeConnector();
    const { kind } = sessionOf(vendor);
    const journal = new CreationJournal(file);
    journal.begin({ ...person, platform: kind.platform.id });
    if (id !== undefined) journal.made({ ...person, platform: kind.platform.id }, id);
    vendor.account = account({ ...inputs });
    return vendor;
  }

  test("is written down by every creation, and taken on by the next run as created, without a second one", async () => {
    const vendor = new FakeConnector();
    await create(nextRun(vendor), inputs, "urn");
    vendor.calls.length = 0;
    const { id, outputs } = await create(nextRun(vendor), inputs, "urn");
    expect(id).toBe("9");
    expect(outputs).toMatchObject({ ...inputs, origin: "created" });
    expect(vendor.calls).not.toContain("create");
  });

  test("is brought to what is declared by now, where the id proves it", async () => {
    const vendor = await leave("9");
    const { outputs } = await create(nextRun(vendor), { ...inputs, bio: "b" }, "urn");
    expect(outputs).toMatchObject({ bio: "b", origin: "created" });
    expect(vendor.calls).toContain("update");
  });

  test("is taken on as adopted where its answer was not heard and it shows what is declared", async () => {
    const vendor = await leave();
    expect((await create(nextRun(vendor), inputs, "urn")).outputs).toMatchObject({ origin: "adopted" });
    expect(vendor.calls).not.toContain("create");
  });

  test.each([
    ["has another id than the journal", "8", inputs, {}],
    ["shows something else, and no answer was heard", undefined, { ...inputs, bio: "b" }, {}],
    ["was switched off meanwhile", "9", inputs, { active: false }],
  ])("is nobody's account that %s", async (_, id, declared, change) => {
    const vendor = await leave(id);
    vendor.account = { ...account({ ...inputs }), ...change };
    await expect(create(nextRun(vendor), declared, "urn")).rejects.toMatchObject({
      code: expect.stringMatching(/^(already|inactive)-exists$/),
    });
    expect(vendor.calls).not.toContain("update");
  });

  test("proves nothing once the vendor has refused it", async () => {
    const vendor = await leave();
    const { kind } = sessionOf(vendor);
    new CreationJournal(file).refused({ ...person, platform: kind.platform.id });
    await expect(create(nextRun(vendor), inputs, "urn")).rejects.toMatchObject({ code: "already-exists" });
  });
});
