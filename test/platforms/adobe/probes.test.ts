import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "../../../provider/core/contract/context";
import type { Finding } from "../../../provider/core/contract/probes";
import { NOTHING } from "../../../provider/core/model/entity";
import { adobe } from "../../../provider/platforms/adobe/index";
import { probes } from "../../../provider/platforms/adobe/probes";
import { type AdobeEmulator, startAdobe } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { jumpingContext } from "../netex/helpers";
import { probed } from "../probing";
import { ADA, BOB, GONE, opened, person, refusal } from "./small-account";

let emulator: AdobeEmulator | undefined;
afterEach(() => emulator?.close());

const ADDRESS = "person+doctor@example.com";

/** What the look finds, or the trial with somebody who was made at the vendor's. */
async function judged(question: string, configuration: object, context: Context): Promise<Finding | undefined> {
  const tenant = adobe.open(adobe.configuration.parse(configuration), context);
  const { looks = {}, trials = {}, person: made } = tenant.probes ?? {};
  const created = made?.(ADDRESS) ?? NOTHING;
  let id = "";
  try {
    if (looks[question]) return await looks[question]();
    const { email = "", name = "", profile = "" } = created.attributes as Record<string, string>;
    // Only what the interface makes may take its time to be there.
    id =
      question === "new-account"
        ? (await tenant.connectors.user.create(created)).id
        : (emulator?.create({ email, name, profile }).id ?? "");
    // Only somebody who is deleted comes back.
    if (question === "revival") emulator?.delete(id);
    const movedTo = (other: string) => {
      id = other;
    };
    return await trials[question]?.({ id, created, movedTo });
  } finally {
    await tenant.close();
  }
}

/** More than offsets reach, where that is asked about. */
const crowd = (question: string) => (question === "paging" ? 700 : 40);

describe("an Adobe account", () => {
  it.each(probed(adobe))("is found to have %s=%s", async (question, answer) => {
    const context = jumpingContext();
    emulator = await startAdobe({ ...variantOptions("adobe", question, answer), now: context.clock.now });
    for (let i = 0; i < crowd(question); i++) {
      const fields = { Department: `D ${i}`, Site: `S ${i}` };
      emulator.create({ email: `p${i}@example.com`, name: `P ${i}`, ...(question === "fields" ? { fields } : {}) });
    }
    const { url, token } = emulator;
    expect(await judged(question, { url, token }, context)).toEqual({ variant: answer });
  });
});

