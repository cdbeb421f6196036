import { describe, expect, it } from "vitest";
import { check } from "../../../provider/core/compare/check";
import { mayBeSpeltOtherwise, respelt } from "../../../provider/core/compare/respell";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, FLAT, NOTHING } from "../../../provider/core/model/entity";
import { UNKNOWN } from "../../../provider/core/model/value";
import { VerifiedConnector } from "../../../provider/core/reads/verified-connector";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { capabilities, kind } from "../lab";

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

const [team, theirTeam] = [nfc("Équipe"), nfd("Équipe")];
const [editor, theirEditor] = [nfc("Éditeur"), nfd("Éditeur")];
const asking = (changes: readonly Change[], desired: Partial<Desired> = {}): UpdateRequest => ({
  id: "9",
  changes,
  desired: { ...NOTHING, ...desired },
  addOnly: [],
});

describe("a look at the vendor's spelling", () => {
  it.each<[string, boolean, readonly Change[], Partial<Desired>?]>([
    ["of a key of a map", true, [{ kind: "attribute", path: ["fields", team], to: "x" }]],
    ["but not of its value", false, [{ kind: "attribute", path: ["fields", "x"], to: team }]],
    ["nor of a map that is not known yet", false, [{ kind: "attribute", path: ["fields"], to: UNKNOWN }]],
    ["of a text in a set", true, [{ kind: "attribute", path: ["tags"], to: ["a", team] }]],
    ["and of one that goes", true, [{ kind: "attribute", path: ["tags"], from: [team], to: [] }]],
    ["but not of a plain text", false, [{ kind: "attribute", path: ["bio"], from: team, to: team }]],
    ["nor of plain ones in a set", false, [{ kind: "attribute", path: ["tags"], to: ["a"] }]],
    ["nor of a part of what is no map", false, [{ kind: "attribute", path: ["bio", team], to: "x" }]],
    ["of a role that is granted", true, [{ kind: "member", path: ["roles", 0], to: editor }]],
    ["of one that is taken away", true, [{ kind: "member", path: ["roles", 0], from: editor }]],
    [
      "of one that stays beside another",
      true,
      [{ kind: "member", path: ["roles", 0], to: "a" }],
      { sets: { roles: { training: ["a", editor] } } },
    ],
    [
      "but not of other sets",
      false,
      [{ kind: "member", path: ["roles", 0], to: "a" }],
      { sets: { roles: { [FLAT]: ["a"] }, teams: { [FLAT]: [editor] } } },
    ],
    ["nor of a reference", false, [{ kind: "reference", path: ["manager"], to: editor }]],
    [
      "if one change of several needs it",
      true,
      [
        { kind: "attribute", path: ["bio"], to: "a" },
        { kind: "attribute", path: ["fields", team], to: "x" },
      ],
    ],
    ["and not without a change", false, []],
  ])("is taken because %s: %j", (_, expected, changes, desired) => {
    expect(mayBeSpeltOtherwise(capabilities, asking(changes, desired))).toBe(expected);
  });
});

describe("a request in the vendor's spelling", () => {
  const shown = account(
    { login: "ada", bio: { [theirTeam]: "1" }, fields: { [theirTeam]: "1", y: "2" }, tags: [theirTeam, "a"] },
    { sets: { roles: { members: { [FLAT]: [theirEditor], training: ["a"] } } } },
  );
  const spelt = (changes: readonly Change[], desired: Partial<Desired> = {}) => {
    const { changes: sent, desired: wanted } = respelt(capabilities, asking(changes, desired), shown);
    return { changes: sent, attributes: wanted.attributes, sets: wanted.sets };
  };

  it.each<[string, Desired["attributes"], Desired["attributes"]]>([
    ["keys of a map", { fields: { [team]: "3", z: "4" } }, { fields: { [theirTeam]: "3", z: "4" } }],
    ["texts of a set", { tags: ["b", team] }, { tags: ["b", theirTeam] }],
  ])("has %s as they are shown", (_, declared, expected) => {
    expect(spelt([], { attributes: declared }).attributes).toEqual(expected);
  });

  it.each<[string, Desired["attributes"]]>([
    ["plain texts", { login: team, bio: "x" }],
    ["an object that is no map", { bio: { [team]: "2" } }],
    ["what is emptied", { fields: null, tags: null }],
    ["what is not known yet", { fields: UNKNOWN, tags: UNKNOWN }],
    ["a set that is not shown", { badge: "7", locale: team }],
    ["what the account doesn't have", { fields: { [nfc("é")]: "1" }, tags: [nfc("é")] }],
    ["an argument that no kind has any more", { gone: null }],
  ])("has %s as they are declared", (_, declared) => {
    expect(spelt([], { attributes: declared }).attributes).toEqual(declared);
  });

  it("has what is declared where the account shows nothing of it", () => {
    const bare = account({ login: "ada" }, { sets: {} });
    const desired = { attributes: { fields: { [team]: "1" }, tags: [team] }, sets: { roles: { [FLAT]: [editor] } } };
    const changes = [
      { kind: "attribute", path: ["fields", team], to: "1" },
      { kind: "member", path: ["roles", 0], to: editor },
    ] as const;
    const request = asking(changes, desired);
    expect(respelt(capabilities, request, bare)).toEqual(request);
  });

  it("has members as they are shown in their section, and none in others", () => {
    const sets = { roles: { [FLAT]: [editor, "b"], training: [editor], play: [editor] } };
    expect(spelt([], { sets }).sets).toEqual({
      roles: { [FLAT]: [theirEditor, "b"], training: [editor], play: [editor] },
    });
    expect(spelt([], { sets: { roles: UNKNOWN } }).sets).toEqual({ roles: UNKNOWN });
  });

  it.each<[string, Change, Change]>([
    [
      "a role that is taken away",
      { kind: "member", path: ["roles", 0], from: editor },
      { kind: "member", path: ["roles", 0], from: theirEditor },
    ],
    [
      "a role that is granted",
      { kind: "member", path: ["roles", 0], to: editor },
      { kind: "member", path: ["roles", 0], to: theirEditor },
    ],
    [
      "a key of a map",
      { kind: "attribute", path: ["fields", team], from: "1", to: "2" },
      { kind: "attribute", path: ["fields", theirTeam], from: "1", to: "2" },
    ],
  ])("changes %s as it is shown", (_, change, expected) => {
    expect(spelt([change]).changes).toStrictEqual([expected]);
  });

  it.each<[string, Change]>([
    ["a list that is emptied", { kind: "member", path: ["roles"], to: [] }],
    ["members that are not known yet", { kind: "member", path: ["roles"], from: UNKNOWN, to: UNKNOWN }],
    ["a plain text", { kind: "attribute", path: ["bio"], from: "a", to: team }],
    ["a map as a whole", { kind: "attribute", path: ["fields"], to: UNKNOWN }],
    ["a part of what is shown as a text", { kind: "attribute", path: ["login", team], to: "2" }],
    ["a reference", { kind: "reference", path: ["manager"], to: editor }],
  ])("changes %s as it is", (_, change) => {
    expect(spelt([change]).changes).toStrictEqual([change]);
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
