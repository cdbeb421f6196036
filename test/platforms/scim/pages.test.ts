import { describe, expect, it } from "vitest";
import { PAGE, type Page, pages, RepeatedPageError, type Row } from "../../../provider/platforms/scim/pages";

/** What a list comes to whose pages these are, in turn; behind them are empty ones. */
async function listed(given: readonly (Partial<Page> | undefined)[], about: Parameters<typeof pages>[1] = {}) {
  const queries: object[] = [];
  const listing = pages(async (query, personal) => {
    queries.push({ ...query, ...(personal === undefined ? {} : { personal }) });
    const nth = queries.length - 1;
    if (nth > 20) throw new Error("it never ends");
    if (nth < given.length && given[nth] === undefined) return undefined;
    const { rows = [], ...more } = given[nth] ?? {};
    return { total: undefined, rows, size: rows.length, ...more };
  }, about);
  const ids: unknown[] = [];
  try {
    for (;;) {
      const { done, value } = await listing.next();
      if (done)
        return {
          ids,
          end: value,
          starts: queries.map((query) => (query as { startIndex: number }).startIndex),
          queries,
        };
      ids.push(...value.map(({ id, userName }) => id ?? userName));
    }
  } catch (error) {
    if (!(error as { code?: string }).code) throw error;
    return {
      ids,
      end: error instanceof RepeatedPageError ? "repeated" : (error as { code: string }).code,
      starts: queries.length,
      queries,
    };
  }
}

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, i) => ({ id: `u-${from + i}` }));

