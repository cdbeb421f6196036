import fc from "fast-check";
import { expect, it } from "vitest";
import { quoteVendor } from "../../provider/core/mask";

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
