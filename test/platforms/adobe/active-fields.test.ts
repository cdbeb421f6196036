import { afterEach, describe, expect, it } from "vitest";
import { adobe } from "../../../provider/platforms/adobe/index";
import { type AdobeEmulator, startAdobe } from "../../../sandbox/index";
import { fastClock } from "../../conformance/fast-clock";
import { Life, ONE } from "../../fuzz/life";

const nfd = (text: string) => text.normalize("NFD");
const clock = fastClock();
const ada = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer" };

let emulator: AdobeEmulator;
afterEach(() => emulator.close());

async function life(): Promise<Life> {
  emulator = await startAdobe({
    now: clock.now,
    activeFields: [
      { name: nfd("Équipe"), allowedValues: [nfd("Qualité"), "Ventes"] },
      { name: nfd("Côté") },
      { name: "Site" },
    ],
  });
  const { url, token } = emulator;
  return new Life(ONE, adobe, { url, token, timeout: 20 }, clock);
}

function asked(): readonly string[] {
  return emulator.log.reads().map(({ path }) => path.replace(/.*\/v2/, "").replace(/\?.*/, ""));
}

describe("an active field that the account has in NFD alone", () => {
  it("is set at creation, changed and emptied under that name, with listed values as they are listed", async () => {
    const one = await life();
    const first = { ...ada, fields: { Équipe: "Qualité", Site: "Genève" } };
    await one.apply(first);
    expect(emulator.get("ada@example.com")?.fields).toEqual({ [nfd("Équipe")]: nfd("Qualité"), Site: "Genève" });
    await one.refresh();
    expect(one.differs(first)).toBe(false);
    const second = { ...ada, fields: { Équipe: "Ventes", Côté: "Rive", Site: null } };
    await one.apply(second);
    expect(emulator.get("ada@example.com")?.fields).toEqual({ [nfd("Équipe")]: "Ventes", [nfd("Côté")]: "Rive" });
    await one.refresh();
    expect(one.differs(second)).toBe(false);
  });

  it("costs one look a run, and none where no field is written", async () => {
    const one = await life();
    await one.apply(ada);
    await one.apply({ ...ada, bio: "Analyst" });
    expect(asked()).not.toContain("/account/fields");
    await one.apply({ ...ada, fields: { Site: "Paris", Équipe: "Ventes", Côté: "Rive" } });
    expect(asked().filter((path) => path === "/account/fields")).toHaveLength(1);
  });

  it("is sent as declared where the account doesn't tell its fields", async () => {
    const one = await life();
    emulator.faults.add({ method: "GET", path: "/account/fields", fault: { kind: "status", status: 404 } });
    await one.apply({ ...ada, fields: { Site: "Genève" } });
    expect(emulator.get("ada@example.com")?.fields).toEqual({ Site: "Genève" });
  });
});
