import { afterEach, describe, expect, it } from "vitest";
import { scim } from "../../../provider/platforms/scim/index.js";
import { type ScimEmulator, startScim } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
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
});
