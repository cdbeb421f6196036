import { describe, expect, it } from "vitest";
import { z } from "zod";
import { meaningOf } from "../automation/plan/review/people";
import { markdownCode, markdownText } from "../automation/reports/markdown-text";
import { characters, shortened, visible } from "../automation/reports/untrusted";
import { cutTo, widthOf } from "../automation/reports/width";
import { Cells } from "../automation/roster/cells/cells";
import { parsePath as engineParsePath } from "../engine/paths";
import { check } from "../provider/core/compare/check";
import { excerpt, quoteVendor } from "../provider/core/messages/mask";
import { secretsIn } from "../provider/core/messages/secret-words";
import { caseless, decodedCaseless, parsePath, pathText, sameValue } from "../provider/core/model/value";
import { bodyOf, type Reply } from "../provider/http/reply";
import { retryAfter } from "../provider/http/retry-timing";
import { allowance } from "../provider/platforms/adobe/api";
import { propertyNamedIn as adobeProperty } from "../provider/platforms/adobe/convert";
import { succeeded as keycloakAnswer } from "../provider/platforms/keycloak/errors";
import { propertyOf as nermProperty, propertyAtStartOf } from "../provider/platforms/nerm/convert";
import { isEmptyList, isMissing, succeeded as nermAnswer } from "../provider/platforms/nerm/errors";
import { propertyNamedIn as netexProperty } from "../provider/platforms/netex/convert";
import { judge } from "../provider/platforms/netex/judge";
import { platforms } from "../provider/platforms/registry";
import { saysTaken } from "../provider/platforms/rejection";
import { extensionPath } from "../provider/platforms/scim/arguments";
import { succeeded as scimAnswer } from "../provider/platforms/scim/errors";
import { nameOfUrn, typeOfUrn } from "../provider/urn";
import { kind as lab } from "./core/lab";
import { processorTime } from "./processor-time";

const SIZE = 300_000;
/** What takes time in the square of the length takes minutes; a busy machine takes its time as well. */
const MOST_MILLISECONDS = 2_000;

const filled = (text: string): string => text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
const shapes: Readonly<Record<string, string>> = {
  "one word": filled("a"),
  "an address without an end": `${filled("a")}@`,
  "many addresses in one": filled("a@"),
  "encoded addresses": `${filled("a%40")}@`,
  blanks: filled(" "),
  "blanks and a word": `${filled(" ")}a`,
  "line breaks": `${filled("?\n")}`,
  "question marks and a break": `${filled("?")}\n`,
  quotes: filled('"\\'),
  backticks: filled("`a"),
  colons: filled("a:"),
  brackets: filled("[0]."),
  dots: filled("a."),
  bars: filled("a|"),
  dashes: `${filled("-")}a`,
  digits: filled("0"),
  controls: filled("\u001b[2J"),
  marks: `e${filled("\u0301")}`,
  pictures: filled("👩‍👩‍👧"),
  "half characters": filled("\ud83d"),
  "the words of a refusal": filled("no not found "),
  tokens: filled("eyJhbGciOi."),
};

/** An answer whose every text is this one. */
function answer(status: number, body: unknown): Reply {
  const quote = (text: string) => quoteVendor(text, [{ name: "aaaaaaaaaaaaaaaaaaaaaaaab" }]);
  return { status, body, headers: { location: "" }, request: "GET /users/1", isRepeated: false, quote };
}

const failing = (call: () => unknown): void => {
  try {
    call();
  } catch {
    // What it is refused with is for the platform's own tests.
  }
};

/** Every function that is given a text from outside before anything has cut it. */
const readers: Record<string, (text: string) => unknown> = {
  quoteVendor: (text) => quoteVendor(text, []),
  "quoteVendor with values to hide": (text) =>
    quoteVendor(text, ["Ada Byron", "aaaab", "a@a@a@b", `${"a".repeat(100_000)}b`, { note: "0000b" }], {
      mayHoldSecrets: true,
    }),
  "quoteVendor with this value to hide": (text) => quoteVendor(text, [text]),
  excerpt,
  secretsIn: (text) => secretsIn({ token: text, [text]: [text] }),
  pathText: (text) => pathText([text, text]),
  parsePath,
  caseless,
  decodedCaseless,
  sameValue: (text) => sameValue(text, `${text}a`),
  retryAfter: (text) => retryAfter(text, 0, text),
  allowance: (text) => allowance({ "x-rate-limit": text, "x-burst": text }),
  saysTaken,
  adobeProperty,
  netexProperty,
  nermProperty,
  propertyAtStartOf,
  extensionPath,
  bodyOf: (text) => failing(() => bodyOf(z.record(z.string(), z.number()), answer(200, { [text]: text }))),
  "an answer of NERM's": (text) => {
    const reply = answer(400, { error: text, errors: { [text]: text, login: [text, text] } });
    failing(() => nermAnswer(reply));
    return isMissing(answer(400, { error: text })) && isEmptyList(answer(400, { error: text }));
  },
  "an answer of SCIM's": (text) => {
    const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
    failing(() => scimAnswer(answer(400, { schemas, detail: text, scimType: text })));
    failing(() => scimAnswer(answer(409, { schemas, detail: text })));
  },
  "an answer of Keycloak's": (text) => {
    failing(() => keycloakAnswer(answer(404, { error: text })));
    failing(() => keycloakAnswer(answer(409, { errorMessage: text })));
    failing(() => keycloakAnswer(answer(400, { field: text, errorMessage: text, params: [text] })));
  },
  "an answer of Netex's": (text) => {
    const result = { status: 400, message: text };
    failing(() => judge(answer(400, { status: 400, message: text, location: text })));
    failing(() => judge(answer(200, { status: 200, location: text, responsePlatforms: { [text]: result } })));
  },
  visible,
  characters,
  shortened: (text) => shortened(text, 80),
  markdownText,
  markdownCode,
  widthOf,
  cutTo: (text) => cutTo(text, 80),
  meaningOf,
  nameOfUrn,
  typeOfUrn,
  "the engine's parsePath": engineParsePath,
  "a cell of a roster": (text) => {
    const cells = new Cells();
    for (const path of [["email"], ["roles"], ["enrollOnClick"], ["fields", "Team"]]) {
      failing(() => cells.read("adobe", path, text));
    }
  },
  "check of the lab": (text) => check(lab, { login: text, [text]: text, fields: { [text]: text }, clear: [text] }, {}),
};
for (const platform of Object.values(platforms)) {
  const { attributes } = platform.kinds.user.capabilities;
  readers[`check of ${platform.id}`] = (text) =>
    check(
      platform.kinds.user,
      { ...Object.fromEntries(Object.keys(attributes).map((name) => [name, text])), roles: [text] },
      {},
    );
  readers[`check of maps of ${platform.id}`] = (text) => {
    const maps = Object.entries(attributes).flatMap(([name, traits]) =>
      "map" in traits ? [[name, { [text]: text }]] : [],
    );
    return check(
      platform.kinds.user,
      { ...Object.fromEntries(maps), [text]: 1, roles: { [text]: [text] }, clear: [text] },
      {},
    );
  };
}

describe.each(Object.entries(readers))("%s", (_, read) => {
  it("takes a long text of any shape in no time", () => {
    const slow: string[] = [];
    for (const [name, text] of Object.entries(shapes)) {
      const started = processorTime();
      read(text);
      const ms = processorTime() - started;
      if (ms > MOST_MILLISECONDS) slow.push(`${name}: ${Math.round(ms)} ms`);
    }
    expect(slow).toEqual([]);
  });
});