describe("an Adobe account is told by a look", () => {
  const UNTOLD = { untold: expect.any(String) };
  const looked = async (question: string, of: Parameters<typeof opened>[0]) => {
    const { http, told, writes } = opened(of);
    const look = probes(http, opened().connector).looks[question] ?? (() => Promise.reject(new Error(question)));
    const finding = await told(look());
    expect(writes()).toEqual([]);
    return finding;
  };
  const crowded = Array.from({ length: 11 }, (_, i) => person(String(i), `p${i}@example.com`));

  it.each<[string, string, Parameters<typeof opened>[0], object]>([
    ["email-lookup", "with nobody", { people: [] }, UNTOLD],
    ["email-lookup", "with nobody who has letters", { people: [person("1", "")] }, UNTOLD],
    ["email-lookup", "that minds no case", {}, { variant: "caseless" }],
    ["email-lookup", "that minds case", { lookUp: "exact" }, { variant: "exact" }],
    ["email-lookup", "that finds nobody", { lookUp: "blind" }, { variant: "nobody" }],
    ["email-lookup", "that finds everybody", { lookUp: "everybody" }, { variant: "everybody" }],
    ["email-lookup", "that refuses it", { lookUp: refusal(400) }, { variant: "refused" }],
    ["page-size", "with few people", {}, UNTOLD],
    ["page-size", "that shows more than ten", { people: crowded }, { variant: "hundred" }],
    ["page-size", "that refuses more", { instead: () => refusal(400) }, { variant: "ten-refused" }],
    ["paging", "with one page", {}, UNTOLD],
    ["headers", "that minds what is understood", { instead: () => 406 }, { variant: "needed" }],
    ["headers", "that doesn't", {}, { variant: "lenient" }],
  ])("%s: one %s", async (question, _, of, finding) => {
    expect(await looked(question, of)).toEqual(finding);
  });

  it.each<[string, Answer, object]>([
    ["is refused", refusal(400), { variant: "caseless" }],
    ["finds somebody else", { status: 200, body: { data: [BOB] } }, { variant: "caseless" }],
    ["finds the person", { status: 200, body: { data: [ADA] } }, { variant: "prefix" }],
  ])("email-lookup: one whose look-up by all but the last letter %s", async (_, beginning, finding) => {
    const nameless = { id: "9", type: "user", attributes: { name: "Nameless" } };
    const { http, clock } = scripted(({ path }): Answer => {
      const ids = new URL(path, ORIGIN).searchParams.get("ids");
      if (ids === "email:ada@example.co") return beginning;
      const data = ids === null ? [nameless, ADA, BOB] : ids === "email:ADA@EXAMPLE.COM" ? [ADA] : [];
      return { status: 200, body: { data } };
    });
    const look = probes(http, opened().connector).looks["email-lookup"];
    expect(await clock.ended(look?.() ?? Promise.reject(new Error("no look")))).toEqual(finding);
  });

  it("by what differs from how it is asked otherwise", async () => {
    const { http, sent, told, connector } = opened();
    const { looks } = probes(http, connector);
    for (const question of ["paging", "headers"])
      await told(looks[question]?.() ?? Promise.reject(new Error(question)));
    expect(sent.map(({ path, headers }) => [decodeURIComponent(path), headers["accept"]])).toEqual([
      ["/api/users?page[limit]=1&sort=id", expect.any(String)],
      ["/api/account", "application/json"],
    ]);
  });

  it.each(["page-size", "headers", "paging", "email-lookup"])("or the look fails: %s", async (question) => {
    await expect(looked(question, { instead: () => refusal(403) })).rejects.toMatchObject({
      code: "permission-denied",
    });
  });

  it.each<[string, (offset: string | undefined) => string | null, number, object]>([
    ["a cursor", () => "?page[cursor]=7", 1, { variant: "cursor" }],
    ["offsets without end", () => "?page[offset]=510", 10, { variant: "offset-refused" }],
    [
      "offsets, and a cursor behind them",
      (offset) => (offset ? "?page[cursor]=7" : "?page[offset]=1"),
      10,
      { variant: "offset-then-cursor" },
    ],
    ["offsets that end", (offset) => (offset ? null : "?page[offset]=1"), 10, { variant: "offset-ends" }],
    ["offsets, with few people", () => "?page[offset]=1", 9, UNTOLD],
  ])("to page by %s", async (_, next, size, finding) => {
    const data = Array.from({ length: size }, (_, i) => person(String(i), `p${i}@example.com`));
    const { http, clock } = scripted(({ path }): Answer => {
      const offset = new URL(path, ORIGIN).searchParams.get("page[offset]") ?? undefined;
      const link = next(offset);
      return { status: 200, body: { data, links: { next: link && `${ORIGIN}/users${link}` } } };
    });
    const look = probes(http, opened().connector).looks["paging"] ?? (() => Promise.reject(new Error("no look")));
    expect(await clock.ended(look())).toEqual(finding);
  });
});

const shown = (attributes: object): Answer => ({ status: 200, body: { data: person("1", ADDRESS, attributes) } });

/** What a trial finds with a person who has the id 1, where they are now, and what was sent. */
async function trial(question: string, of: Parameters<typeof opened>[0]) {
  const { http, connector, told, bodies, calls } = opened({ people: [person("1", ADDRESS)], ...of });
  const { trials, person: made } = probes(http, connector);
  const created = made(ADDRESS);
  const moved: string[] = [];
  const subject = { id: "1", created, movedTo: (id: string) => void moved.push(id) };
  const finding = await told(trials[question]?.(subject) ?? Promise.reject(new Error(question)));
  const sent = bodies.map((body) => (body as { data: { attributes: object } }).data.attributes);
  return { finding, moved, sent, calls, created: created.attributes };
}

