import { expect, it } from "vitest";
import { refuseHidden } from "../../automation/plan/review/hidden-people";
import { check } from "../../provider/core/compare/check";
import type { Properties } from "../../provider/core/contract/declaration";
import { RejectedError } from "../../provider/core/contract/errors";
import { create } from "../../provider/core/lifecycle/reconcile";
import { checkUsers } from "../../provider/core/many/check";
import { createUsers, removeUsers, updateUsers } from "../../provider/core/many/reconcile";
import { pathText } from "../../provider/core/model/value";
import { previewOf } from "../automation/snapshots";
import { textOf } from "../repository/files";
import { account, FakeConnector, sessionOf } from "./fake-connector";
import { kind } from "./lab";
import { Company } from "./many/company";

/** As the engine tells a secret. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
/** Words by which a page says that something is not done. */
const REFUSAL = /\b(?:refuse[sd]?|is an error|an error that|else an error|not at all where|is never made)\b/;
const run = { owner: "set" };

/** Where a page's refusal shows: the properties that an error names. */
type Named = readonly string[];

function one(news: Properties, olds: Properties = {}): Named {
  return check(kind, news, olds).issues.map(({ path }) => pathText(path));
}

function set(users: object, olds: object = {}): Named {
  return checkUsers(kind, { users }, { users: olds }).issues.map(({ path }) => pathText(path));
}

const people = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { login: `p${i}` }]));

/** What a set that was created comes to under another declaration, and what was written for that. */
async function changed(
  before: object,
  act: (outputs: Properties, session: ReturnType<typeof sessionOf>, vendor: Company) => Promise<unknown>,
) {
  const vendor = new Company();
  const session = sessionOf(vendor);
  const { outputs } = await createUsers(session, { users: before }, run);
  vendor.writes();
  const code = await act(outputs, session, vendor).then(
    () => "done",
    (error) => error.code,
  );
  return { code, writes: vendor.writes() };
}

/** What a creation comes to where an account has the login already, and whether anything was written. */
async function met(declared: Properties, there: Properties) {
  const vendor = new FakeConnector();
  vendor.account = account({ login: "ada", ...there } as never);
  const outcome = await create(sessionOf(vendor), { login: "ada", ...declared }, "urn").then(
    ({ outputs }) => String(outputs["origin"]),
    (error) => `${error.code} ${error.account}`,
  );
  return { outcome, writes: vendor.calls.filter((call) => call !== "find" && call !== "read") };
}

