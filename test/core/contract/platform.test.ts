import { expect, it } from "vitest";
import { kindNamed } from "../../../provider/core/contract/platform";
import { kind } from "../lab";

it("a kind that a platform lacks is a mistake of ours, and never another kind", () => {
  const platform = { title: "the lab", kinds: { user: kind } };
  expect(kindNamed(platform, "user")).toBe(kind);
  expect(() => kindNamed(platform, "group")).toThrow(expect.objectContaining({ code: "internal" }));
});
