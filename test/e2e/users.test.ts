import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { company, type People } from "./company";
import { diffText, errorsOf, type Person, PluginLab, type Program } from "./plugin-lab";

const COMPANY = 40;
function without(people: People, ...keys: string[]): People {
  return Object.fromEntries(Object.entries(people).filter(([key]) => !keys.includes(key)));
}

describe.each(["plugin", "dynamic"] as const)("a set of people through the %s", (adapter) => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
  });
  afterAll(() => lab?.close());

  const set = (users: People, own: object = {}, options: object = {}): Person => ({
    platform: "adobe",
    kind: "Users",
    key: "people",
    args: { users, ...own },
    options: { ...options },
  });
  const program = (users: People, own: object = {}, others: readonly Person[] = []): Program => ({
    adapter,
    people: [set(users, own), ...others],
  });
  const idsOf = async () => (await lab.resource("people")).outputs?.["ids"] as Record<string, string>;

  test("is created with its managers, and then shows no change", async () => {
    const run = await lab.up(program(company(COMPANY)));
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ create: 2 });
    const { adobe } = lab.vendors;
    expect(adobe.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(COMPANY);
    const ids = await idsOf();
    expect(adobe.get(ids["p9"] ?? "")?.manager).toBe(ids["p1"]);
    lab.writes();
    expect((await lab.preview()).changes).toEqual({ same: 2 });
    expect(errorsOf(await lab.refresh())).toBe("");
    expect((await lab.preview()).changes).toEqual({ same: 2 });
    expect(lab.writes()).toEqual([]);
  });

  test("keeps whoever succeeded where one fails, and the next run does the rest", async () => {
    const { adobe } = lab.vendors;
    adobe.faults.add({ method: "POST", path: "/users$", times: 1, fault: { kind: "status", status: 403 } });
    const more = company(COMPANY + 5);
    const failed = await lab.up(program(more));
    expect(failed.succeeded).toBe(false);
    expect(errorsOf(failed)).toMatch(/4 of 5 people are done, 1 failed.*users\.p4\d: /s);
    expect(errorsOf(failed)).not.toContain("example.com");
    expect(Object.keys(await idsOf())).toHaveLength(COMPANY + 4);
    lab.writes();
    const run = await lab.up();
    expect(errorsOf(run)).toBe("");
    expect(lab.writes().filter((write) => write.endsWith("POST"))).toHaveLength(1);
    expect(adobe.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(COMPANY + 5);
  });

  test("lets people go to a User of their own, and takes them back, without a write", async () => {
    const people = company(COMPANY + 5);
    const { manager: _, ...last } = people["p44"] ?? {};
    const single: Person = { platform: "adobe", key: "single", args: { ...last, adopt: true } };
    const id = (await idsOf())["p44"];
    lab.writes();
    const out = await lab.up(program(without(people, "p44"), {}, [single]));
    expect(errorsOf(out)).toBe("");
    expect((await lab.resource("single")).id).toBe(id);
    const back = await lab.up(program({ ...people, p44: { ...people["p44"], adopt: true } }));
    expect(errorsOf(back)).toBe("");
    expect((await idsOf())["p44"]).toBe(id);
    expect(lab.writes()).toEqual([]);
  });

  test("refuses to lose more people than it may, already in preview, and removes those it may", async () => {
    const people = company(COMPANY + 5);
    const few = Object.fromEntries(Object.entries(people).slice(0, 20));
    const preview = await lab.preview(program(few));
    expect(preview.succeeded).toBe(false);
    expect(errorsOf(preview)).toMatch(/25 people \(p20, .*\) would leave/);
    expect(errorsOf(await lab.up())).toMatch(/25 people/);
    expect(lab.writes()).toEqual([]);
    const run = await lab.up(program(few, { maxRemovals: 25 }));
    expect(errorsOf(run)).toBe("");
    // The one who came back was adopted, and is released.
    expect(lab.writes().filter((write) => write.endsWith("DELETE"))).toHaveLength(24);
  });

  test('is destroyed only after maxRemovals "all"', async () => {
    const few = Object.fromEntries(Object.entries(company(COMPANY)).slice(0, 20));
    expect(errorsOf(await lab.destroy())).toMatch(/deleting this resource would remove 20 people/);
    expect(lab.writes()).toEqual([]);
    expect(errorsOf(await lab.up(program(few, { maxRemovals: "all" })))).toBe("");
    expect(errorsOf(await lab.destroy())).toBe("");
    expect(lab.vendors.adobe.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(1);
  });

  test("keeps a person's secrets encrypted, after a refresh too", async () => {
    const eve = { login: "eve", name: "Eve", email: "eve@example.com", initialPassword: "Difference-1822" };
    const nerm = (users: object): Program => ({
      adapter,
      people: [{ platform: "nerm", kind: "Users", key: "nerm", args: { users } }],
    });
    expect(errorsOf(await lab.up(nerm({ e: eve })))).toBe("");
    expect(errorsOf(await lab.refresh())).toBe("");
    expect(await lab.state()).not.toContain("Difference-1822");
    expect(JSON.stringify((await lab.resource("nerm")).outputs)).toContain("eve@example.com");
    const preview = await lab.preview(nerm({ $secret: { e: eve } }));
    const said = preview.diagnostics.map(({ message }) => message).join();
    if (adapter === "plugin") expect(said).toMatch(/users is secret as a whole/);
    expect(said).not.toContain("Difference-1822");
  });
});

