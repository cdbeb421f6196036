import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EXAMPLE } from "./build";
import { DemoRun, type Sent, type Summary } from "./demo-run";
import { type AccountChange, changesBetween, peopleOn, type Roster, readRoster, VENDORS, type Vendor } from "./roster";

const STEPS = ["preview", "up", "preview-again", "edit-preview", "edit-up", "drift-refresh", "drift-up", "destroy"];

/** What others do behind Pulumi's back in the demo, and what a refresh makes of it. */
const DRIFT = {
  "adobe liam-murphy": "update",
  "adobe petra-horvat": "delete",
  "netex tomas-nunez": "update",
  "nerm ines-moreau": "update",
};

/** The demo's promises, whichever engine runs it. Numbers are worked out from the roster file and its edit. */
export function demoStory(engine: Summary["engine"]): void {
  const roster = readRoster(join(EXAMPLE, "people.csv"));
  let demo: DemoRun;
  let edit: readonly AccountChange[];

  beforeAll(async () => {
    demo = await DemoRun.start(engine);
    expect(demo.errorOutput).toBe("");
    expect(demo.code).toBe(0);
    edit = changesBetween(roster, demo.edited());
  });
  afterAll(() => demo?.remove());

  it("prints one JSON object of the promised shape, with every step", () => {
    expect(demo.summary).toMatchObject({ engine, people: roster.size });
    expect(demo.summary.steps.map(({ step }) => step)).toEqual(STEPS);
  });

  it("tells of 60 people, all of them on Adobe, 30 on Netex and 20 on NERM", () => {
    expect(roster.size).toBe(60);
    expect(activePeople(roster)).toEqual({ adobe: 60, netex: 30, nerm: 20 });
  });

  it("shows everybody as new in the first preview, and asks the vendors nothing", () => {
    expect(demo.step("preview")).toMatchObject({
      changes: { create: accounts(roster) + STACK },
      requests: NOTHING,
      active: { adobe: 0, netex: 0, nerm: 0 },
    });
  });

  it("creates everybody once", () => {
    expect(demo.step("up")).toMatchObject({
      changes: { create: accounts(roster) + STACK },
      active: activePeople(roster),
    });
    const created = demo.writes("up").filter(({ method, path }) => method === "POST" && /\/users?$/.test(path));
    const ofVendor = (vendor: Vendor) => created.filter((request) => request.vendor === vendor).length;
    expect(Object.fromEntries(VENDORS.map((vendor) => [vendor, ofVendor(vendor)]))).toEqual(activePeople(roster));
  });

  it("finds nothing to do in a second preview, and asks the vendors nothing", () => {
    expect(demo.step("preview-again")).toMatchObject({
      changes: { same: accounts(roster) + STACK },
      requests: NOTHING,
      active: activePeople(roster),
    });
  });

  it("shows what an edit of the roster will do, and asks the vendors nothing", () => {
    const { changes, requests, active } = demo.step("edit-preview");
    expect(changes).toEqual(counted(edit));
    expect(changes).toMatchObject({ create: 2, update: 3, delete: 2 });
    expect(requests).toEqual(NOTHING);
    expect(active).toEqual(activePeople(roster));
  });

  it("applies the edit and touches the edited people alone", () => {
    const { changes, active } = demo.step("edit-up");
    expect(changes).toEqual(counted(edit));
    expect(active).toEqual(activePeople(demo.edited()));
    const touched = edit.filter(({ op }) => op !== "same").map(({ vendor, key }) => `${vendor} ${key}`);
    const written = demo.writtenAccounts("edit-up");
    expect(sorted(new Set(written))).toEqual(sorted(touched));
    // A change or a departure is one write.
    const single = edit.filter(({ op }) => op === "update" || op === "delete");
    for (const { vendor, key } of single) {
      expect(written.filter((name) => name === `${vendor} ${key}`)).toHaveLength(1);
    }
  });

  it("finds out by a refresh what others changed at the vendors, without a write", () => {
    const { changes, requests, active } = demo.step("drift-refresh");
    const rest = accounts(demo.edited()) + STACK - Object.keys(DRIFT).length;
    expect(changes).toEqual({ same: rest, update: 3, delete: 1 });
    expect(VENDORS.map((vendor) => requests[vendor].write)).toEqual([0, 0, 0]);
    const found = [...demo.outcomes("drift-refresh")].filter(([, op]) => op !== "same" && op !== "refresh");
    expect(Object.fromEntries(found)).toEqual(DRIFT);
    const people = activePeople(demo.edited());
    expect(active).toEqual({ ...people, adobe: people.adobe - 1 });
  });

  it("puts right what drifted and nothing else", () => {
    const { changes, active } = demo.step("drift-up");
    expect(changes).toEqual({ same: accounts(demo.edited()) + STACK - 4, update: 3, create: 1 });
    expect(active).toEqual(activePeople(demo.edited()));
    expect(sorted(new Set(demo.writtenAccounts("drift-up")))).toEqual(sorted(Object.keys(DRIFT)));
    const sent = JSON.stringify(demo.writes("drift-up").map(({ body }: Sent) => body));
    expect(sent).toContain('"roles":["Learner"]');
    expect(sent).toContain('"surname":"Núñez"');
    expect(sent).toContain('"name":"Inès Moreau"');
  });

  it("leaves nobody active after destroy, with one write for each account", () => {
    const edited = demo.edited();
    const { changes, requests, active } = demo.step("destroy");
    expect(changes).toEqual({ delete: accounts(edited) + STACK });
    expect(active).toEqual({ adobe: 0, netex: 0, nerm: 0 });
    const people = activePeople(edited);
    expect(VENDORS.map((vendor) => requests[vendor].write)).toEqual(VENDORS.map((vendor) => people[vendor]));
  });

  it("leaves logs in the folder it is given, without colour codes and without the headers that hold the tokens", () => {
    const text = demo.log("demo.txt");
    expect(text).not.toContain("\u001b");
    expect(text).toMatch(/^8\. /m);
    for (const step of STEPS) {
      expect(demo.events(step).length).toBeGreaterThan(0);
      for (const request of demo.requests(step)) expect(request).not.toHaveProperty("headers");
    }
  });

  it("masks people's addresses in the requests it shows", () => {
    const shown = demo
      .log("demo.txt")
      .split("\n")
      .filter((line) => /^ {4}(POST|PUT|PATCH|DELETE) /.test(line));
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.join("\n")).toContain("email=a***@example.com");
    for (const line of shown) expect(line).not.toMatch(/[\p{L}\d][\p{L}\d._-]+@/u);
  });
}

/** The stack is a resource too. */
const STACK = 1;
const NOTHING = { adobe: { read: 0, write: 0 }, netex: { read: 0, write: 0 }, nerm: { read: 0, write: 0 } };

function activePeople(roster: Roster): Record<Vendor, number> {
  const on = (vendor: Vendor): number => peopleOn(vendor, roster).length;
  return { adobe: on("adobe"), netex: on("netex"), nerm: on("nerm") };
}

function accounts(roster: Roster): number {
  return VENDORS.reduce((sum, vendor) => sum + peopleOn(vendor, roster).length, 0);
}

/** The summary event's counts of these changes. */
function counted(changes: readonly AccountChange[]): Record<string, number> {
  const counts: Record<string, number> = { same: STACK };
  for (const { op } of changes) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}
