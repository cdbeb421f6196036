import fc from "fast-check";
import { expect, it } from "vitest";
import { excerpt, quoter, quoteVendor } from "../../../provider/core/messages/mask";

it.each([
  ["Ada Byron is unknown", ["Ada Byron"], "*** is unknown"],
  ["ada byron", ["Ada Byron"], "***"],
  ["bad: ada@example.com, and bob%40example.com", [], "bad: ***, and ***"],
  ["about abcdef1234", [{ deep: [["abcdef1234"]] }], "about ***"],
  ["none of it", [null, undefined, 5, true], "none of it"],
  ["  blanks around  ", [], "blanks around"],
  ["Ada Byron", ["Ada Byron", "Ada"], "***"],
  ["Ada%20%C3%A9%C3%A8 is out", ["Ada éè"], "*** is out"],
  ["NÍKOΣ Ν\u00cd", ["Níkoς"], "*** ΝÍ"],
  ["ΝΊΚΟΣ is out", ["Νίκος"], "*** is out"],
  ["Zo%C3%AB and é", ["Zoë"], "*** and é"],
  ["İ Ada Byron", ["Ada Byron"], "İ ***"],
  ["Straße Ada Byron", ["Ada Byron"], "Straße ***"],
  ["of ab\ud800c", ["ab\ud800c"], "of ***"],
  ["@ada, ada@ and %40ada", [], "@ada, ada@ and %40ada"],
  ["ada\uFF20example.com or @@x", [], "*** or ***"],
  ["ab is short", ["ab"], "ab is short"],
  ["line\n one\ttwo", [], "line one two"],
  ["Ada Byron", ["Ada", "Ada Byron"], "***"],
  ["it has a+b(c)", ["a+b(c)"], "it has ***"],
  ["Ada%20Byron", ["Ada Byron"], "***"],
  ['{"name":"Ada \\"Countess\\" Byron"}', ['Ada "Countess" Byron'], '{"name":"***"}'],
  ["two  blanks", ["two  blanks"], "***"],
])("%j without %j reads %j", (text, hidden, quoted) => {
  expect(quoteVendor(text, hidden)).toBe(quoted);
});

it("is at most 200 characters long, and ends with no half of a picture", () => {
  expect(quoteVendor("x ".repeat(500), [])).toHaveLength(200);
  const whole = `${"ab ".repeat(66)}ab`;
  expect(quoteVendor(whole, [])).toBe(whole);
  expect(quoteVendor(`${whole}c`, [])).toBe(`${whole.slice(0, 199)}…`);
  expect(quoteVendor("😀 ".repeat(150), [])).toBe(`${"😀 ".repeat(66)}…`);
  expect(quoteVendor(`a${"😀".repeat(150)}`, ["😀".repeat(3)])).toBe("***");
  expect(quoteVendor(`${"ab ".repeat(66)}😀 and more`, [])).toBe(`${"ab ".repeat(66)}…`);
});

it("shows no word that is longer than a person reads, but parts of a path", () => {
  expect(quoteVendor(`at ${"a".repeat(120)}`, [])).toBe(`at ${"a".repeat(120)}`);
  expect(quoteVendor(`at ${"a".repeat(121)}`, [])).toBe("at ***");
  expect(quoteVendor(`at /users/${"a".repeat(121)}/x`, [])).toBe("at ***");
  expect(quoteVendor(`at /users/${"a".repeat(60)}/${"b".repeat(70)}`, [])).toBe(
    `at /users/${"a".repeat(60)}/${"b".repeat(70)}`,
  );
});

it("hides the beginning of a value where there is enough of it", () => {
  const value = "abcdefghijklmnopqrstuvwx, and so on";
  expect(quoteVendor("of abcdefghijklmnopqrstuvwx!", [value])).toBe("of ***!");
  expect(quoteVendor("of abcdefghijklmnopqrstuvw!", [value])).toBe("of abcdefghijklmnopqrstuvw!");
});

it("shows nothing behind a value that is too long to be looked for as a whole", () => {
  const long = "word, ".repeat(1_000);
  expect(quoteVendor(`of ${long.slice(0, 4_500)} and more`, [long])).toBe("of ***…");
  const shorter = long.slice(0, 4_096);
  expect(quoteVendor(`of ${shorter} and more`, [shorter])).toBe("of *** and more");
});