/** A line of a page, and what shows that it is kept: that it is refused, and that its neighbour is not. */
const REFUSALS: Readonly<Record<string, Readonly<Record<string, () => Promise<void> | void>>>> = {
  "docs/reference/declaration.md": {
    "Where a vendor can't empty an attribute, preview refuses and says why.": () => {
      expect(one({ login: "ada", badge: null })).toEqual(["clear[0]"]);
      expect(one({ login: "ada", bio: null })).toEqual([]);
    },
    "A group that is gone, or that refuses the person, is an error that names its place, such as `groups[0]`.": () =>
      refusedAt(new RejectedError("groups[0]: it is gone", ["groups[0]"])),
    "A person as their own manager is refused.": () => {
      expect(set({ ada: { login: "a", manager: "ada" }, bob: { login: "b" } })).toEqual(["users.ada.manager"]);
      expect(set({ ada: { login: "a", manager: "bob" }, bob: { login: "b" } })).toEqual([]);
    },
    "an error that names the account's id": async () => {
      expect(await met({}, {})).toEqual({ outcome: "already-exists 9", writes: [] });
      expect(await met({ adopt: true }, {})).toMatchObject({ outcome: "adopted" });
    },
    "the account is taken on without a write, if it shows everything that is declared; else an error": async () => {
      expect(await met({ adopt: "identical", bio: "b" }, { bio: "a" })).toEqual({ outcome: "differs 9", writes: [] });
      expect(await met({ adopt: "identical", bio: "a" }, { bio: "a" })).toEqual({ outcome: "adopted", writes: [] });
    },
    "A second account for the same email, username or login is never made.": async () => {
      for (const adopt of [undefined, true, "identical"]) {
        expect((await met({ adopt, bio: "b" }, { bio: "a" })).writes).not.toContain("create");
      }
    },
    "Values that act at creation alone can't change later: preview refuses.": () => {
      expect(one({ login: "ada", locale: "fr" }, { login: "ada", locale: "en" })).toEqual(["locale"]);
      expect(one({ login: "ada", locale: "fr" })).toEqual([]);
    },
  },
  "docs/reference/users.md": {
    "A key that takes over another key's email is refused.": () => {
      expect(
        set({ lead: { login: "new" }, bob: { login: "ada" } }, { bob: { login: "b" }, lead: { login: "ada" } }),
      ).toEqual(["users.bob.login"]);
      expect(set({ bob: { login: "ada" } }, { ada: { login: "ada" } })).toEqual([]);
    },
    "A circle is refused in preview, with the way round: `ada -> grace -> ada`.": () => {
      const circle = { ada: { login: "a", manager: "grace" }, grace: { login: "g", manager: "ada" } };
      expect(set(circle)).toEqual(["users.ada.manager"]);
      expect(set({ ...circle, grace: { login: "g" } })).toEqual([]);
    },
    "This happens after everything else has succeeded, and not at all where anybody failed.": async () => {
      const before = { ada: { login: "ada" }, bob: { login: "bob" } };
      for (const isRefused of [true, false]) {
        const { code, writes } = await changed(before, (outputs, session, vendor) => {
          vendor.onWrite = (login) => {
            if (isRefused && login === "cleo") throw new RejectedError("no");
          };
          return updateUsers(session, outputs, { users: { ada: { login: "ada" }, cleo: { login: "cleo" } } }, run);
        });
        expect(code).toBe(isRefused ? "people" : "done");
        expect(writes).toEqual(isRefused ? ["create cleo"] : ["create cleo", "deactivate bob"]);
      }
    },
    "Too many are refused in preview, and nothing is sent.": async () => {
      const before = people(20);
      expect(set({}, before)).toEqual(["maxRemovals"]);
      expect(set(Object.fromEntries(Object.entries(before).slice(5)), before)).toEqual([]);
      const act = (outputs: Properties, session: ReturnType<typeof sessionOf>) =>
        updateUsers(session, outputs, { users: {} }, run);
      expect(await changed(before, act)).toEqual({ code: "invalid-arguments", writes: [] });
    },
    "A map that is secret as a whole hides every difference, and [`roster`](command.md) refuses it.": () => {
      const refuse = (users: unknown) =>
        refuseHidden(previewOf({ type: "roster:adobe:Users", name: "all", declared: { users } }).snapshots, [
          "declared",
        ]);
      expect(() => refuse(SECRET)).toThrow(/all: users/);
      expect(() => refuse({ ada: { email: "ada@example.com", name: "Ada" } })).not.toThrow();
    },
    'It is refused unless `maxRemovals: "all"` was applied before, or everybody is retained, or [`roster`](command.md) has judged it by its guards.':
      async () => {
        const act = (more: object) => (outputs: Properties, session: ReturnType<typeof sessionOf>) =>
          removeUsers(session, { ...outputs, ...more }, run);
        expect(await changed(people(2), act({}))).toEqual({ code: "invalid-arguments", writes: [] });
        expect(await changed(people(2), act({ maxRemovals: "all" }))).toMatchObject({
          writes: ["deactivate p0", "deactivate p1"],
        });
        expect(await changed(people(2), act({ onDestroy: "retain" }))).toEqual({ code: "done", writes: [] });
      },
  },
};

/** A vendor's refusal reaches the person who runs it with its place, and nothing is kept of a creation that was refused. */
async function refusedAt(refusal: RejectedError): Promise<void> {
  const vendor = new FakeConnector();
  vendor.create = async () => {
    throw refusal;
  };
  await expect(create(sessionOf(vendor), { login: "ada" }, "urn")).rejects.toMatchObject({
    code: "rejected",
    properties: refusal.properties,
  });
}

it.each(Object.keys(REFUSALS))("each refusal that %s names is tried here", (page) => {
  const text = textOf(page).replaceAll(/\n(?![\n|])/g, " ");
  const found = text.split(/(?<=[.:]) (?=[A-Z])|\n|\| +/).map((sentence) => sentence.replace(/\s*\|?\s*$/, "").trim());
  expect(found.filter((sentence) => REFUSAL.test(sentence)).sort()).toEqual(Object.keys(REFUSALS[page] ?? {}).sort());
});

it.each(Object.values(REFUSALS).flatMap((page) => Object.entries(page)))("%s", (_, tried) => tried());
