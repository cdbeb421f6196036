import { describe, expect, it } from "vitest";
import { z } from "zod";
import { LARGE_PAGE, pages } from "../../../provider/platforms/nerm/pages";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { ok, refused } from "./answering";

interface Query {
  readonly limit: number;
  readonly offset: number;
}

/** The ids of a list in the order in which they come, whose vendor answers each page so; or the code of the error. */
async function listed(answer: (query: Query) => Answer, size?: number) {
  const offsets: number[] = [];
  const { http, clock } = scripted(({ path }) => {
    const query = new URL(path, ORIGIN).searchParams;
    const [limit, offset] = [Number(query.get("limit")), Number(query.get("offset"))];
    offsets.push(offset);
    return answer({ limit, offset });
  });
  const ids: string[] = [];
  const walk = async () => {
    const list = pages(http, "users", z.object({ id: z.string() }), {}, undefined, size);
    for await (const page of list) ids.push(...page.map(({ id }) => id));
  };
  const failed = await clock.ended(walk()).then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
  return { ids, failed, offsets };
}

const rows = (length: number) => Array.from({ length }, (_, i) => ({ id: `u${i}` }));
const idsOf = (length: number) => rows(length).map(({ id }) => id);
const body = (users: readonly object[], _metadata?: unknown) =>
  ok({ users, ...(_metadata !== undefined && { _metadata }) });

describe.each([
  ["everybody", LARGE_PAGE],
  ["somebody", undefined],
])("a list about %s", (_, size) => {
  it.each<[string, (query: Query & { total: number }) => unknown]>([
    ["tells nothing of it", () => undefined],
    ["has no metadata", () => null],
    ["has no total", ({ limit, offset }) => ({ limit, offset })],
    ["has an empty total", ({ limit, offset }) => ({ limit, offset, total: null })],
    ["tells the total", ({ total }) => ({ total })],
    ["tells all of it", (told) => told],
  ])(
    "is walked to its end, whatever its pages are cut to and its offsets begin with, where the server %s",
    async (_what, tell) => {
      for (const first of [0, 1]) {
        for (const cut of [1, 2, 5]) {
          // With pages of one row that overlap by one there is no way on.
          if (first === 1 && cut === 1) continue;
          for (const total of [0, 2, 4, 5]) {
            const { ids, failed } = await listed(({ limit, offset }) => {
              const from = Math.max(0, offset - first);
              return body(rows(total).slice(from, from + cut), tell({ limit, offset, total }));
            }, size);
            expect([...new Set(ids)], `${first} ${cut} ${total} ${failed}`).toEqual(idsOf(total));
            expect(failed).toBeUndefined();
          }
        }
      }
    },
  );

  it.each<[string, (query: Query) => unknown]>([
    ["says nothing", () => undefined],
    ["says that it is another page", ({ limit }) => ({ limit, offset: 0, total: 9 })],
    ["says that it has another size", ({ offset }) => ({ limit: 7, offset, total: 9 })],
    ["says that there are no more", ({ limit, offset }) => ({ limit, offset, total: offset })],
    ["says no total", ({ limit, offset }) => ({ limit, offset })],
  ])("is an error where the same page comes again and the server %s", async (_what, tell) => {
    const { ids, failed, offsets } = await listed(
      (query) => body(rows(3), query.offset === 0 ? undefined : tell(query)),
      size,
    );
    expect([failed, offsets, [...new Set(ids)]]).toEqual(["protocol", [0, 3], idsOf(3)]);
  });

  it.each([400, 403])("that fails later (%i) is an error, and no shorter list", async (status) => {
    const { failed, offsets } = await listed(
      ({ offset }) => (offset === 0 ? body(rows(3)) : refused("no", status)),
      size,
    );
    expect(failed).toBeDefined();
    expect(offsets).toEqual([0, 3]);
  });
});

it("a refused size is asked for once, and is no end of a list", async () => {
  const asked: number[] = [];
  const { ids, failed } = await listed(({ limit, offset }) => {
    asked.push(limit);
    return limit > 100 ? refused("limit is too large") : body(rows(3).slice(offset, offset + 2));
  }, LARGE_PAGE);
  expect([ids, failed]).toEqual([idsOf(3), undefined]);
  expect(asked).toEqual([500, 100, 100, 100]);
});
