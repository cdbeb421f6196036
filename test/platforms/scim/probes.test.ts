import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../../provider/core/contract/platform";
import { scim } from "../../../provider/platforms/scim/index.js";
import { type ScimEmulator, startScim } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { jumpingContext } from "../netex/helpers";
import { found, probed } from "../probing";

let emulator: ScimEmulator;
afterEach(() => emulator.close());

describe("a SCIM server", () => {
  it.each(probed(scim))("is found to have %s=%s", async (question, answer) => {
    emulator = await startScim(variantOptions("scim", question, answer));
    for (const userName of ["ada", "bob"]) emulator.create({ userName });
    const configuration = { url: emulator.url, token: emulator.token };
    expect(await found(scim, configuration, question)).toEqual({ variant: answer });
    expect(emulator.accounts()).toHaveLength(2);
  });

  it.each(trialsOf(scim))("is found to be as usual at %s where writes show late", async (question, usual) => {
    const context = jumpingContext();
    const lateness = 3_000;
    emulator = await startScim({ ...variantOptions("scim", question, usual), async: lateness, now: context.clock.now });
    const configuration = { url: emulator.url, token: emulator.token };
    expect(await found(scim, configuration, question, { context, lateness })).toEqual({ variant: usual });
  });
});

/** Each assumption that a trial tells, with its usual variant. */
function trialsOf({ assumptions }: Platform): readonly (readonly [question: string, usual: string])[] {
  return assumptions.flatMap(({ id, probe, variants }) => {
    const [usual] = Object.keys(variants);
    return probe.by === "trial" && usual !== undefined ? [[id, usual] as const] : [];
  });
}
