import { afterEach, describe, expect, it } from "vitest";
import { netex } from "../../../provider/platforms/netex/index.js";
import { type NetexEmulator, startNetex } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { found, probed } from "../probing";

let emulator: NetexEmulator;

async function open(options: object): Promise<{ url: string; token: string }> {
  emulator = await startNetex(options);
  return { url: emulator.url, token: emulator.token };
}

afterEach(() => emulator.close());

describe("a tenant of Netex", () => {
  it.each(probed(netex))("is found to have %s=%s", async (question, answer) => {
    const configuration = await open(variantOptions("netex", question, answer) ?? {});
    const group = emulator.createGroup({ name: "Trainers", roles: { training: ["trainer"] } });
    const many = question === "page-size" && answer === "full" ? 501 : 4;
    for (let i = 0; i < many; i++) {
      emulator.create({ username: `p${i}`, name: "P", surname: String(i), email: `p${i}@example.com` });
      emulator.addToGroup(group.id, `p${i}`);
    }
    expect(await found(netex, configuration, question)).toEqual({ variant: answer });
    expect(emulator.accounts()).toHaveLength(many);
  });

  it("that is empty is not judged by the looks", async () => {
    const configuration = await open({});
    for (const question of ["newer-attributes", "username-case", "page-size", "index-base", "group-roles"]) {
      expect(await found(netex, configuration, question)).toEqual({ untold: expect.any(String) });
    }
    expect(emulator.log.writes()).toEqual([]);
  });
});
