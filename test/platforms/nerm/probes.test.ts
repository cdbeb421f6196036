import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../../../provider/core/contract/probes";
import type { HttpClient } from "../../../provider/http/client";
import { nerm } from "../../../provider/platforms/nerm/index";
import { probes } from "../../../provider/platforms/nerm/probes";
import { type NermEmulator, startNerm } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { jumpingContext } from "../netex/helpers";
import { found, probed } from "../probing";
import { ADA, SEED_USER } from "./helpers";

describe("a tenant of NERM", () => {
  let emulator: NermEmulator;
  afterEach(() => emulator.close());

  it.each(probed(nerm))("is found to have %s=%s, and is left as it was", async (question, answer) => {
    const context = jumpingContext();
    emulator = await startNerm({ ...variantOptions("nerm", question, answer), now: context.clock.now });
    for (let i = 0; i < 60; i++) emulator.create({ name: `P ${i}`, login: `p${i}`, email: `p${i}@example.com` });
    const before = emulator.accounts();
    const configuration = { url: emulator.url, token: emulator.token };
    expect(await found(nerm, configuration, question, { context })).toEqual({ variant: answer });
    expect(emulator.accounts()).toEqual(before);
  });

  it.each(["empty-text", "later-identity", "pending"])(
    "that queues changes is judged by %s when they are made",
    async (question) => {
      const context = jumpingContext();
      const lateness = 3000;
      emulator = await startNerm({ jobs: "always", async: lateness, now: context.clock.now });
      const usual = nerm.assumptions.find(({ id }) => id === question)?.variants ?? {};
      const configuration = { url: emulator.url, token: emulator.token };
      const finding = await found(nerm, configuration, question, { context, lateness });
      expect(finding).toEqual({ variant: Object.keys(usual)[0] });
    },
  );

  it("that is empty is not judged by looks at its people, and nothing is written", async () => {
    emulator = await startNerm();
    const configuration = { url: emulator.url, token: emulator.token };
    const about = ["answer-age", "page-size", "offsets", "metadata", "status-filter", "login-filter", "other-types"];
    for (const question of about) {
      expect(await found(nerm, configuration, question), question).toEqual({ untold: expect.any(String) });
    }
    expect(emulator.log.writes()).toEqual([]);
  });
});

const trialQuestions = nerm.assumptions.flatMap(({ id, probe }) => (probe.by === "trial" ? [id] : []));

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly user: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly status?: number;
  readonly body?: unknown;
}

/** What is found about a tenant that answers so; and what was asked of it. */
async function judged(question: string, answer: (asked: Asked) => Told) {
  const asked: Asked[] = [];
  const http = {
    request: async ({ method, path, query = {}, json }: Partial<Asked> & { json?: { user?: Asked["user"] } }) => {
      const call = { method: method ?? "", path: path ?? "", query, user: json?.user ?? {} };
      asked.push(call);
      return { status: 200, headers: {}, quote: (text: string) => text, request: path, ...answer(call) };
    },
  } as unknown as HttpClient;
  const { looks, trials, person } = probes(http, { context: jumpingContext(), timeout: 1000 });
  const subject = { id: ADA, created: person("person+doctor@example.com"), movedTo: () => {} };
  const finding = await (looks[question]?.() ?? trials[question]?.(subject));
  return { finding, asked };
}

const UNTOLD = { untold: expect.any(String) } as unknown as Finding;
const variant = (name: string): Finding => ({ variant: name });
const people = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ ...SEED_USER, id: `u${i}`, login: `p${i}`, ...more }));
/** The page that was asked for, of a list. */
const paged =
  (users: readonly object[], most = 500) =>
  ({ query }: Asked): Told => {
    const offset = Number(query["offset"]);
    return { body: { users: users.slice(offset, offset + Math.min(most, Number(query["limit"]))) } };
  };
const refused = { status: 400, body: { error: "The user failed to update", errors: { title: "is odd" } } };