describe("a set of people through the plugin alone", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
  });
  afterAll(() => lab?.close());

  test("imports a whole account, and releases whoever the program leaves out", async () => {
    const { adobe } = lab.vendors;
    for (const { email, name, profile } of Object.values(company(20))) {
      adobe.create({ email: String(email), name: String(name), profile: String(profile) });
    }
    const users = Object.fromEntries(
      Object.values(company(3)).map(({ email, name, profile }) => [email, { email, name, profile }]),
    );
    const options = { import: "all" };
    const people: Person = { platform: "adobe", kind: "Users", key: "people", args: { users }, options };
    const run = await lab.up({ people: [people] });
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ import: 1 });
    expect(lab.writes()).toEqual([]);
    expect(adobe.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(20);
    expect(Object.keys((await lab.resource("people")).outputs?.["origins"] ?? {})).toHaveLength(3);
    expect((await lab.preview()).changes).toEqual({ same: 2 });
  });
});

describe("a thousand people", () => {
  let lab: PluginLab;
  beforeAll(async () => {
    lab = await PluginLab.open();
  });
  afterAll(() => lab?.close());

  test("with ten changes are a preview of at most 60 lines, and a failure among them loses nobody", async () => {
    const set = (users: People): Program => ({
      people: [{ platform: "netex", kind: "Users", key: "people", args: { users } }],
    });
    const netex: People = Object.fromEntries(
      Object.keys(company(1_000)).map((key) => [
        key,
        {
          username: `${key}.acme`,
          name: key,
          surname: "Byron",
          language: "en",
          timezone: "Europe/London",
          email: `${key}@example.com`,
        },
      ]),
    );
    lab.vendors.netex.faults.add({ method: "POST", times: 1, fault: { kind: "status", status: 403 } });
    expect(errorsOf(await lab.up(set(netex)))).toMatch(/999 of 1000 people are done/);
    lab.writes();
    expect(errorsOf(await lab.up(set(netex)))).toBe("");
    expect(lab.writes()).toHaveLength(1);
    const changed = { ...netex };
    for (let i = 0; i < 8; i++) changed[`p${i * 100}`] = { ...netex[`p${i * 100}`], surname: "King" };
    changed["joiner"] = { ...netex["p1"], username: "joiner.acme" };
    delete changed["p999"];
    const preview = await lab.preview(set(changed));
    expect(errorsOf(preview)).toBe("");
    const text = diffText(preview.events);
    expect(text).toMatch(/surname: "Byron" => "King"/);
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });
});
