import fc from "fast-check";
import { expect, it } from "vitest";
import { quoteVendor } from "../../../provider/core/messages/mask";

it.each([
  ["Ada Byron is unknown", ["Ada Byron"], "*** is unknown"],
  ["ada byron", ["Ada Byron"], "***"],
  ["bad: ada@example.com, and bob%40example.com", [], "bad: ***, and ***"],
  ["token abcdef1234", [{ deep: [["abcdef1234"]] }], "token ***"],
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

it("is at most 200 characters long", () => {
  expect(quoteVendor("x ".repeat(500), [])).toHaveLength(200);
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

it.each([
  ["a name", `${" ".repeat(5)}${"x ".repeat(8_190)}Ada Byron`, "Ada"],
  ["an address", `${" ".repeat(16_370)}ada.byron@example.com`, "ada"],
  ["a token", `${" ".repeat(16_380)}t0ken-0123456789`, "t0k"],
])("a cut through %s shows no half of it", (_, text, half) => {
  expect(quoteVendor(text, ["Ada Byron", "t0ken-0123456789"])).not.toContain(half);
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
  ["user 0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f is unknown", "user 0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f is unknown"],
  ["\u001b[31mred\u202e", "⟨U+001B⟩[31mred⟨U+202E⟩"],
])("%j reads %j, with nothing to hide", (text, quoted) => {
  expect(quoteVendor(text, [])).toBe(quoted);
});
