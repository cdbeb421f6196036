import { describe, expect, it } from "vitest";
import { PermissionDeniedError } from "../../provider/core/contract/errors";
import { shownInPages } from "../../provider/platforms/shown-in-pages";

/** A list of these pages; an error in the place of one is thrown there. */
function listOf(...pages: readonly (readonly string[] | Error)[]) {
  let bought = 0;
  async function* list(): AsyncIterable<readonly string[]> {
    for (const page of pages) {
      bought++;
      if (page instanceof Error) throw page;
      yield page;
    }
  }
  return {
    look: async (keys: string[]) => [...(await shownInPages(list(), keys, (user) => user)).keys()],
    bought: () => bought,
  };
}

describe("a look at many", () => {
  it.each<[string, string[], string[][], string[], number]>([
    ["buys nothing for nobody", [], [["a"]], [], 0],
    ["ends with the page that shows the last one", ["a", "b"], [["x", "b", "a"], ["c"]], ["b", "a"], 1],
    ["ends where single looks at those who are missing cost less", ["a", "b", "c"], [["a"], [], [], []], ["a"], 2],
    ["ends with the list", ["a", "b", "c", "d"], [["a"]], ["a"], 1],
  ])("%s", async (_, keys, pages, shown, bought) => {
    const list = listOf(...pages);
    expect(await list.look(keys)).toEqual(shown);
    expect(list.bought()).toBe(bought);
  });

  it("keeps what was shown before a page that fails, and no fault of ours is swallowed", async () => {
    const keys = ["a", "b", "c", "d"];
    expect(await listOf(["a"], new PermissionDeniedError("no")).look(keys)).toEqual(["a"]);
    await expect(listOf(["a"], new TypeError("ours")).look(keys)).rejects.toThrow("ours");
  });
});
