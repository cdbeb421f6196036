import { expect, it } from "vitest";
import { calls } from "../../bench/calls";
import { growth } from "../../bench/growth";
import { oneByOne } from "../../bench/one-by-one";
import { PLATFORMS } from "../../bench/stage";
import { reader } from "./told";

const PEOPLE = 20;
it.each(PLATFORMS)("the bench counts the requests of each operation: %s", async (platform) => {
  const value = reader(await calls(platform, PEOPLE, "users", "embedded"));
  expect(value(`preview-calls-${platform}`, PEOPLE)).toBe(0);
  expect(value(`change10-writes-${platform}`, PEOPLE)).toBeLessThanOrEqual(10);
  for (const name of ["refresh", "create", "change10"]) {
    expect(value(`${name}-calls-${platform}`, PEOPLE), name).toBeGreaterThan(0);
  }
});

it("the bench compares a set with a resource for each person", async () => {
  const value = reader(await oneByOne(PEOPLE, "embedded"));
  for (const name of ["user-up-seconds", "state-bytes-user", "state-bytes-users", "user-to-users-up-ratio"]) {
    expect(value(name, PEOPLE), name).toBeGreaterThan(0);
  }
});

it("the bench shows how a set's operations grow, and a preview of few lines", async () => {
  const value = reader(await growth(PEOPLE, "embedded"));
  for (const name of ["first-preview", "up", "preview", "refresh", "edit"]) {
    expect(value(`users-${name}-seconds`, PEOPLE), name).toBeGreaterThan(0);
  }
  expect(value(`diff-lines-10-of-${PEOPLE}`, PEOPLE)).toBeGreaterThan(0);
  expect(value(`diff-lines-10-of-${PEOPLE}`, PEOPLE)).toBeLessThanOrEqual(60);
});
