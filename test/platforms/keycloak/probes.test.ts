import { afterEach, describe, expect, it } from "vitest";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { probes } from "../../../provider/platforms/keycloak/probes";
import { type KeycloakEmulator, startKeycloak } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { scripted } from "../../http/scripted-vendor";
import { found, probed } from "../probing";

let emulator: KeycloakEmulator | undefined;
afterEach(() => emulator?.close());

describe("a realm of Keycloak", () => {
  it.each(probed(keycloak))("is found to have %s=%s", async (question, answer) => {
    emulator = await startKeycloak(variantOptions("keycloak", question, answer));
    const { url, realm, clientId, clientSecret } = emulator;
    const before = emulator.people().length;
    const configuration = { url, realm, clientId, clientSecret };
    expect(await found(keycloak, configuration, question)).toEqual({ variant: answer });
    expect(emulator.people()).toHaveLength(before);
    expect(emulator.log.writes()).toEqual([]);
  });

  const looks = probed(keycloak).map(([question]) => question);
  it.each([...new Set(looks)])("that these credentials may not see is not judged: %s", async (question) => {
    for (const answer of [
      { status: 403, body: {} },
      { status: 200, body: {} },
    ]) {
      const { http, clock } = scripted(() => answer);
      const finding = await clock.ended(
        probes(http, "acme").looks[question]?.() ?? Promise.reject(new Error(question)),
      );
      // A profile that says nothing of further attributes takes none.
      const isTold = question === "further-attributes" && answer.status === 200;
      expect(finding).toEqual(isTold ? { variant: "dropped" } : { untold: expect.any(String) });
    }
  });

  it.each([
    ["usernames", { registrationEmailAsUsername: null }],
    ["default-role", { defaultRole: null }],
  ])("that doesn't say is not judged: %s", async (question, body) => {
    const { http, clock } = scripted(() => ({ status: 200, body }));
    const look = probes(http, "acme").looks[question] ?? (() => Promise.reject(new Error(question)));
    expect(await clock.ended(look())).toEqual({ untold: expect.any(String) });
  });

  it("has the default role by the realm's name in small letters, as Keycloak writes it", async () => {
    const named = (name: string) => ({ status: 200, body: { defaultRole: { id: "r-0", name } } });
    const variantOf = async (name: string) => {
      const { http, clock } = scripted(() => named(name));
      return await clock.ended(probes(http, "Acme").looks["default-role"]?.() ?? Promise.reject(new Error("no look")));
    };
    expect(await variantOf("default-roles-acme")).toEqual({ variant: "by-name" });
    expect(await variantOf("default-roles-Acme")).toEqual({ variant: "renamed" });
  });

  it("is not tried with a person, and would get one who is named by an address alone", () => {
    const { http } = scripted([]);
    const { trials, person } = probes(http, "acme");
    expect(trials).toEqual({});
    expect(person("ada@example.com")).toEqual({
      attributes: { username: "ada@example.com", email: "ada@example.com" },
      sets: {},
      references: {},
    });
  });
});
