import { expect, it } from "vitest";
import { calls } from "../../bench/calls";
import type { Figure } from "../../bench/figure";
import { growth } from "../../bench/growth";
import { oneByOne } from "../../bench/one-by-one";
import { PLATFORMS } from "../../bench/stage";

const PEOPLE = 20;
const reader =
  (figures: readonly Figure[]) =>
  (name: string): number =>
    figures.find((figure) => figure.name === name && figure.n === PEOPLE)?.value ?? Number.NaN;

it.each(PLATFORMS)("the bench counts the requests of each operation: %s", async (platform) => {
  const value = reader(await calls(platform, PEOPLE, "users", "embedded"));
  expect(value(`preview-calls-${platform}`)).toBe(0);
  expect(value(`change10-writes-${platform}`)).toBeLessThanOrEqual(10);
  for (const name of ["refresh", "create", "change10"]) {
    expect(value(`${name}-calls-${platform}`), name).toBeGreaterThan(0);
  }
});

it("the bench compares a set with a resource for each person", async () => {
  const value = reader(await oneByOne(PEOPLE, "embedded"));
  for (const name of ["user-up-seconds", "state-bytes-user", "state-bytes-users", "user-to-users-up-ratio"]) {
    expect(value(name), name).toBeGreaterThan(0);
  }
});

it("the bench shows how a set's operations grow, and a preview of few lines", async () => {
  const value = reader(await growth(PEOPLE, "embedded"));
  for (const name of ["first-preview", "up", "preview", "refresh", "edit"]) {
    expect(value(`users-${name}-seconds`), name).toBeGreaterThan(0);
  }
  expect(value(`diff-lines-10-of-${PEOPLE}`)).toBeGreaterThan(0);
  expect(value(`diff-lines-10-of-${PEOPLE}`)).toBeLessThanOrEqual(60);
});
