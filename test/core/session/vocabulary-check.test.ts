import { beforeEach, describe, expect, it } from "vitest";
import { NO_WORDS, type Vocabulary } from "../../../provider/core/contract/vocabulary";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { createUsers, updateUsers } from "../../../provider/core/many/reconcile";
import type { Change } from "../../../provider/core/model/change";
import { FLAT } from "../../../provider/core/model/entity";
import { type Intent, VocabularyCheck } from "../../../provider/core/session/vocabulary-check";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { kind } from "../lab";

let vendor: FakeConnector;
let told: Vocabulary;
let asked: (readonly [about: readonly string[] | undefined, isAgain: boolean])[];
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new FakeConnector();
  told = withRoles("Author");
  asked = [];
  const connector = Object.assign(vendor, {
    vocabulary: async (about?: readonly string[], since?: Vocabulary) => {
      asked.push([about, since !== undefined]);
      return told;
    },
  });
  const base = sessionOf(connector);
  session = { ...base, vocabulary: new VocabularyCheck(kind, connector, base.context.log) };
});

function withRoles(...names: string[]): Vocabulary {
  return { ...NO_WORDS, sets: { roles: { [FLAT]: { terms: names.map((name) => ({ name })), isComplete: true } } } };
}

const refused = { code: "invalid-arguments", message: expect.stringMatching(/^roles\[0\]: there is no role "Autor"/) };

describe("before a write", () => {
  it("is asked about what is written, and nothing is where nothing is", async () => {
    const { id, outputs } = await create(session, { login: "ada", roles: ["Author"] }, "urn");
    expect(asked).toEqual([[["login", "roles"], false]]);
    await update(session, id, outputs, { login: "ada", roles: ["Author"], adopt: true }, "urn");
    await update(session, id, outputs, { login: "ada" }, "urn");
    expect(asked).toHaveLength(1);
    await update(session, id, outputs, { login: "ada", roles: ["Author"], bio: "b" }, "urn");
    expect(asked.at(-1)).toEqual([["bio"], false]);
  });

  it("refuses a creation before it, after a second look: the word may have been made in this same run", async () => {
    await expect(create(session, { login: "ada", roles: ["Autor"] }, "urn")).rejects.toMatchObject(refused);
    expect(vendor.calls).toEqual(["find"]);
    expect(asked.map(([, isAgain]) => isAgain)).toEqual([false, true]);
  });

  it("lets pass what a newer answer has", async () => {
    const connector = session.connector as FakeConnector & { vocabulary: unknown };
    connector.vocabulary = async (_: unknown, since?: Vocabulary) => withRoles(...(since ? ["Autor"] : []));
    await create(session, { login: "ada", roles: ["Autor"] }, "urn");
    expect(vendor.calls).toContain("create");
  });

  it("refuses a change before it, and not what is as it was in an earlier state", async () => {
    told = NO_WORDS;
    const { id, outputs } = await create(session, { login: "ada", roles: ["Autor"] }, "urn");
    told = withRoles("Author");
    vendor.calls.length = 0;
    await update(session, id, outputs, { login: "ada", roles: ["Autor"], bio: "b" }, "urn");
    const more = { login: "ada", roles: ["Autor", "Editor"] };
    await expect(update(session, id, outputs, more, "urn")).rejects.toMatchObject({
      message: expect.stringMatching(/^roles\[1\]: there is no role "Editor"/),
    });
    expect(vendor.calls.filter((call) => call === "update")).toHaveLength(1);
  });

  it("never refuses what the account has already, whatever the list says", async () => {
    const has = { members: { [FLAT]: ["Autor"] } };
    vendor.account = account({ login: "ada", bio: "a" }, { sets: { roles: has } });
    const adopted = await create(session, { login: "ada", bio: "b", roles: ["Autor"], adopt: true }, "urn");
    expect(adopted.outputs["roles"]).toEqual(["Autor"]);
    vendor.account = account({ login: "ada", bio: "b" }, { sets: { roles: has } });
    const before = { ...adopted.outputs, roles: [] };
    await update(session, "9", before, { login: "ada", bio: "b", roles: ["Autor"] }, "urn");
    expect(vendor.calls.filter((call) => call === "update").length).toBeGreaterThan(0);
  });

  it("takes an empty list for no proof, and tells once", async () => {
    told = withRoles();
    const { id, outputs } = await create(session, { login: "ada", roles: ["Autor"] }, "urn");
    await update(session, id, outputs, { login: "ada", roles: ["Wizard"] }, "urn");
    expect(session.messages).toEqual([
      "the lab: roles: none is shown to these credentials, which proves nothing of what is declared",
    ]);
  });

  it("tells once what these credentials aren't told, and goes on", async () => {
    told = { ...NO_WORDS, untold: [{ about: ["roles"], reason: "roles are not told", isDenied: true }] };
    const { id, outputs } = await create(session, { login: "ada", roles: ["Autor"] }, "urn");
    await update(session, id, outputs, { login: "ada", roles: ["Wizard"] }, "urn");
    expect(session.messages).toEqual(["the lab: roles are not told"]);
  });
});

