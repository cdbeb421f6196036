import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultRule } from "../../../sandbox/index";
import { ADDRESS, DoctorLab } from "./doctor-lab";

const TRY = ["--platform", "adobe", "--try", ADDRESS];
const JOURNAL = ".roster/journal/doctor-adobe.json";

let lab: DoctorLab;
beforeEach(async () => {
  lab = await DoctorLab.open();
});
afterEach(() => lab.close());

/** What the journal says of a person who was made. */
const made = (changes: object = {}): string =>
  JSON.stringify({
    platform: "adobe",
    tenant: lab.sandbox.adobe.accountId,
    address: ADDRESS,
    ids: [],
    begunAt: Date.now() - 60_000,
    ...changes,
  });
/** A journal of a trial that nobody is at any more. */
function leave(text: string): void {
  lab.write(JOURNAL, text);
  touched(new Date(0));
}
const touched = (at: Date): void => utimesSync(join(lab.folder, JOURNAL), at, at);
const person = { email: ADDRESS, name: "Roster Doctor", profile: "Trial" };

describe("a trial", () => {
  test("makes one person, and removes them", async () => {
    const { code, out } = await lab.doctor(TRY);
    expect(code).toBe(0);
    expect(out).toMatch(/trial +the person was made, and is removed again\n/);
    expect(lab.of("adobe").trialPerson).toBe("removed");
    expect(lab.writes().filter((write) => write.startsWith("POST")).length).toBeGreaterThan(0);
    expect([lab.doctored(), lab.journals()]).toEqual([[], []]);
  });

  test("writes nothing where the folder that may name somebody can't be read", async () => {
    lab.write(".roster/journal", "");
    const { code, error } = await lab.doctor(TRY);
    expect(error).toMatch(/journal may say whom a trial has made, and can't be read/);
    expect([code, lab.writes()]).toEqual([1, []]);
  });

  test("writes nothing where somebody has the address", async () => {
    const { id } = lab.sandbox.adobe.create({ ...person, name: "Ada Byron" });
    const { code, error } = await lab.doctor(TRY);
    expect(error).toContain(`has account ${id} for it. Nothing was written`);
    expect([code, lab.writes(), lab.journals()]).toEqual([1, [], []]);
  });

  test.each([
    [
      "an address that may have been a colleague's",
      ["--platform", "adobe", "--try", "ada@doctors.example.com"],
      'must have "doctor" before the @',
    ],
    ["an address that is none", ["--platform", "adobe", "--try", "ada"], "--try ada: is no address"],
    [
      "several platforms",
      ["--try", ADDRESS],
      "--try makes a person at one platform: name it with --platform, of adobe,",
    ],
  ])("is refused for %s", async (_, args, reason) => {
    const { code, error } = await lab.doctor(args);
    expect(error).toContain(reason);
    expect([code, lab.writes()]).toEqual([1, []]);
  });

  test("is refused where the configuration only reads", async () => {
    const { code, error } = await lab.doctor(TRY, { environment: { ROSTER_ADOBE_READ_ONLY: "true" } });
    expect(error).toContain("roster:adobe.readOnly is true");
    expect([code, lab.writes()]).toEqual([1, []]);
  });

  test("makes nobody where the vendor refuses the person, and asks for no removal", async () => {
    lab.sandbox.adobe.faults.add({ method: "POST", path: /\/users/, fault: { kind: "status", status: 400 } });
    const { code, out } = await lab.doctor(TRY);
    expect(code).toBe(1);
    expect(out).toMatch(/trial +nobody was made\n/);
    expect(lab.writes().map((write) => write.split(" ")[0])).toEqual(["POST"]);
    expect(lab.journals()).toEqual([]);
  });

  test("removes a person whose creation was answered by a lost connection", async () => {
    lab.sandbox.adobe.faults.add({ method: "POST", path: /\/users/, times: 1, fault: { kind: "reset-after" } });
    const { code } = await lab.doctor(TRY);
    expect([code, lab.doctored(), lab.journals()]).toEqual([0, [], []]);
  });

  const slow = (rule: Pick<FaultRule, "method" | "nth" | "path">): FaultRule => ({
    path: /\/users/,
    ...rule,
    fault: { kind: "slow", ms: 250 },
  });
  test.each<[string, FaultRule]>([
    ["at the creation", slow({ method: "POST", nth: 1 })],
    ["in a trial", slow({ method: "DELETE", nth: 1 })],
    ["in a later call of it", slow({ method: "POST", nth: 2 })],
    ["at the removal", slow({ method: "DELETE", nth: 2 })],
  ])("removes the person where it is interrupted %s", async (_, rule) => {
    const { faults } = lab.sandbox.adobe;
    faults.add(rule);
    const stop = new AbortController();
    const ended = lab.doctor(TRY, { signal: stop.signal });
    while (!faults.report().some(({ struck }) => struck > 0)) await pause(5);
    stop.abort();
    const { code, error } = await ended;
    expect(error).toContain("interrupted; the person who was made is removed");
    expect([code, lab.doctored(), lab.journals()]).toEqual([1, [], []]);
  });
});

describe("a person who can't be removed", () => {
  test("is told with the id, and is removed by the next start, whatever it is for", async () => {
    lab.sandbox.adobe.faults.add({ method: "DELETE", fault: { kind: "status", status: 403 } });
    const { code, out, error } = await lab.doctor([...TRY, "--json"]);
    const [left] = lab.sandbox.adobe.people().filter(({ email }) => email === ADDRESS);
    expect(code).toBe(1);
    expect(error).toContain(`account ${left?.id} (${ADDRESS}) may still be there`);
    expect(error).toContain("delete it by hand, or run roster doctor again");
    expect(JSON.parse(out)).toMatchObject({ platforms: [{ trialPerson: "left", state: "broken" }] });
    expect(statSync(join(lab.folder, JOURNAL)).mode & 0o777).toBe(0o600);

    const refused = await lab.doctor(TRY);
    expect(refused.error).toContain("nobody is made for trials while somebody is left of earlier ones");
    expect(refused.code).toBe(1);

    lab.sandbox.adobe.faults.clear();
    const next = await lab.doctor(["--platform", "scim"]);
    expect(next.error).toContain("removing whom an earlier trial has left at Adobe Learning Manager");
    expect([next.code, lab.doctored(), lab.journals()]).toEqual([0, [], []]);
  });

  test("is looked for where the vendor has told no id", async () => {
    lab.sandbox.adobe.create(person);
    leave(made());
    const { code } = await lab.doctor();
    expect([code, lab.doctored(), lab.journals()]).toEqual([0, [], []]);
  });

  test("is removed with what a kill in the middle of a write has left of the journal", async () => {
    const { id } = lab.sandbox.adobe.create(person);
    lab.write(`${JOURNAL}.4711.part`, made({ ids: [id] }).slice(0, 40));
    leave(made());
    const { code } = await lab.doctor();
    expect([code, lab.doctored(), lab.journals()]).toEqual([0, [], []]);
  });

  test("is nobody where the vendor had made nobody, and had all the time for it", async () => {
    leave(made({ begunAt: Date.now() - 300_000 }));
    const { code } = await lab.doctor();
    expect([code, lab.writes(), lab.journals()]).toEqual([0, [], []]);
  });

  test.each([
    ["another name, and no id is known", { name: "Ada Byron" }, []],
    ["another name and address under the known id", { name: "Ada Byron", email: "ada@example.com" }, ["known"]],
  ])("is left where the account shows %s", async (_, shown, ids) => {
    const { id } = lab.sandbox.adobe.create({ ...person, ...shown });
    leave(made({ ids: ids.map(() => id) }));
    const { code, error } = await lab.doctor();
    expect(error).toContain(`account ${id} (${ADDRESS}) may still be there: it is not as it was made`);
    expect([code, lab.writes(), lab.journals()]).toEqual([1, [], ["doctor-adobe.json"]]);
  });

  test.each([
    ["another tenant", {}, { tenant: "4711" }, "it is in tenant 4711"],
    ["a platform that isn't configured", { ROSTER_ADOBE_TOKEN: undefined }, {}, "roster:adobe.token is required"],
    ["a configuration that only reads", { ROSTER_ADOBE_READ_ONLY: "true" }, {}, "readOnly is true"],
  ])("is left with %s", async (_, environment, entry, reason) => {
    lab.sandbox.adobe.create(person);
    leave(made(entry));
    const { code, error } = await lab.doctor(["--platform", "scim"], { environment });
    expect(error).toContain(reason);
    expect([code, lab.writes(), lab.journals()]).toEqual([1, [], ["doctor-adobe.json"]]);
  });

  test("is nobody's affair while another command is at it", async () => {
    lab.sandbox.adobe.create(person);
    leave(made());
    const touching = setInterval(() => touched(new Date()), 100);
    touched(new Date());
    const { code, error } = await lab.doctor();
    clearInterval(touching);
    expect(error).toContain("another roster doctor makes trials here");
    expect([code, lab.writes()]).toEqual([1, []]);
    touched(new Date(0));
    expect((await lab.doctor()).code).toBe(0);
    expect(lab.doctored()).toEqual([]);
  });

  test("is to be looked for by hand where the file can't be read", async () => {
    leave("{");
    const { code, error } = await lab.doctor();
    expect(error).toContain("Look for that person at the vendor, and remove the file then");
    expect(code).toBe(1);
  });
});
