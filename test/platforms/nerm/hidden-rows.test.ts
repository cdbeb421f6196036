import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { HttpClient } from "../../../provider/http/client";
import type { Reply } from "../../../provider/http/reply";
import { LARGE_PAGE, pages } from "../../../provider/platforms/nerm/pages";

const ROWS = Array.from({ length: 1003 }, (_, i) => ({ id: `u${i}` }));

/** A server that cuts its list into pages and then leaves some rows out. */
function serving(isHidden: (id: string) => boolean, metadata: (query: Query) => object | undefined) {
  const offsets: number[] = [];
  const http = {
    request: async ({ query }: { query: Query }): Promise<Pick<Reply, "status" | "body">> => {
      offsets.push(query.offset);
      const users = ROWS.slice(query.offset, query.offset + query.limit).filter(({ id }) => !isHidden(id));
      return { status: 200, body: { users, _metadata: metadata(query) } };
    },
  };
  return { http: http as unknown as HttpClient, offsets };
}

interface Query {
  readonly limit: number;
  readonly offset: number;
}

async function listed(http: HttpClient): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const page of pages(http, "users", z.object({ id: z.string() }), {}, undefined, LARGE_PAGE)) {
    for (const { id } of page) ids.add(id);
  }
  return ids;
}

describe("a list of which a server leaves rows out after cutting its pages", () => {
  const hidden = ["u7", "u499", "u501", "u1000", "u1002"];
  const total = ROWS.length;

  it("is walked to its end, where the server says that the page is the one that was asked for", async () => {
    const { http, offsets } = serving(
      (id) => hidden.includes(id),
      (query) => ({ ...query, total }),
    );
    const ids = await listed(http);
    expect(ROWS.filter(({ id }) => !ids.has(id)).map(({ id }) => id)).toEqual(hidden);
    expect(offsets.length).toBeLessThan(9);
  });

  it.each([
    ["tells where it is", true],
    ["tells nothing", false],
  ])("is walked to its end, where the first row has the offset 1 and the server %s", async (_what, isTold) => {
    for (const length of [1, 2, 500, 501, 1003]) {
      const rows = ROWS.slice(0, length);
      const http = {
        request: async ({ query: { limit, offset } }: { query: Query }) => {
          const first = Math.max(0, offset - 1);
          const users = rows.slice(first, first + limit);
          return { status: 200, body: { users, ...(isTold ? { _metadata: { limit, offset, total: length } } : {}) } };
        },
      };
      expect([...(await listed(http as unknown as HttpClient))]).toEqual(rows.map(({ id }) => id));
    }
  });

  it("is an error where a server that tells nothing sends its one row again and again", async () => {
    const http = { request: async () => ({ status: 200, body: { users: ROWS.slice(0, 1) } }) };
    await expect(listed(http as unknown as HttpClient)).rejects.toMatchObject({ code: "protocol" });
  });

  it("is an error where the server doesn't say that: it may send the same page again and again", async () => {
    const same = serving(
      () => false,
      () => ({ total }),
    );
    const request = same.http.request.bind(same.http);
    const stuck = {
      request: (one: Parameters<typeof request>[0]) => request({ ...one, query: { limit: 500, offset: 0 } }),
    };
    await expect(listed(stuck as unknown as HttpClient)).rejects.toMatchObject({ code: "protocol" });
  });
});