describe("a list of a SCIM server", () => {
  it.each<[string, readonly (Partial<Page> | undefined)[], number, number[]]>([
    ["ends at an empty page", [{ rows: rows(0, 3) }], 3, [1, 4]],
    ["is one of nobody", [{ total: 0 }], 0, [1]],
    ["goes on behind a short page that may be cut", [{ rows: rows(0, 2) }, { rows: rows(2, 5) }], 5, [1, 3, 6]],
    [
      "goes on where the total is that of the page",
      [
        { rows: rows(0, 2), total: 2 },
        { rows: rows(2, 4), total: 2 },
      ],
      4,
      [1, 3, 5],
    ],
    [
      "ends by a total that is larger than a page, at a shorter page",
      [
        { rows: rows(0, 3), total: 5 },
        { rows: rows(3, 5), total: 5 },
      ],
      5,
      [1, 4],
    ],
    [
      "goes on by such a total where no page is shorter",
      [
        { rows: rows(0, 2), total: 4 },
        { rows: rows(2, 4), total: 4 },
      ],
      4,
      [1, 3, 5],
    ],
    [
      "goes on where the total changes on its way",
      [
        { rows: rows(0, 3), total: 5 },
        { rows: rows(3, 5), total: 7 },
        { rows: rows(5, 7), total: 7 },
      ],
      7,
      [1, 4, 6, 8],
    ],
    [
      "goes on where more have come than were counted",
      [
        { rows: rows(0, 3), total: 4 },
        { rows: rows(3, 5), total: 4 },
      ],
      5,
      [1, 4, 6],
    ],
    ...[5, 6].map((size): [string, readonly Partial<Page>[], number, number[]] => [
      `goes on where ${size} rows of a page, of which some hold nobody, may be the count of 5`,
      [
        { rows: rows(0, 3), size, total: 5 },
        { rows: rows(3, 5), total: 5 },
        { rows: rows(5, 6), total: 5 },
      ],
      6,
      [1, 4, 6, 7],
    ]),
    [
      "passes over rows that hold nobody, and goes on where they end",
      [{ rows: rows(0, 2), size: 3 }, { rows: rows(2, 3) }],
      3,
      [1, 3, 4],
    ],
    ["shows everybody once", [{ rows: rows(0, 3) }, { rows: rows(2, 5) }], 5, [1, 4, 7]],
  ])("%s", async (_, given, count, starts) => {
    expect(await listed(given)).toMatchObject({ ids: rows(0, count).map(({ id }) => id), end: "complete", starts });
  });

  it.each<[string, readonly Partial<Page>[], string]>([
    ["that ends before its total", [{ rows: rows(0, 3), total: 9 }], "protocol"],
    [
      "that once promised more",
      [
        { rows: rows(0, 3), total: 9 },
        { rows: [], total: 3 },
      ],
      "protocol",
    ],
    [
      "that ends with rows in which nobody is, without a total",
      [{ rows: rows(0, 3) }, { rows: [], size: 2 }],
      "protocol",
    ],
    ["that sends its page again", [{ rows: rows(0, 3) }, { rows: rows(0, 3) }], "repeated"],
    [
      "that sends a full page again, though its total has come",
      [
        { rows: rows(0, 3), total: 3 },
        { rows: rows(0, 3), total: 3 },
      ],
      "repeated",
    ],
    [
      "that sends a page again which has no more room by its own word",
      [
        { rows: rows(0, 3), total: 3, room: 3 },
        { rows: rows(0, 3), total: 3, room: 3 },
      ],
      "repeated",
    ],
    [
      "that sends a page again with room, and counts more",
      [
        { rows: rows(0, 3), total: 4, room: 9 },
        { rows: rows(0, 3), total: 4, room: 9 },
      ],
      "repeated",
    ],
  ])("%s is an error, as others may be there", async (_, given, code) => {
    expect(await listed(given)).toMatchObject({ ids: ["u-0", "u-1", "u-2"], end: code });
  });

  it("ends with rows in which nobody is, where its total has come", async () => {
    expect(
      await listed([
        { rows: rows(0, 3), total: 3 },
        { rows: [], size: 2, total: 3 },
      ]),
    ).toMatchObject({ end: "complete" });
  });

  it("is whole where its only page comes again, had room for more, and all that it counts was in it", async () => {
    const page = { rows: rows(0, 3), total: 3, room: 9 };
    expect(await listed([page, page])).toMatchObject({ ids: ["u-0", "u-1", "u-2"], end: "complete" });
  });

  it("tells rows without an id apart by their names", async () => {
    const named: Row[] = [
      { id: undefined, userName: "ada" },
      { id: undefined, userName: "bob" },
    ];
    expect(await listed([{ rows: named }, { rows: [...named, { id: undefined, userName: "cleo" }] }])).toMatchObject({
      ids: ["ada", "bob", "cleo"],
    });
    expect(await listed([{ rows: [{ id: "ada" }] }, { rows: [{ id: undefined, userName: "ada" }] }])).toMatchObject({
      ids: ["ada", "ada"],
    });
    expect(await listed([{ rows: [{ id: undefined }] }, { rows: [{ id: undefined }] }])).toMatchObject({
      end: "repeated",
    });
  });

  it("can't be narrowed where the server has no filter", async () => {
    expect(await listed([undefined], { filter: "x" })).toMatchObject({ ids: [], end: "unsupported" });
    expect(await listed([{ rows: rows(0, 1) }, undefined], { filter: "x" })).toMatchObject({
      ids: ["u-0"],
      end: "unsupported",
    });
  });

  it("of one person ends where as many have come as are counted", async () => {
    expect(await listed([{ rows: rows(0, 1), total: 1 }], { filter: "x", isForOne: true })).toMatchObject({
      starts: [1],
      end: "complete",
    });
    expect(
      await listed(
        [
          { rows: rows(0, 1), total: 2 },
          { rows: rows(1, 2), total: 2 },
        ],
        { filter: "x", isForOne: true },
      ),
    ).toMatchObject({ starts: [1, 2], end: "complete" });
    expect(await listed([{ rows: rows(0, 1) }], { filter: "x", isForOne: true })).toMatchObject({
      starts: [1, 2],
      end: "complete",
    });
  });

  it("asks for full pages, with the filter, which may name a person", async () => {
    expect((await listed([], { filter: "x" })).queries).toEqual([
      { startIndex: 1, count: PAGE, filter: "x", personal: "x" },
    ]);
    expect((await listed([])).queries).toEqual([{ startIndex: 1, count: PAGE }]);
  });
});
