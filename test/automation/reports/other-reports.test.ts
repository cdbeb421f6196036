import { describe, expect, it } from "vitest";
import { renderDrift } from "../../../automation/reports/drift-report";
import { renderRun } from "../../../automation/reports/run-report";
import type { RunReport } from "../../../automation/runs/apply/run-report";
import type { DriftReport } from "../../../automation/runs/drift/drift-report";
import { HOSTILE_NAMES, personName } from "./invented";

const LIMIT = 65_000;

const DRIFT: DriftReport = {
  version: 1,
  project: "acme",
  stack: "prod",
  lookedAt: "2026-11-24T03:17:00Z",
  accounts: 412,
  drifted: [
    {
      class: "security",
      platform: "adobe",
      key: "mei-tanaka",
      id: "15490000",
      name: "Mei Tanaka",
      what: "changed",
      details: [{ kind: "role", path: "roles", to: "Admin" }],
    },
    { class: "security", platform: "nerm", key: "ana", id: "a1", name: "Ana Sousa", what: "gone", details: [] },
    {
      class: "cosmetic",
      platform: "netex",
      key: "priya",
      id: "7",
      name: "Priya Rao",
      what: "changed",
      details: [{ kind: "attribute", path: "officePhone", from: "1", to: "2" }],
    },
  ],
  unmanaged: [
    { platform: "adobe", id: "1", naturalKey: "guest@example.com", name: "Guest", administrator: false },
    { platform: "adobe", id: "2", naturalKey: "root@example.com", name: "Root", administrator: true },
  ],
  listed: [
    { platform: "adobe", accounts: 1400 },
    { platform: "netex", accounts: 7 },
  ],
  waived: [
    {
      platform: "nerm",
      id: "3",
      naturalKey: "support",
      name: "Support",
      administrator: false,
      waiver: {
        platform: "nerm",
        account: "support",
        reason: "the vendor's",
        owner: "it@example.com",
        until: "2027-01-31",
      },
    },
  ],
  expired: [
    { platform: "adobe", account: "old@example.com", reason: "a trial", owner: "it@example.com", until: "2026-10-31" },
  ],
  unused: [],
  notes: ["Netex lists no guests"],
  worst: "security",
};

