import { beforeEach, describe, expect, it } from "vitest";
import { NO_WORDS, type Vocabulary } from "../../../provider/core/contract/vocabulary";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { createUsers, updateUsers } from "../../../provider/core/many/reconcile";
import { FLAT } from "../../../provider/core/model/entity";
import { VocabularyCheck } from "../../../provider/core/session/vocabulary-check";
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
      message: expect.stringMatching(/^nothing was sent, as 2 people .*; 2 people: ada, cleo: roles\[0\]: there is no/),
    });
    expect(vendor.calls).toEqual([]);
    expect(asked).toHaveLength(2);
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