describe("a trial at an Adobe account", () => {
  const later = (most: number, call: string, answer: Answer) => (asked: string, nth: number) =>
    asked === call && nth <= most ? answer : undefined;

  it("changes nothing but what it asks about, and a text by which it knows the change", async () => {
    const bio = (n: number) => expect.objectContaining({ bio: `Trial ${n}`, email: ADDRESS });
    const metadata = await trial("metadata", {});
    expect(metadata.sent).toEqual([expect.objectContaining({ metadata: { "roster-doctor": "1" } }), bio(2)]);
    const { sent, created } = await trial("emptying", {});
    const { name, profile } = created as Record<string, string>;
    expect(sent).toEqual([bio(1), { email: ADDRESS, name, bio: null, profile: `${profile} 2` }]);
    const refused = await trial("unknown-role", {
      instead: (call, nth) => (call === "PATCH /users/1" && nth === 1 ? 400 : undefined),
    });
    expect(refused.sent).toEqual([
      { email: ADDRESS, name, profile, bio: "Trial 1", roles: ["Learner", "Roster Doctor"] },
      { email: ADDRESS, name: `${name} Trial 2`, profile },
    ]);
    expect(refused.finding).toEqual({ variant: "refused" });
  });

  it("finds metadata emptied where all of them are gone", async () => {
    let writes = 0;
    const { finding } = await trial("metadata", {
      instead: (call) => {
        if (call.startsWith("PATCH")) writes++;
        const more = { bio: `Trial ${writes}`, ...(writes < 2 ? { metadata: { "roster-doctor": "1" } } : {}) };
        return call === "GET /users/1" ? shown(more) : undefined;
      },
    });
    expect(finding).toEqual({ variant: "emptied" });
  });

  it("waits for a change that shows late", async () => {
    const before = shown({ bio: "Trial 1" });
    const { finding } = await trial("emptying", {
      instead: (call, nth) => (call === "GET /users/1" && (nth === 2 || nth === 3) ? before : undefined),
    });
    expect(finding).toEqual({ variant: "null" });
    const shows = await trial("fields-shown", { instead: later(2, "GET /users/1", GONE) });
    expect(shows.finding).toEqual({ variant: "left-out" });
  });

  it("takes 400 for a refusal of either kind", async () => {
    const instead = (call: string) => (call === "GET /users/0" || call.startsWith("PATCH") ? refusal(400) : undefined);
    expect((await trial("error-shape", { instead })).finding).toEqual({ variant: "meta" });
  });

  it.each([
    ["fr-FR", "en-US"],
    ["en-US", "fr-FR"],
  ])("creates somebody who had the locale %s with another one, and follows them", async (uiLocale, other) => {
    const { finding, moved, sent } = await trial("create-takes", { people: [person("1", ADDRESS, { uiLocale })] });
    expect(finding).toEqual({ variant: "all" });
    expect(moved).toEqual(["9"]);
    expect(sent.at(-1)).toMatchObject({ uiLocale: other });
    const kept = await trial("create-takes", {
      people: [person("1", ADDRESS, { uiLocale })],
      instead: (call) =>
        call === "GET /users/9" ? { status: 200, body: { data: person("9", ADDRESS, { uiLocale }) } } : undefined,
    });
    expect(kept.finding).toEqual({ variant: "little" });
  });

  it.each<[string, Answer]>([
    ["deleted", { status: 200, body: { data: person("9", ADDRESS, { state: "DELETED" }) } }],
    ["gone", GONE],
  ])("waits for somebody who is made again and still shows as %s", async (_, answer) => {
    const instead = later(2, "GET /users/9", answer);
    const { finding, moved, calls } = await trial("revival", { people: [], instead });
    expect(finding).toEqual({ variant: "new-id" });
    expect(moved).toEqual(["9"]);
    expect(calls.filter((call) => call === "GET /users/9")).toHaveLength(3);
  });

  it("looks for somebody whose creation was only accepted until they show", async () => {
    const nobody: Answer = { status: 200, body: { data: [] } };
    let looks = 0;
    const { finding, moved } = await trial("revival", {
      people: [person("7", ADDRESS)],
      instead: (call) => {
        if (call === "POST /users") return { status: 202, body: {} };
        return call === "GET /users" && ++looks <= 4 ? nobody : undefined;
      },
    });
    expect([finding, moved]).toEqual([{ variant: "new-id" }, ["7"]]);
  });

  it("repeats no name of its person's", async () => {
    const said = `${ADDRESS}, Roster Doctor, may not`;
    const instead = (call: string) => (call.startsWith("PATCH") ? refusal(403, said) : undefined);
    expect(await trial("metadata", { instead }).catch(String)).toContain("***, ***, may not");
  });
});