it("hides the same in several texts", () => {
  const quote = quoter(["Ada Byron"]);
  expect(["Ada Byron is out", "of Ada Byron"].map(quote)).toEqual(["*** is out", "of ***"]);
});

it("asks for hidden texts at the beginning of words alone, and in words that aren't shown too", () => {
  const asked: number[] = [];
  const textAt = (_line: string, folded: string, at: number): number => {
    asked.push(at);
    return folded.startsWith("d, e", at) ? 4 : 0;
  };
  expect(quoteVendor("ab -cd, (e) ab.c@d, e -f", [], { texts: { textAt } })).toBe("ab -cd, (e) *** -f");
  expect(asked).toEqual([0, 4, 9, 12, 15, 17, 23]);
});

it("looks for the meaning in the beginning of a text alone", () => {
  expect(excerpt("x".repeat(3_000))).toBe("x".repeat(2_000));
});

it("hides values as long as pictures", () => {
  const picture = "iVBORw0KGgo".repeat(30_000);
  expect(quoteVendor(`image: ${picture} is too large`, [picture])).toBe("image: *** is too large");
});

it("never shows a hidden value, however the vendor writes it", () => {
  const secret = fc.string({ unit: "grapheme", minLength: 3, maxLength: 30 }).filter((text) => text.trim().length >= 3);
  const written = [
    (text: string) => text,
    (text: string) => encodeURIComponent(text),
    (text: string) => JSON.stringify(text).slice(1, -1),
    (text: string) => text.toUpperCase(),
  ];
  fc.assert(
    fc.property(secret, fc.string(), fc.constantFrom(...written), (hidden, around, write) => {
      const quoted = quoteVendor(`${around} ${write(hidden)} ${around}`, [{ hidden }]);
      const left = quoteVendor(`${around} ${around}`, [{ hidden }]);
      if (!around.includes(hidden) && !left.includes(hidden))
        expect(quoted.replaceAll("***", "")).not.toContain(hidden);
    }),
    { numRuns: 500 },
  );
});

/** What is looked at of a text, with the longest of these. */
const LOOKED_AT = 16_384 + "t0ken-0123456789".length;
const hiddenAtCut = ["Ada Byron", "t0ken-0123456789"];

it.each([
  ["a name", "Ada Byron", 2, "***…"],
  ["a name in its second word", "Ada Byron", 6, "***…"],
  ["an address", "ada.byron@example.com", 5, "***…"],
  ["a token", "t0ken-0123456789", 3, "***…"],
  ["what comes behind one", "bad Ada Byron and more", 13, "bad ***…"],
  ["a word that may be half of anything", "bad thing and more", 7, "bad ***…"],
  ["nothing", "bad Ada", 7, "bad Ada"],
  ["nothing, before a word that is none of these", "Adam", 4, "Adam"],
])("a cut through %s shows no half of it", (_, text, kept, shown) => {
  expect(quoteVendor(`${" ".repeat(LOOKED_AT - kept)}${text}`, hiddenAtCut)).toBe(shown);
});

it("a cut shows no beginning of a value that stands elsewhere whole", () => {
  const text = `${" ".repeat(LOOKED_AT - 12)}Adam, Ada By`;
  expect(quoteVendor(`${text}ron`, hiddenAtCut)).toBe("Adam, ***…");
});

it("hides a long text of which a vendor repeats the beginning alone", () => {
  const bio = "Ada Byron wrote the first program, and much else. ".repeat(200);
  expect(quoteVendor(`bio '${bio.slice(0, 60)}...' is too long`, [bio])).toMatch(
    /^bio '\*\*\*\.* ?'? ?is too long$|^bio '\*\*\*/,
  );
  expect(quoteVendor(`bio ${bio} is too long`, [bio])).toBe("bio ***…");
});

