import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { Engine } from "../../engine/index";
import { Lab } from "./lab";
import { PeopleLab } from "./people-lab";

describe("a text that a provider leaves in a file with an error", () => {
  let lab: Lab | undefined;
  afterEach(() => lab?.remove());

  test("arrives in the state, and the file is gone; what only looks like such a place is left alone", async () => {
    lab = new Lab();
    const place = (name: string) => join(lab?.directory ?? "", name);
    const left = place(`roster-${randomUUID()}`);
    const other = place("diary");
    const text = "long ".repeat(20_000);
    writeFileSync(left, text);
    writeFileSync(other, "nobody's business");
    const lookalikes = {
      other: `left-in-file:${other}`,
      quoted: `see left-in-file:${left}`,
      gone: `left-in-file:${place(`roster-${randomUUID()}`)}`,
    };
    // The lab's provider answers with the properties that it was given.
    lab.declare({ name: "half", props: { partial: "create", left: `left-in-file:${left}`, ...lookalikes } });
    const { succeeded } = await lab.engine.up();
    expect(succeeded).toBe(false);
    const { half } = await lab.state();
    expect(half?.id).toBe("half-1");
    expect(half?.outputs).toMatchObject({ left: text, ...lookalikes });
    expect([existsSync(left), existsSync(other)]).toEqual([false, true]);
  });
});

describe("a set whose failure is too large for a trailer", () => {
  const PEOPLE = 500;
  let lab: PeopleLab;
  afterEach(() => lab.close());

  test("keeps everybody who succeeded, leaves no file behind, and goes on in the next up", async () => {
    lab = await PeopleLab.open();
    const { vendor } = lab;
    const temporary = join(lab.folder, "temporary");
    mkdirSync(temporary);
    const engine = new Engine(
      lab.options({
        ADOPT: "no",
        SET: "yes",
        LONG: "yes",
        PEOPLE: String(PEOPLE),
        TMPDIR: temporary,
        ROSTER_ADOBE_URL: vendor.url,
        ROSTER_ADOBE_TOKEN: vendor.token,
      }),
    );
    vendor.faults.add({ method: "POST", nth: 7, fault: { kind: "status", status: 400 } });
    expect((await engine.up()).succeeded).toBe(false);
    const { deployment } = await engine.exportState({ showSecrets: true });
    const set = deployment.resources?.find(({ type }) => type.endsWith("adobe:Users"));
    // Packed, and larger than what Node takes in a trailer.
    expect(JSON.stringify(set?.outputs?.["packed"]).length).toBeGreaterThan(32 * 1024);
    expect(readdirSync(temporary).filter((name) => name.startsWith("roster-"))).toEqual([]);
    expect(vendor.people()).toHaveLength(PEOPLE - 1);
    vendor.faults.clear();
    vendor.log.clear();
    expect((await engine.up()).succeeded).toBe(true);
    expect(vendor.log.writes()).toHaveLength(1);
    expect(new Set(vendor.people().map(({ email }) => email)).size).toBe(PEOPLE);
  });
});