describe("before a set's first write", () => {
  const run = { owner: "urn" };
  const bob = { login: "bob", bio: "b" };

  it("refuses everybody for one, naming whom, with one question for all", async () => {
    const users = { ada: { login: "ada", roles: ["Autor"] }, bob, cleo: { login: "cleo", roles: ["Autor"] } };
    await expect(createUsers(session, { users }, run)).rejects.toMatchObject({
      code: "people",
      message: expect.stringMatching(
        /^nothing was sent, as 2 people declare what is not .*; 2 people: ada, cleo: roles\[0\]: there is no/,
      ),
    });
    expect(vendor.calls).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it("logs each reason that the error leaves out", async () => {
    const keys = Array.from({ length: 21 }, (_, i) => `p${String(i).padStart(2, "0")}`);
    const users = Object.fromEntries(keys.map((key) => [key, { login: key, roles: [`role of ${key}`] }]));
    await expect(createUsers(session, { users }, run)).rejects.toMatchObject({ code: "people" });
    expect(session.messages).toEqual([
      expect.stringMatching(/^users\.p20: roles\[0\]: there is no role "role of p20"/),
    ]);
  });

  it("refuses one alone in the singular, and nobody who has the word already", async () => {
    const users = { ada: { login: "ada", roles: ["Autor"] } };
    const alone = /^nothing was sent, as 1 person declares what is not at the lab; .*; users\.ada: roles\[0\]: /;
    await expect(createUsers(session, { users }, run)).rejects.toMatchObject({ message: expect.stringMatching(alone) });
    await expect(createUsers(session, { users, adopt: true }, run)).rejects.toMatchObject({ code: "people" });
    const { outputs } = await createUsers(session, { users: { ada: { login: "ada" } } }, run);
    await expect(updateUsers(session, outputs, { users }, run)).rejects.toMatchObject({
      message: expect.stringMatching(alone),
    });
    vendor.account = account({ login: "ada" }, { sets: { roles: { members: { [FLAT]: ["Autor"] } } } });
    expect((await updateUsers(session, outputs, { users }, run)).outputs).toMatchObject({ users });
  });

  it("refuses where two accounts could be meant, as nobody can tell what is there", async () => {
    const has = { sets: { roles: { members: { [FLAT]: ["Autor"] } } } };
    vendor.find = async () => [account({ login: "ada" }, has), account({ login: "ada" }, { ...has, id: "10" })];
    const users = { ada: { login: "ada", roles: ["Autor"] } };
    const refused = { code: "people", message: expect.stringMatching(/^nothing was sent/) };
    await expect(createUsers(session, { users, adopt: true }, run)).rejects.toMatchObject(refused);
  });

  it("looks at an account only where it may be taken on and something would be refused", async () => {
    vendor.account = account({ login: "ada" }, { sets: { roles: { members: { [FLAT]: ["Autor"] } } } });
    const users = { ada: { login: "ada", roles: ["Autor"] } };
    await expect(createUsers(session, { users }, run)).rejects.toMatchObject({ code: "people" });
    expect(vendor.calls).toEqual([]);
    const { outputs } = await createUsers(session, { users, adopt: true }, run);
    const unchanged = asked.length;
    await updateUsers(session, outputs, { users, adopt: true }, run);
    expect(asked).toHaveLength(unchanged);
  });
});

describe("what is held against a vocabulary", () => {
  const tagged = (...tags: string[]): Change => ({ kind: "attribute", path: ["tags"], to: tags });
  const withRole = (name: string): Change => ({ kind: "member", path: ["roles", 0], to: name });
  const offered = (isComplete: boolean): Vocabulary => ({
    ...NO_WORDS,
    attributes: { tags: { terms: [{ name: "blue" }], isComplete: true } },
    sets: { roles: { [FLAT]: { terms: [{ name: "Author" }], isComplete } } },
  });
  const issues = async (...intents: (Partial<Intent> & { changes: readonly Change[] })[]) => {
    const found = (await session.vocabulary?.issues(intents)) ?? [];
    return found.map((each) => each.map(({ path }) => path.join(".")));
  };

  it("is refused for each alone, in their order", async () => {
    told = offered(true);
    const all = [{ changes: [tagged("blue")] }, { changes: [tagged("red"), withRole("Autor")] }, { changes: [] }];
    expect(await issues(...all)).toEqual([[], ["tags.0", "roles.0"], []]);
    expect(await issues({ changes: [] }, { changes: [] })).toEqual([[], []]);
    expect(asked).toHaveLength(2);
  });

  it("is not asked of a vendor that tells nothing", async () => {
    session = { ...session, vocabulary: new VocabularyCheck(kind, {}, session.context.log) };
    expect(await issues({ changes: [tagged("red")] })).toEqual([[]]);
  });

  it("is told, and not refused, where the list doesn't prove it, which needs no second look", async () => {
    told = offered(false);
    expect(await issues({ changes: [withRole("Autor")] })).toEqual([[]]);
    expect(session.messages).toEqual([expect.stringMatching(/^the lab: roles\[0\]: .*"Autor"/)]);
    expect(asked).toHaveLength(1);
    expect(await issues({ changes: [withRole("Autor"), tagged("red")] })).toEqual([["tags.0"]]);
    expect(session.messages).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it("is what an account lacks, by the attribute as a whole too, and is looked for only where something is wrong", async () => {
    told = offered(true);
    const looked: string[] = [];
    const lacking =
      (who: string, ...changes: Change[]) =>
      async () => {
        looked.push(who);
        return changes;
      };
    const red = [tagged("blue", "red")];
    expect(
      await issues(
        { changes: red, lacking: lacking("ada", tagged("blue", "red")) },
        { changes: red, lacking: lacking("bob", withRole("Author")) },
        { changes: [tagged("blue")], lacking: lacking("cleo") },
      ),
    ).toEqual([["tags.1"], [], []]);
    expect(looked).toEqual(["ada", "bob"]);
  });

  it("tells what these credentials aren't told only of what is declared", async () => {
    const untold = (reason: string, about: string[], isDenied?: true) => ({
      about,
      reason,
      ...(isDenied && { isDenied }),
    });
    told = {
      ...withRoles(),
      untold: [
        untold("roles or teams are denied", ["roles", "teams"], true),
        untold("locales are denied", ["locale"], true),
        untold("roles are told to nobody", ["roles"]),
      ],
    };
    await issues({ changes: [tagged("red")] });
    expect(session.messages).toEqual([]);
    await issues({ changes: [withRole("Author")] });
    expect(session.messages).toEqual([
      "the lab: roles or teams are denied",
      "the lab: roles: none is shown to these credentials, which proves nothing of what is declared",
    ]);
  });
});
