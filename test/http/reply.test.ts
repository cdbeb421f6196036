import { expect, it } from "vitest";
import { z } from "zod";
import { bodyOf, type Reply } from "../../provider/http/reply";

const answered = (body: unknown): Reply => ({
  status: 200,
  headers: {},
  body,
  request: "GET /users/1",
  isRepeated: false,
  quote: (text) => text.replaceAll("ada@example.com", "***"),
});

const Person = z.object({
  id: z.string(),
  names: z.array(z.object({ value: z.string() })).optional(),
  roles: z.record(z.string(), z.boolean()).optional(),
});

it("a body as the vendor documents it is what the schema makes of it", () => {
  expect(bodyOf(Person, answered({ id: "1", more: true }))).toEqual({ id: "1" });
});

it.each<[string, unknown, string]>([
  ["the whole body", undefined, "the body (invalid_type)"],
  ["a place in it", { id: "1", names: [{ value: "Ada" }, { value: 7 }] }, "names[1].value (invalid_type)"],
  ["a name in it, quoted", { id: "1", roles: { "ada@example.com": "Byron" } }, 'roles["***"] (invalid_type)'],
  [
    "three places at most",
    { names: [{ value: 1 }, { value: 2 }, { value: 3 }] },
    "id (invalid_type), names[0].value (invalid_type), names[1].value (invalid_type). ",
  ],
])("another one is an error that names %s, and no value", (_, body, places) => {
  expect(() => bodyOf(Person, answered(body))).toThrow(
    expect.objectContaining({ code: "protocol", message: expect.stringContaining(`GET /users/1 answered 200`) }),
  );
  expect(() => bodyOf(Person, answered(body))).toThrow(places);
  expect(() => bodyOf(Person, answered(body))).not.toThrow(/Byron|Ada/);
});