describe("a look at a tenant", () => {
  it.each<[string, string, (asked: Asked) => Told, Finding]>([
    ["that answers somebody unknown as other servers do", "missing", () => ({ status: 404, body: {} }), UNTOLD],
    ["that has somebody under any id", "missing", () => ({ body: { user: SEED_USER } }), UNTOLD],
    ["whose list shows no group_strings", "answer-age", paged(people(1)), variant("older")],
    ["whose list shows empty group_strings", "answer-age", paged(people(1, { group_strings: null })), variant("newer")],
    ["whose user list never gets empty", "empty-lists", () => ({ body: { users: people(1) } }), UNTOLD],
    [
      "whose role list never gets empty",
      "empty-lists",
      ({ path }) => (path === "/users" ? { body: { users: [] } } : { body: { user_roles: [{ id: "1" }] } }),
      UNTOLD,
    ],
    ["whose empty lists are under an error", "empty-lists", () => ({ status: 500, body: { users: [] } }), UNTOLD],
    ["whose empty lists are no object", "empty-lists", () => ({ body: "" }), UNTOLD],
    ["whose empty lists hold no list", "empty-lists", () => ({ body: { users: null } }), UNTOLD],
    ["of 50 people", "page-size", paged(people(50)), UNTOLD],
    ["of 51 people", "page-size", paged(people(51)), variant("large")],
    ["of 51 people, 50 of whom are shown at once", "page-size", paged(people(51), 50), variant("short")],
    ["that refuses a large page", "page-size", () => refused, variant("refused")],
    ["of one person", "offsets", paged(people(1)), { untold: "nobody is listed" }],
    ["whose metadata have no total", "metadata", () => ({ body: { users: [], _metadata: {} } }), variant("not-told")],
    ["whose metadata are null", "metadata", () => ({ body: { users: [], _metadata: null } }), variant("not-told")],
    ["that filters by no status", "status-filter", paged(people(1)), UNTOLD],
    ["of people without letters in their logins", "login-filter", paged(people(2, { login: "7" })), UNTOLD],
    [
      "of people, the last of whom is a delegate",
      "other-types",
      paged([...people(99), { ...SEED_USER, type: "DelegateUser" }]),
      variant("listed"),
    ],
    ["of delegates", "other-types", paged(people(2, { type: "DelegateUser" })), variant("listed")],
  ])("%s", async (_, question, answer, finding) => {
    const { finding: actual, asked } = await judged(question, answer);
    expect(actual).toEqual(finding);
    expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each(["user_status", "status"])("finds the filter %s, whatever the state of the first person is", async (name) => {
    for (const status of ["Active", "Disabled"]) {
      const users = [
        ...people(1, { status }),
        { ...SEED_USER, status: "Active" },
        { ...SEED_USER, status: "Disabled" },
      ];
      const filtered = users.filter((user) => user.status !== status);
      const { finding } = await judged("status-filter", (asked) =>
        paged(asked.query[name] === filtered[0]?.status ? filtered : users)(asked),
      );
      expect(finding).toEqual(variant(name));
    }
  });
});

describe("a trial at a tenant", () => {
  /** Whoever is there, changed by everything that is sent. */
  const keeping = (ignored: readonly string[] = [], shown: object = {}) => {
    let user: Readonly<Record<string, unknown>> = { ...SEED_USER, ...shown };
    return (asked: Asked): Told => {
      const sent = Object.entries(asked.user).filter(([name]) => !ignored.includes(name));
      if (asked.method === "PATCH") user = { ...user, ...Object.fromEntries(sent) };
      return { body: { user, user_roles: [] } };
    };
  };
  const refusing =
    (method = "PATCH", shown: object = {}) =>
    (asked: Asked): Told =>
      asked.method === method ? refused : { body: { user: { ...SEED_USER, ...shown } } };

  it.each<[string, string, (asked: Asked) => Told, Finding]>([
    ["that takes any address", "error-shape", keeping(), UNTOLD],
    ["that takes any address", "error-status", keeping(), UNTOLD],
    [
      "whose refusal is no object",
      "error-shape",
      () => ({ status: 400, body: ["email is odd"] }),
      variant("attributes"),
    ],
    ["whose refusal is no JSON", "error-shape", () => ({ status: 400 }), variant("attributes")],
    [
      "that refuses a bulk call",
      "jobs",
      (asked) => (asked.path === "/users" ? refused : { body: { user: SEED_USER } }),
      UNTOLD,
    ],
    ["that shows no locale", "later-identity", keeping(["locale"]), UNTOLD],
    ["whose person is gone", "later-identity", () => ({ status: 404, body: { error: "no user found" } }), UNTOLD],
    ["that refuses a locale", "later-identity", refusing("PATCH", { locale: "de-DE" }), UNTOLD],
    ["that keeps the locale", "later-identity", keeping(["locale"], { locale: "de-DE" }), variant("ignored")],
    ["that keeps the locale fr-CA", "later-identity", keeping(["locale"], { locale: "fr-CA" }), variant("ignored")],
    ["that has the locale already", "later-identity", keeping([], { locale: "fr-CA" }), variant("changed")],
    ["that takes Pending for Active", "pending", keeping(["status"]), UNTOLD],
    ["that answers a change of nothing with a list", "no-change", () => ({ body: [] }), UNTOLD],
    ["that answers a change of nothing with a number", "no-change", () => ({ body: 200 }), UNTOLD],
    [
      "that queues a change of nothing",
      "no-change",
      ({ path }) =>
        path === "/job_status"
          ? { body: { status: "complete" } }
          : { body: { info: "job has started", job_status: { job_id: "j-1" } } },
      UNTOLD,
    ],
    ["that keeps the title", "empty-text", keeping(["title"]), variant("ignored")],
  ])("%s", async (_, question, answer, finding) => {
    expect((await judged(question, answer)).finding).toEqual(finding);
  });

  it.each(trialQuestions)("about %s sends something else than nothing in each call", async (question) => {
    for (const locale of ["en-US", "fr-CA"]) {
      const { asked } = await judged(question, keeping([], { locale }));
      const sent = asked.flatMap(({ method, path, user }) => (method === "PATCH" && path !== "/users" ? [user] : []));
      const texts = sent.map((user) => Object.entries(user).flatMap(([name, text]) => (name === "id" ? [] : [text])));
      if (question === "empty-text") expect(texts.pop()).toEqual([""]);
      for (const one of texts) expect(one).toEqual([expect.stringMatching(/./)]);
    }
  });

  it.each([
    ["error-shape", { email: "person+doctor@example.com" }],
    ["error-status", { email: "person+doctor@example.com" }],
    ["pending", { status: "Active" }],
  ])("about %s takes back what it has changed, by the id in address and body", async (question, last) => {
    const { asked } = await judged(question, keeping());
    const writes = asked.filter(({ method }) => method !== "GET");
    expect(writes.at(-1)).toMatchObject({ method: "PATCH", path: `/users/${ADA}`, user: { id: ADA, ...last } });
    expect(writes).toHaveLength(2);
  });
});
