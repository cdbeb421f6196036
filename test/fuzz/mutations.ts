import fc from "fast-check";
import { editOf } from "./edits";
import { hostileJson } from "./hostile";
import type { Mutation, Plan } from "./spoiler";

const BODIES = [
  "",
  " ",
  "null",
  "true",
  "0",
  '"text"',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  '{"data":null}',
  '{"__proto__":{"id":"1"}}',
  "<html><body>Sign in</body></html>",
  "\ufeff{}",
  "{",
  "\u0000",
  "not json",
  `{"message":"${"x".repeat(100_000)}"}`,
  `{"detail":"${"a@".repeat(20_000)}"}`,
];

/** Sentences that vendors say, in the shapes in which they say them, with what must not be repeated in them. */
export function errorBodies(hidden: string): readonly string[] {
  const says = `user ${hidden} is not found, or exists already`;
  return [
    { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "404", scimType: "uniqueness", detail: says },
    { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], detail: 7, scimType: ["invalidFilter"] },
    { error: says },
    { error: says, errors: { email: [says], login: says, __proto__: 1, user: says } },
    { error: "Not Found", status: 404 },
    { error: { code: 404 } },
    { meta: { error: says, detail: says } },
    { title: says, source: { info: says } },
    { message: says },
    { status: 404, message: says },
    { status: 500, location: null, message: says, responsePlatforms: { training: { status: 500, message: says } } },
    { status: 200, location: "/", responsePlatforms: { constructor: { status: 202 }, management: { status: "200" } } },
    { errorMessage: says },
    { field: "email", errorMessage: says, params: [hidden] },
    { errors: [{ field: "constructor", errorMessage: says }] },
    { error: "invalid_token", error_description: says },
    { job_status: { job_id: ".." } },
  ].map((body) => JSON.stringify(body));
}

const STATUSES = [
  200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 409, 410,
  412, 413, 415, 418, 422, 423, 428, 429, 451, 499, 500, 501, 502, 503, 504, 511, 599,
];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  location: [
    "",
    "/",
    "..",
    "http://127.0.0.1:1/users/1",
    "http://[bad",
    "%zz",
    "https://example.com/users/%2e%2e",
    "a".repeat(5_000),
  ],
  etag: ["", "W/", '"', 'W/"x"', "*"],
  "retry-after": ["", "0", "-1", "0.001", "never", "1e400", "NaN", "Sun, 06 Nov 1994 08:49:37 GMT", "99999999"],
  "content-encoding": ["gzip", "br", "identity", "x-unknown", "gzip, gzip"],
  "content-type": ["text/html", "", "application/json; charset=utf-16", "multipart/form-data"],
  "x-rate-limit": ["0r/m", "-1r/s", "0.0001r/h", "99999999999r/s", "r/m", "1e9r/s"],
  "x-burst": ["0", "-1", "x", "99999999999999999999"],
  link: ['<http://127.0.0.1:1/>; rel="next"'],
  "set-cookie": ["a=b"],
};

function mutations(hidden: string): fc.Arbitrary<Mutation> {
  const headers = fc
    .uniqueArray(fc.constantFrom(...Object.keys(HEADERS)), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(HEADERS[name] ?? [""]))))),
    )
    .map((entries) => Object.fromEntries(entries));
  const body = fc.oneof(fc.constant(undefined), fc.constantFrom(...BODIES), fc.constantFrom(...errorBodies(hidden)));
  const edits = fc.array(editOf(hostileJson), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 6, arbitrary: edits.map((edits): Mutation => ({ kind: "edits", edits })) },
    {
      weight: 2,
      arbitrary: fc
        .oneof(
          fc.constantFrom(...BODIES, ...errorBodies(hidden)),
          hostileJson.map((json) => JSON.stringify(json)),
        )
        .map((text): Mutation => ({ kind: "text", text })),
    },
    {
      weight: 1,
      arbitrary: fc.double({ min: 0, max: 0.99, noNaN: true }).map((share): Mutation => ({ kind: "cut", share })),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(...STATUSES), body }),
    },
    { weight: 1, arbitrary: headers.map((headers): Mutation => ({ kind: "headers", headers })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("before", "after", "during").map((when): Mutation => ({ kind: "reset", when })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom("bystander", "previous").map((whose): Mutation => ({ kind: "other", whose })),
    },
  );
}

/** @param hidden what a vendor's text may hold and no message of ours may repeat */
export function plans(hidden: string): fc.Arbitrary<Plan> {
  return fc.record({
    mutation: mutations(hidden),
    from: fc.nat(14),
    times: fc.constantFrom(1, 1, 1, 2, 3, 1000),
    only: fc.constantFrom("any", "reads", "writes"),
  });
}