describe("an Adobe account that doesn't do what a trial takes is not judged by it", () => {
  const tried = async (...args: Parameters<typeof trial>) => (await trial(...args)).finding;
  const twoFields = person("2", "bob@example.com", { fields: { a: "x", b: "y" } });
  /** Of a write of some attributes, the answer, with all else as it is sent. */
  const without = (name: string) => {
    let last: Record<string, unknown> = {};
    return (call: string, _nth: number, body?: unknown): Answer | undefined => {
      if (call.startsWith("PATCH")) last = (body as { data: { attributes: Record<string, unknown> } }).data.attributes;
      const { [name]: __, ...rest } = last;
      return call === "GET /users/1" ? shown(rest) : undefined;
    };
  };

  it.each<[string, string, () => Parameters<typeof opened>[0]]>([
    ["fields-shown", "a new person has fields", () => ({ people: [person("1", ADDRESS, { fields: { a: "x" } })] })],
    ["fields", "nobody has any", () => ({})],
    [
      "fields",
      "nobody has two",
      () => ({ people: [person("1", ADDRESS), person("2", "b@example.com", { fields: { a: "x", b: "" } })] }),
    ],
    ["fields", "they don't show", () => ({ people: [person("1", ADDRESS), twoFields], instead: without("fields") })],
    ["metadata", "they don't show", () => ({ instead: without("metadata") })],
    ["error-shape", "nothing is refused", () => ({})],
    [
      "error-shape",
      "somebody unknown is there",
      () => ({
        instead: (call) => (call === "GET /users/0" ? shown({}) : call.startsWith("PATCH") ? refusal(400) : undefined),
      }),
    ],
    [
      "deletion",
      "the person still shows",
      () => ({ instead: (call) => (call.startsWith("DELETE") ? 204 : undefined) }),
    ],
    ["create-takes", "the person is deleted", () => ({ people: [person("1", ADDRESS, { state: "DELETED" })] })],
    ["create-takes", "the person is gone", () => ({ people: [] })],
  ])("%s: %s", async (question, _, of) => {
    expect(await tried(question, of())).toEqual({ untold: expect.any(String) });
  });

  it.each(["new-account", "write-answer", "fields", "metadata", "emptying"])(
    "%s: the trial fails where a change is refused",
    async (question) => {
      const instead = (call: string) => (call.startsWith("PATCH") ? refusal(403) : undefined);
      await expect(tried(question, { people: [person("1", ADDRESS), twoFields], instead })).rejects.toMatchObject({
        code: "permission-denied",
      });
    },
  );

  it("revival: the trial fails where a creation fails otherwise", async () => {
    const instead = (call: string) => (call.startsWith("POST") ? refusal(403) : undefined);
    await expect(tried("revival", { instead })).rejects.toMatchObject({ code: "permission-denied" });
  });

  it.each(["write-answer", "metadata", "unknown-role"])(
    "%s: the trial is in doubt where no change ever shows",
    async (question) => {
      const instead = (call: string) => (call === "GET /users/1" ? shown({}) : undefined);
      await expect(tried(question, { instead })).rejects.toMatchObject({ code: "uncertain" });
    },
  );
});

it("a trial's person has what Adobe wants of everybody", () => {
  const { connector, http } = opened();
  const { person: made } = probes(http, connector);
  expect(made("ada@example.com").attributes).toEqual({
    email: "ada@example.com",
    name: expect.any(String),
    profile: expect.any(String),
  });
});
