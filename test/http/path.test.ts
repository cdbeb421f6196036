import { describe, expect, it } from "vitest";
import { isPathSegment, judgedPath, pathSegment } from "../../provider/http/path";

const LONGEST = "a".repeat(1_000);

describe("one segment of an address", () => {
  it.each<[string, encoded: string]>([
    ["7", "7"],
    ["a b@c?d#e%", "a%20b%40c%3Fd%23e%25"],
    ["...", "..."],
    [".a", ".a"],
    ["%2e%2e%2e", "%252e%252e%252e"],
    ["Zoë", "Zo%C3%AB"],
    [LONGEST, LONGEST],
  ])("can be %j, an id or a name, written %s", (text, encoded) => {
    for (const kind of ["id", "name"] as const) {
      expect(isPathSegment(text, kind)).toBe(true);
      expect(pathSegment(text, kind)).toBe(encoded);
    }
  });

  it.each(["", ".", "..", "%2e", "%2E%2e", ".%2E", "a\nb", "a\u0000", "\ud800", `${LONGEST}a`])(
    "is never %j: it would ask for something else",
    (text) => {
      for (const kind of ["id", "name"] as const) {
        expect(isPathSegment(text, kind)).toBe(false);
        expect(() => pathSegment(text, kind)).toThrow(
          expect.objectContaining({ code: "invalid-arguments", issues: [expect.objectContaining({ path: [kind] })] }),
        );
      }
    },
  );

  it.each(["a/b", "/", "a\\b"])("is %j as a name alone: people write slashes", (text) => {
    expect(isPathSegment(text, "name")).toBe(true);
    expect(pathSegment(text, "name")).toBe(encodeURIComponent(text));
    expect(isPathSegment(text)).toBe(false);
    expect(() => pathSegment(text)).toThrow(/^id: /);
  });

  it("that is refused is shown by its beginning alone", () => {
    expect(() => pathSegment(`/${"x".repeat(39)}`)).toThrow(`"/${"x".repeat(39)}" is no id`);
    expect(() => pathSegment(`/${"x".repeat(40)}`)).toThrow(`"/${"x".repeat(39)}…" is no id`);
  });
});

describe("the path of a request", () => {
  it.each(["/users/1", "/users/a%2Fb", "/users/%25"])("is taken as it is: %s", (path) => {
    expect(judgedPath(path)).toBe(path);
  });

  it.each(["/users/", "/users/%2e%2e", "/users/%2E", "/..", "/users/%00/roles", `/users/${LONGEST}a`])(
    "is refused: %s",
    (path) => {
      expect(() => judgedPath(path)).toThrow(/nothing was sent/);
    },
  );
});
