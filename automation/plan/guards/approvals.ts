import { Failure } from "../../common/failure";

/** Counts that somebody approved, by guard: `leavers`, or `adobe.leavers` for a platform's own limit. */
export type Approvals = ReadonlyMap<string, number>;

/** Reads `--allow leavers=12`. Approved is exactly this count: a plan with one more or one less is refused again. */
export function readApprovals(texts: readonly string[]): Approvals {
  return new Map(
    texts.map((text) => {
      const [, name = "", count = ""] = /^([A-Za-z]+(?:\.[A-Za-z]+)?)=(\d+)$/.exec(text) ?? [];
      if (name === "") {
        throw new Failure("usage", `--allow ${text}: give a guard and the exact count, such as --allow leavers=12`);
      }
      return [name, Number(count)];
    }),
  );
}