describe("the drift report", () => {
  const text = renderDrift(DRIFT);

  it("has a marker of its own, and says how much of which class", () => {
    expect(text.split("\n").slice(0, 2)).toEqual([
      "<!-- roster drift acme/prod -->",
      "### acme/prod: 2 security, 1 cosmetic, 2 unmanaged in 412 accounts",
    ]);
    expect(renderDrift({ ...DRIFT, drifted: [], unmanaged: [] })).toContain("acme/prod: no drift in 412 accounts");
  });

  it("shows security in full, folds the cosmetic, and puts administrators first among accounts of nobody", () => {
    expect(text).toContain("- **Mei Tanaka** Adobe Learning Manager `15490000`: role + **Admin**");
    expect(text).toContain("- **Ana Sousa** SailPoint NERM `a1`: the account is gone");
    expect(text).toMatch(/<details><summary>1 cosmetic drift[\s\S]*officePhone `1` → `2`[\s\S]*<\/details>/);
    expect(text.indexOf("**Root**")).toBeLessThan(text.indexOf("**Guest**"));
    expect(text).toContain("`root@example.com`, id `2`, **administrator**");
  });

  it("names waivers, whose end has come and whom to ask", () => {
    expect(text).toContain("**1 waiver is over**");
    expect(text).toMatch(/`old@example\.com` \(a trial\) until 2026-10-31: ask it&#64;&#8203;example\.com/);
    expect(text).toContain("1 account is waived");
    expect(text).toContain("- Netex lists no guests");
    expect(text).toContain(
      "among those that the lists show&#58; 1,400 at Adobe Learning Manager, 7 at Netex learningCloud\n",
    );
  });

  it("stays below the limit and names everybody who has drifted in security", () => {
    const drifted = Array.from({ length: 2_000 }, (_, n) => ({ ...DRIFT.drifted[1], name: personName(n) }) as never);
    const many = renderDrift({ ...DRIFT, drifted });
    expect(many.length).toBeLessThanOrEqual(LIMIT);
    for (const n of [0, 999, 1_999]) expect(many).toContain(personName(n));
  });

  it("lets no name act", () => {
    const unmanaged = HOSTILE_NAMES.map((name) => ({
      platform: name,
      id: name,
      naturalKey: name,
      name,
      administrator: true,
    }));
    expectHarmless(renderDrift({ ...DRIFT, drifted: [], unmanaged, notes: [...HOSTILE_NAMES] }));
  });
});

const RUN: RunReport = {
  version: 1,
  project: "acme",
  stack: "prod",
  engine: "pulumi 3.260.0",
  outcome: "failed",
  ranBy: "grace",
  startedAt: "2026-11-24T09:00:00Z",
  endedAt: "2026-11-24T09:00:25Z",
  commit: "0123456789abcdef",
  planDigest: "4f2a91c0".repeat(8),
  plannedAt: "2026-11-24T08:30:00Z",
  approvals: [{ guard: "leavers", platform: "nerm", count: 12 }],
  changes: [
    {
      platform: "adobe",
      key: "priya",
      name: "Priya Rao",
      id: "1",
      classes: ["mover"],
      details: [{ kind: "attribute", path: "profile", from: "Engineer", to: "Lead" }],
      outcome: "done",
    },
    {
      platform: "nerm",
      key: "tomas",
      name: "Tomás Núñez",
      id: "2",
      classes: ["leaver"],
      departure: "deactivated",
      details: [],
      outcome: "failed",
    },
    { platform: "adobe", key: "ana", name: "Ana Sousa", classes: ["joiner"], details: [], outcome: "not-started" },
  ],
  errors: ["NERM refused: forbidden"],
};

describe("the run report", () => {
  const text = renderRun(RUN);

  it("says how it went, who ran it, by which plan and what was allowed", () => {
    expect(text).toContain("### acme/prod: ❌ failed, 1 of 3 changes done");
    expect(text).toContain("| run by | grace |");
    expect(text).toMatch(/\| started \| 2026-11-24 09&#58;00 UTC, took 25 s \|/);
    expect(text).toContain("| allowed | nerm.leavers&#61;12 |");
  });

  it("puts errors and what failed or was not begun before what is done", () => {
    const order = ["NERM refused", "1 change failed", "1 change not begun", "1 change done"];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain("- **Tomás Núñez** SailPoint NERM `2`: deactivated");
    expect(text).toContain("profile `Engineer` → `Lead`");
  });

  it("stays below the limit, whatever is in it", () => {
    const changes = Array.from({ length: 5_000 }, (_, n) => ({ ...RUN.changes[n % 3], name: personName(n) }) as never);
    expect(renderRun({ ...RUN, changes, errors: ["x".repeat(100_000)] }).length).toBeLessThanOrEqual(LIMIT);
  });

  it("lets no name act", () => {
    const changes = HOSTILE_NAMES.map((name) => ({ ...RUN.changes[0], name, platform: name, id: name }) as never);
    const [ranBy] = HOSTILE_NAMES;
    expectHarmless(renderRun({ ...RUN, changes, ranBy, commit: "</table>", engine: "|", errors: [...HOSTILE_NAMES] }));
  });
});

function expectHarmless(markdown: string): void {
  const outsideCode = markdown.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
  expect(outsideCode.replace(/<\/?(details|summary|s)>|^<!-- roster \w+ acme\/prod -->$/gm, "")).not.toMatch(/[<>]/);
  expect(outsideCode).not.toMatch(/@\w|(?<!&)#\d|\]\(|https?:|www\./);
}
