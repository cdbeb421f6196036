import { describe, expect, it } from "vitest";
import type { Reply } from "../../../provider/http/reply";
import {
  isAboutAttribute,
  isEmptyList,
  isMissing,
  isNoChange,
  isRefusal,
  jobRefusal,
  succeeded,
} from "../../../provider/platforms/nerm/errors";

/** What is quoted is marked, as nothing else of an answer may stand in a message. */
const reply = (status: number, body: unknown): Reply => ({
  status,
  headers: {},
  body,
  request: "PATCH /users/1",
  isRepeated: false,
  quote: (text) => `<${text}>`,
});
const errorOf = (status: number, body: unknown): unknown => {
  try {
    return succeeded(reply(status, body));
  } catch (error) {
    return error;
  }
};
const odd = { login: "is odd" };
const gateway = { status: 404, error: "no users found" };

describe("what an answer says of people", () => {
  const says = (answer: Reply) => ({
    empty: isEmptyList(answer),
    missing: isMissing(answer),
    unchanged: isNoChange(answer),
    refusal: isRefusal(answer),
  });
  const nothing = { empty: false, missing: false, unchanged: false, refusal: true };

  it.each<[number, unknown, Partial<ReturnType<typeof says>>]>([
    [200, { error: "no users found" }, { empty: true }],
    [400, { error: "No users found" }, { empty: true, missing: true }],
    [404, { error: "no user roles found" }, { empty: true, missing: true }],
    [404, gateway, {}],
    [400, { error: "no route found" }, { empty: true }],
    [404, { error: "no route found" }, {}],
    [403, { error: "no users found" }, {}],
    [500, { error: "no users found" }, {}],
    [400, { error: "no users found", errors: odd }, {}],
    [400, { errors: ["no users found", "login is odd"] }, {}],
    [400, { error: "there were no users found" }, {}],
    [200, { error: "User not found" }, {}],
    [404, { error: "User not found" }, { missing: true }],
    [404, { error: "User not found", errors: odd }, {}],
    [404, undefined, {}],
    [200, { error: "200 - No Change" }, { unchanged: true, refusal: false }],
    [200, { error: "No changes" }, { unchanged: true, refusal: false }],
    [400, { error: "No change" }, {}],
    [200, { error: "No change", errors: odd }, {}],
    [200, { error: "There was no change" }, {}],
    [200, { error: "Title is odd" }, {}],
    [200, { user: {} }, { refusal: false }],
    [299, undefined, { refusal: false }],
    [300, undefined, {}],
  ])("%i %j", (status, body, expected) => {
    expect(says(reply(status, body))).toEqual({ ...nothing, ...expected });
  });

  it.each([
    [{ error: "Profile not found" }, true],
    [{ error: "User not found" }, false],
    [{ users: [] }, false],
  ])("is about an attribute or about the person: %j", (body, expected) => {
    expect(isAboutAttribute(reply(404, body))).toBe(expected);
  });
});

describe("the error that an answer means", () => {
  it.each<[number, unknown, string, readonly string[] | undefined]>([
    [300, { user: {} }, "rejected", []],
    [404, { error: "failed", errors: odd }, "not-found", undefined],
    [400, { error: "failed", errors: { ...odd, manager: "must exist" } }, "not-found", undefined],
    [400, { error: "failed", errors: { ...odd, manager: "is odd" } }, "rejected", ["login", "manager"]],
    [400, { error: "  User must exist" }, "not-found", undefined],
    [400, { errors: ["user_id doesn't exist", "Manager was not found"] }, "not-found", undefined],
    [400, { error: "'User' must exist" }, "rejected", []],
    [400, { error: "Somebody must exist" }, "rejected", []],
    [400, { error: "Role must exist" }, "rejected", ["roles"]],
    [400, { error: "User is too long" }, "rejected", []],
    [400, { errors: ["User must exist", "login is odd"] }, "rejected", ["login"]],
  ])("after %i %j", (status, body, code, properties) => {
    expect(errorOf(status, body)).toMatchObject({ code, ...(properties && { properties }) });
  });

  it("points at the address only where nothing in the answer is about a person", () => {
    for (const [body, isElsewhere] of [
      [gateway, true],
      [{ error: "no user found" }, false],
      [{ error: "failed", errors: odd }, false],
    ] as const) {
      const { message } = errorOf(404, body) as Error;
      expect(message.includes("roster:nerm.url")).toBe(isElsewhere);
      expect(message).toMatch(/^SailPoint NERM/);
    }
  });

  it.each<[unknown, string]>([
    ["is odd", "<is odd>"],
    [["is odd", 7, null, "is long"], "<is odd, is long>"],
    [[7], "<is refused>"],
    [[], "<is refused>"],
    [7, "<is refused>"],
    [null, "<is refused>"],
  ])("tells what is wrong with an attribute in the vendor's words: %j", (said, told) => {
    expect((errorOf(400, { error: "failed", errors: { login: said } }) as Error).message).toContain(`login: ${told}.`);
  });

  const many = Array.from({ length: 30 }, (_, i) => `word${i}word`);
  it.each<[string, () => Error]>([
    ["of a list", () => errorOf(400, { errors: many }) as Error],
    ["of an attribute", () => errorOf(400, { error: "failed", errors: { login: many } }) as Error],
    [
      "of many attributes",
      () =>
        errorOf(400, { error: "failed", errors: Object.fromEntries(many.map((word) => [word, "is odd"])) }) as Error,
    ],
    ["of a job", () => jobRefusal(reply(200, {}), many)],
  ])("tells the first sentences %s, and not all of very many", (_, error) => {
    const told = many.filter((word) => error().message.includes(word));
    expect(told.length).toBeGreaterThan(9);
    expect(told).toEqual(many.slice(0, told.length));
    expect(told.length).toBeLessThan(many.length);
  });
});

it("a job's complaints are quoted, at their arguments; without any, the refusal says so", () => {
  const error = jobRefusal(reply(200, {}), ["login is odd", "Title is long"]);
  expect(error).toMatchObject({ code: "rejected", properties: ["login", "title"] });
  expect(error.message).toMatch(/<login is odd>.*<Title is long>/);
  expect(error.message).not.toContain("no reason given");
  expect(jobRefusal(reply(200, {}), [])).toMatchObject({
    properties: [],
    message: expect.stringContaining("no reason given"),
  });
});
