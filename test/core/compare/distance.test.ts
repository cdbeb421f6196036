import { expect, it } from "vitest";
import { distance } from "../../../provider/core/compare/distance";

it.each([
  ["", "", 0],
  ["bio", "bio", 0],
  ["", "bio", 3],
  ["b", "bio", 2],
  ["boi", "bio", 2],
  ["bijo", "bio", 1],
  ["bia", "bio", 1],
  ["abc", "xbc", 1],
  ["kitten", "sitting", 3],
])("%j is as many slips from %j as letters have to be changed", (a, b, slips) => {
  expect([distance(a, b), distance(b, a)]).toEqual([slips, slips]);
});