it.each([
  ["Invalid role, Autor", "Invalid role, Autor"],
  ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl expired", "token *** expired"],
  ['{"access_token":"abcdefgh","token_type":"Bearer"}', '{"access_token":"***","token_type":"Bearer"}'],
  ["refresh_token=abcdefgh&x=1", "refresh_token=***=1"],
  ["Authorization: Bearer abc123def456", "Authorization: Bearer ***"],
  ["the refresh token my-other-token was revoked", "the refresh token *** was revoked"],
  ["client_secret: abcdefgh1", "client_secret: ***"],
  ["Invalid token: expired", "Invalid token: expired"],
  ["Bearer authentication failed", "Bearer authentication failed"],
  ["password must have 8 characters", "password must have 8 characters"],
  ["error invalid_token", "error invalid_token"],
  ["the eyJhbGciOi.eyJzdWIi expired", "the *** expired"],
  ["at [eyJ-_-_-.x]", "at ***"],
  ["abeyJhbGciOi.x is a name", "abeyJhbGciOi.x is a name"],
  ["eyJa.b or eyJhbGciOi. Or so", "eyJa.b or eyJhbGciOi. Or so"],
  ["password=x", "password=***"],
  ["passwords=x", "passwords=x"],
  ["token a1b2c or token a1b2c3", "token a1b2c or token ***"],
  ["of a token (rfc6750)", "of a token (rfc6750)"],
  ["of a token (rfc6750x)", "of a token (***)"],
  ["token (abc123) and token <abc123>", "token (***) and token <***>"],
  ["token (expired abc123)", "token (expired abc123)"],
  ["token invalidToken", "token invalidToken"],
  ["token abcdefghIjklmnopq", "token ***"],
  ["token abcdefghijklmnopq", "token abcdefghijklmnopq"],
  ["token too_many_requests!", "token too_many_requests!"],
  ["token invalid_grant.", "token invalid_grant."],
  ["token invalid_grant", "token invalid_grant"],
  ["token invalid_grant1", "token ***"],
  ["token 1invalid_grant", "token ***"],
  ["token invalid_grant/x", "token ***"],
  ["token abcd+efg, token abcd~efg, token abcd/efg, token abcd-efg", "token ***, token ***, token ***, token ***"],
  ["user 0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f is unknown", "user 0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f is unknown"],
  ["\u001b[31mred\u202e", "⟨U+001B⟩[31mred⟨U+202E⟩"],
])("%j reads %j, with nothing to hide", (text, quoted) => {
  expect(quoteVendor(text, [])).toBe(quoted);
});

it.each([
  ["sixteen letters with a digit", "of abcdefghijklmno1", "of ***"],
  ["in capitals", "of ABCDEFGHIJKLMNO1", "of ***"],
  ["and none of fifteen", "of abcdefghijklmn1", "of abcdefghijklmn1"],
  ["none without a digit", "of abcdefghijklmnop", "of abcdefghijklmnop"],
  ["none of digits alone", "of 1234567890123456", "of 1234567890123456"],
])("a text that may hold credentials shows no word that may be one: %s", (_, text, quoted) => {
  expect(quoteVendor(text, [], { mayHoldSecrets: true })).toBe(quoted);
  expect(quoteVendor(text, [])).toBe(text);
});

it.each([
  ...["access_token", "refresh-token", "id_token", "authToken", "AUTH_TOKEN", "client_secret", "client-secret"],
  ...["clientSecret", "api_key", "api-key", "apikey", "password", "passwd", "X-Cloud-Auth-Token"],
])("what is assigned to %s is never shown, whatever it looks like", (name) => {
  expect(quoteVendor(`${name}=x and "${name}":"y"`, [])).toBe(`${name}=*** and "${name}":"***"`);
  expect(quoteVendor(`new${name}=x and my_${name}=y`, [])).toBe(`new${name}=*** and my_${name}=***`);
  expect(quoteVendor(`${name}s-x=x and ${name}x=x`, [])).toBe(`${name}s-x=x and ${name}x=x`);
});

it.each([
  ...["token", "tokens", "secret", "Password", "bearer", "Basic", "oauth", "assertion", "credential", "JWT"],
  ...["my_secret", "x-token"],
])("what looks like a credential behind the word %s is not shown, and a plain word is", (word) => {
  expect(quoteVendor(`${word} abc123 and ${word}: abc123`, [])).toBe(`${word} *** and ${word}: ***`);
  expect(quoteVendor(`my${word} abc123 and my_${word} abc123`, [])).toBe(`my${word} *** and my_${word} ***`);
  expect(quoteVendor(`${word} expired, ${word}x abc123`, [])).toBe(`${word} expired, ${word}x abc123`);
});
