import { describe, expect, it } from "vitest";
import type { Subject } from "../../../provider/core/contract/probes";
import { NOTHING } from "../../../provider/core/model/entity";
import { probes } from "../../../provider/platforms/scim/probes";
import type { Answer } from "../../http/scripted-vendor";
import { features, GONE, refusal, rows, server } from "./scripted-server";

const ADA = { id: "u-1", userName: "ada" };
const subject: Subject = {
  id: "u-1",
  created: { ...NOTHING, attributes: { userName: "ada" } },
  movedTo: () => {
    throw new Error("nobody moves");
  },
};

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

/** A server with one person that keeps of writes what it wants to, and answers a PATCH of some operations so. */
function keeping(
  keeps: (name: string) => boolean,
  patched: (operation: Operation) => Answer | undefined = () => undefined,
) {
  let user: Record<string, unknown> = ADA;
  return server(({ call, query, sent }) => {
    const body = sent.body ? JSON.parse(sent.body) : undefined;
    if (call === "GET /ServiceProviderConfig") return features({ patch: true, filter: true, etag: false });
    if (call === "GET /Users") return query.get("startIndex") === "1" ? rows() : GONE;
    if (call.startsWith("PATCH")) {
      const [operation] = body.Operations as Operation[];
      const answer = operation && patched(operation);
      if (answer) return answer;
      if (operation && keeps(operation.path)) user = { ...user, [operation.path]: operation.value };
    }
    return { status: 200, body: user };
  });
}

const UNTOLD = { untold: expect.any(String) };
const all = () => true;
const none = () => false;
const refused = (op: string) => (operation: Operation) =>
  operation.op === op ? refusal(400, "invalidValue") : undefined;
const refusedFor =
  (op: string) =>
  ({ op: asked }: Operation): Answer | undefined =>
    asked === op ? refusal(501) : undefined;

describe("a SCIM server that doesn't do what a trial takes is not judged by it", () => {
  it.each<[string, string, Parameters<typeof keeping>]>([
    ["operations", "it has no PATCH", [all, refusedFor("replace")]],
    ["removals", "it keeps no nickName", [none]],
    ["removals", "it refuses a removal", [all, refusedFor("remove")]],
    ["filtered-removals", "it has no PATCH", [all, refusedFor("replace")]],
    ["filtered-removals", "it keeps no address", [none]],
    ["extensions", "it refuses the attribute", [all, refusedFor("replace")]],
    ["single-values", "it refuses two addresses", [all, refusedFor("replace")]],
    ["single-values", "it keeps no address", [none]],
    ["put", "it keeps no displayName", [none]],
    ["documents", "it shows nobody", [none]],
  ])("%s: %s", async (question, _, of) => {
    const { http, clock } =
      question === "documents" ? server(() => ({ status: 200, body: { id: "u-1" } })) : keeping(...of);
    const trial = probes(http, 1000).trials[question];
    expect(await clock.ended(trial?.(subject) ?? Promise.reject(new Error(question)))).toEqual(UNTOLD);
  });

  it.each(["username-case", "totals"])("%s: nobody is there", async (question) => {
    const { http, clock } = server(({ call }) =>
      call === "GET /Users"
        ? { status: 200, body: { totalResults: 0, Resources: [] } }
        : features({ patch: true, filter: true, etag: false }),
    );
    expect(await clock.ended(probes(http, 1000).looks[question]?.() ?? Promise.reject(new Error(question)))).toEqual(
      UNTOLD,
    );
  });

  it("fails where a trial is refused otherwise", async () => {
    const { http, clock } = keeping(all, refused("replace"));
    const trial = probes(http, 1000).trials["operations"];
    await expect(clock.ended(trial?.(subject) ?? Promise.reject(new Error("no trial")))).rejects.toMatchObject({
      code: "rejected",
    });
  });
});

describe("a SCIM server is told by a trial", () => {
  const found = async (question: string, answer: (call: string, filter: string | null) => Answer) => {
    const { http, clock } = server(({ call, query }) => answer(call, query.get("filter")));
    return clock.ended(probes(http, 1000).trials[question]?.(subject) ?? Promise.reject(new Error(question)));
  };

  it.each([
    ["patch", refusal(501)],
    ["filters", refusal(400)],
  ])("%s: one that can't, and says nothing of itself", async (question, answer) => {
    expect(await found(question, (call) => (call === "GET /ServiceProviderConfig" ? GONE : answer))).toEqual({
      variant: "none",
    });
  });

  it("filters: by the name of the person that was made", async () => {
    const asked: (string | null)[] = [];
    await found("filters", (_, filter) => {
      asked.push(filter);
      return rows();
    });
    expect(asked[0]).toBe('userName eq "ada"');
  });

  it.each(["operations", "filtered-removals", "extensions"])("%s: not by an outage", async (question) => {
    await expect(found(question, () => refusal(503))).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a SCIM server is told by a look", () => {
  it("of itself, where it shows one document about it", async () => {
    const { http, clock } = server(({ call }) =>
      call === "GET /ServiceProviderConfig" ? features({ patch: true, filter: true, etag: false }) : GONE,
    );
    expect(
      await clock.ended(probes(http, 1000).looks["discovery"]?.() ?? Promise.reject(new Error("no look"))),
    ).toEqual({
      variant: "shown",
    });
  });

  const look = async (question: string, answer: Answer) => {
    const { http, clock } = server(() => answer);
    return clock.ended(probes(http, 1000).looks[question]?.() ?? Promise.reject(new Error(question)));
  };

  it.each<[string, string, Answer, object]>([
    ["totals", "that counts in texts", { status: 200, body: { TotalResults: "2" } }, { variant: "text" }],
    ["totals", "that doesn't count", { status: 200, body: { Resources: [] } }, { variant: "absent" }],
    ["totals", "that counts all", { status: 200, body: { totalResults: 2, Resources: [ADA] } }, { variant: "all" }],
    [
      "totals",
      "that counts the page",
      { status: 200, body: { totalResults: 1, Resources: [ADA] } },
      { variant: "page" },
    ],
    ["discovery", "that says nothing of itself", GONE, { variant: "absent" }],
    ["groups", "that lists groups", rows({ id: "g-1" }), { variant: "listed" }],
    ["groups", "that lists none", rows(), { variant: "listed" }],
    ["groups", "that has no such list", GONE, { variant: "absent" }],
    ["groups", "that doesn't support it", refusal(501), { variant: "unsupported" }],
    ["groups", "that doesn't let it be seen", refusal(403), { variant: "denied" }],
    ["groups", "that fails at it", refusal(500), { variant: "fails" }],
  ])("%s: one %s", async (question, _, answer, finding) => {
    expect(await look(question, answer)).toEqual(finding);
  });

  it("or the look fails", async () => {
    await expect(look("groups", refusal(503))).rejects.toMatchObject({ code: "unavailable" });
    await expect(look("groups", refusal(401))).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
