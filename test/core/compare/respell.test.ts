import { describe, expect, it } from "vitest";
import { check } from "../../../provider/core/compare/check";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { FLAT } from "../../../provider/core/model/entity";
import { VerifiedConnector } from "../../../provider/core/reads/verified-connector";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { kind } from "../lab";

const nfc = (text: string) => text.normalize("NFC");
const nfd = (text: string) => text.normalize("NFD");
const outputs = { login: "ada", tenant: "here", origin: "created" };

function opened(vendor: FakeConnector) {
  return sessionOf(new VerifiedConnector(vendor, kind));
}

describe("check", () => {
  it("brings keys, names, map keys, roles and what is cleared into NFC, and leaves secrets and what is never shown", () => {
    const given = {
      login: nfd("zoë"),
      bio: nfd("née"),
      tags: [nfd("é")],
      fields: { [nfd("Équipe")]: nfd("Gérance") },
      roles: [nfd("Éditeur")],
      clear: [`fields["${nfd("Côté")}"]`],
      badge: nfd("é"),
      initialPassword: nfd("é"),
    };
    const { inputs, issues } = check(kind, given, {});
    expect(issues).toEqual([]);
    expect(inputs).toEqual({
      login: nfc("zoë"),
      bio: nfc("née"),
      tags: [nfc("é")],
      fields: { [nfc("Équipe")]: nfc("Gérance") },
      roles: [nfc("Éditeur")],
      clear: [`fields["${nfc("Côté")}"]`],
      badge: nfd("é"),
      initialPassword: nfd("é"),
    });
  });

  it("refuses two keys of a map that are one name", () => {
    const { issues } = check(kind, { login: "a", fields: { [nfd("é")]: "1", [nfc("é")]: "2" } }, {});
    expect(issues).toMatchObject([{ path: ["fields", nfd("é")], reason: expect.stringMatching(/Unicode form/) }]);
  });
});

describe("a name that the vendor holds in NFD", () => {
  it("is looked for in both forms, the composed one first", async () => {
    const vendor = new FakeConnector();
    const asked: string[] = [];
    vendor.find = async (...[key]: string[]) => {
      asked.push(key ?? "");
      return key === nfd("zoë") ? [account({ login: nfd("zoë") })] : [];
    };
    const applied = await create(opened(vendor), { login: nfc("zoë"), adopt: true }, "urn");
    expect(applied).toMatchObject({ id: "9", outputs: { origin: "adopted" } });
    expect(asked).toEqual([nfc("zoë"), nfd("zoë")]);
    expect(vendor.calls).toEqual([]);
  });

  it("is written in that spelling where it is a key or a role, after a look", async () => {
    const vendor = new FakeConnector();
    const sets = { roles: { members: { [FLAT]: [nfd("Éditeur"), "Old"] } } };
    vendor.account = account({ login: "ada", fields: { [nfd("Équipe")]: "A" } }, { sets });
    const olds = { ...outputs, fields: { [nfc("Équipe")]: "A" }, roles: [nfc("Éditeur"), "Old"] };
    const news = { login: "ada", fields: { [nfc("Équipe")]: "B" }, roles: [nfc("Éditeur")] };
    const { outputs: after } = await update(opened(vendor), "9", olds, news, "urn");
    expect(vendor.calls).toEqual(["read", "update"]);
    expect(vendor.account.attributes["fields"]).toEqual({ [nfd("Équipe")]: "B" });
    expect(vendor.account.sets["roles"]?.members[FLAT]).toEqual([nfd("Éditeur")]);
    expect(after).toMatchObject({ fields: { [nfc("Équipe")]: "B" }, roles: [nfc("Éditeur")] });
  });

  it("costs no look where nothing that changes has two forms", async () => {
    const vendor = new FakeConnector();
    vendor.account = account({ login: "ada" });
    await update(opened(vendor), "9", outputs, { login: "ada", bio: "née" }, "urn");
    expect(vendor.calls).toEqual(["update"]);
  });

  it("is no difference to a state of an earlier version, in keys, values and roles", async () => {
    const vendor = new FakeConnector();
    const olds = { ...outputs, bio: nfd("née"), fields: { [nfd("é")]: nfd("é") }, roles: [nfd("Éditeur")] };
    const news = { login: "ada", bio: nfc("née"), fields: { [nfc("é")]: nfc("é") }, roles: [nfc("Éditeur")] };
    await update(opened(vendor), "9", olds, news, "urn");
    expect(vendor.calls).toEqual([]);
  });
});
