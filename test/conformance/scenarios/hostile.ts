import { expect } from "vitest";
import { SetOf } from "../driver";
import type { Scenario } from "../scenario";
import { type Target, traitsOf } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

/** A vendor, or something in front of it, that answers what no vendor means. */
export function hostile(target: Target): readonly Scenario[] {
  return [...endless(target), ...wrongAddresses(target), ...longTexts(target), ...names(target)];
}

/** Answers without an end, slowly or fast. */
function endless(target: Target): readonly Scenario[] {
  const program = { ada: { ...target.person("ada"), ...plainOf(target, 0) } };
  const drip = { kind: "drip", ms: 1_000 } as const;
  const large = [true, false].map((announced) => ({ kind: "large", bytes: 2 ** 20, announced }) as const);
  return [
    {
      name: "a refresh whose answer drips ends with the request's deadline, and drops nobody",
      async run(world) {
        await world.settled(program);
        world.stage.faults.add({ ...target.requests.read, fault: drip });
        const started = performance.now();
        const { failures } = await world.refresh({ timeout: 0.5 });
        expect(failures).toMatchObject([{ during: "read", code: "unavailable" }]);
        expect(failures[0]?.message).toContain(`roster:${target.platform.id}.timeout`);
        expect(performance.now() - started).toBeLessThan(15_000);
        world.stage.faults.clear();
        await world.unchanged(program);
      },
    },
    {
      name: "a creation whose answer drips is looked up and found, and nobody is created twice",
      async run(world) {
        world.stage.faults.add({ ...target.requests.create, fault: drip });
        await world.settled(program, { timeout: 5 });
        await world.hasAccounts(1);
      },
    },
    ...large.map(
      (fault): Scenario => ({
        name: `a refresh whose answer is too large${fault.announced ? ", as it says," : ""} asks once, and drops nobody`,
        async run(world) {
          await world.settled(program);
          world.stage.faults.add({ ...target.requests.read, fault });
          const { run, requests } = await world.recorded(() => world.refresh({ maxResponseBytes: 65_536 }));
          expect(run.failures).toMatchObject([{ during: "read", code: "too-large" }]);
          expect(run.failures[0]?.message).toContain(`roster:${target.platform.id}.maxResponseBytes`);
          expect(requests.filter(({ fault }) => fault === "large")).toHaveLength(1);
          world.stage.faults.clear();
          await world.unchanged(program);
        },
      }),
    ),
    {
      name: "a creation whose answer is too large is looked up and found, and nobody is created twice",
      async run(world: World) {
        world.stage.faults.add({ ...target.requests.create, fault: { kind: "large", bytes: 2 ** 20 } });
        await world.settled(program, { maxResponseBytes: 65_536 });
        await world.hasAccounts(1);
      },
    },
  ];
}

/** What servers, gateways and frameworks answer for an address that they don't know. */
const NOT_FOUND: Readonly<Record<string, unknown>> = {
  "Spring Boot": { timestamp: "2026-11-28T06:00:00Z", status: 404, error: "Not Found", path: "/users/1" },
  "Spring Boot with a message": {
    timestamp: 1,
    status: 404,
    error: "Not Found",
    message: "No message available",
    path: "/",
  },
  Rails: { status: 404, error: "Not Found" },
  Express: { error: "Not Found" },
  Nest: { statusCode: 404, message: "Cannot GET /users/1", error: "Not Found" },
  "AWS API Gateway": { message: "Not Found" },
  "AWS without a stage": { message: "Missing Authentication Token" },
  Kong: { message: "no Route matched with those values" },
  "problem+json": { type: "about:blank", title: "Not Found", status: 404, instance: "/users/1" },
  "a short problem": { title: "Not Found", status: 404 },
  Django: { detail: "Not found." },
  Envoy: { error: "no healthy upstream, route not found" },
  Apigee: { fault: { faultstring: "Unable to identify proxy for host", detail: { errorcode: "x" } } },
  "a location": { status: 404, message: "Not Found", location: "/users/1" },
  "a resource": { error: "The requested resource was not found" },
};

/** An address that is wrong, or something in front of the vendor that lets nothing through. */
function wrongAddresses(target: Target): readonly Scenario[] {
  const { read, remove, deactivate } = target.requests;
  const program = { ada: { ...target.person("ada"), ...plainOf(target, 0) } };
  return Object.entries(NOT_FOUND).flatMap(([whose, body]): readonly Scenario[] => [
    {
      name: `the 404 of ${whose} proves nobody's absence: a refresh drops nobody and points at the address`,
      async run(world) {
        await world.settled(program);
        const before = { ...world.driver.resource("ada") };
        world.stage.faults.add({ ...read, fault: { kind: "status", status: 404, body } });
        const { failures } = await world.refresh();
        expect(failures).toMatchObject([{ during: "read", message: expect.stringMatching(/\.url\b/) }]);
        expect(world.driver.resource("ada")).toEqual(before);
        world.stage.faults.clear();
        await world.unchanged(program);
      },
    },
    {
      name: `the 404 of ${whose} to a removal is not "gone already"`,
      async run(world) {
        for (const onDestroy of ["deactivate", "delete"]) {
          await world.settled({ ada: { ...target.person("ada"), onDestroy } });
          for (const request of [remove, deactivate]) {
            world.stage.faults.add({ ...request, fault: { kind: "status", status: 404, body } });
          }
          await world.refused({});
          expect(world.driver.state.size).toBe(1);
          world.stage.faults.clear();
        }
      },
    },
  ]);
}

/** A refusal in every vendor's shape at once. */
function refusal(text: string): object {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return {
    status: 400,
    location: null,
    message: text,
    error: text,
    errorMessage: text,
    detail: text,
    schemas,
    meta: { error: text },
  };
}

/** Texts that an expression could take minutes for. */
function longTexts(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const texts: [string, string][] = [
    ["one word", "a".repeat(100_000)],
    ["half an address", `${"a".repeat(100_000)}@`],
    ["many addresses", "a@".repeat(50_000)],
    ["blanks before an address", `${" ".repeat(100_000)}nobody@example.com`],
  ];
  return texts.map(([what, text]) => ({
    name: `a refusal of 100 kB, ${what}, is told at once and in 300 characters`,
    async run(world) {
      const fault = { kind: "status", status: 400, body: refusal(text) } as const;
      world.stage.faults.add({ ...target.requests.create, fault });
      const started = performance.now();
      const failure = await world.refused({ ada });
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(failure.code).toMatch(/^(rejected|not-found)$/);
      expect(failure.message.length).toBeLessThan(1_200);
      expect(failure.message).not.toMatch(/nobody|internal error/);
    },
  }));
}

const IDS = [".", "..", "%2e%2e", "%2E", "a/b", "..\\..", "a\u0000b", "a\nb", "\ud800", "x".repeat(5_000)];
const NAMES = ["constructor", "toString", "hasOwnProperty", "valueOf"];
/** Own entries of this name come from JSON alone. */
const PROTOTYPE: Readonly<Record<string, string>> = JSON.parse('{"__proto__":"x"}');

/** Names that mean something to an address, or to an object. */
function names(target: Target): readonly Scenario[] {
  const { attributes, sets } = target.platform.kinds.user.capabilities;
  const ada = target.person("ada");
  const maps = Object.keys(attributes).filter((name) => traitsOf(target, name).map);
  const inMap = (name: string, entry: object) => ({ ...ada, [name]: entry });
  return [
    {
      name: "an id that would climb out of its address is refused, and nothing is asked for by it",
      async run(world) {
        for (const id of IDS) {
          const { run, requests } = await world.recorded(() => world.import("ada", id));
          expect([id, run.failures.map(({ code }) => code)]).toEqual([id, ["invalid-arguments"]]);
          expect(requests.filter(({ path }) => /\/(users?|Users)(\/|$)/.test(path))).toEqual([]);
        }
      },
    },
    {
      name: "people whose keys every object has are people like any other",
      async run(world) {
        const keys = ["ada", "bob", "cleo", "dan"] as const;
        const users = Object.fromEntries(keys.map((key, i) => [NAMES[i] ?? key, target.person(key)]));
        await world.settled({ all: new SetOf(users) });
        await world.hasAccounts(keys.length);
        expect(Object.keys(world.driver.resource("all").outputs["ids"] as object).sort()).toEqual([...NAMES].sort());
      },
    },
    {
      name: "a role whose name every object has is granted, or refused with its property",
      async run(world) {
        for (const role of NAMES) {
          const declared = sets["roles"]?.sections ? { [role]: [role] } : [role];
          const { failures } = await world.up({ ada: { ...ada, roles: declared } });
          for (const { message } of failures)
            expect(message).not.toMatch(/internal error|TypeError|is not (a function|iterable)/);
          const isKept =
            failures.length === 0 ||
            /roles|constructor|toString|hasOwnProperty|valueOf/.test(failures[0]?.message ?? "");
          expect([role, isKept]).toEqual([role, true]);
        }
      },
    },
    {
      name: "a key of a map that every object has is kept, or refused with its property",
      needs: ["map"],
      async run(world) {
        for (const map of maps) {
          for (const key of NAMES) {
            const { failures } = await world.up({ ada: inMap(map, { [key]: "x" }) });
            for (const { message } of failures) {
              expect(message).not.toMatch(/internal error|TypeError|is not (a function|iterable)/);
              expect(message).toMatch(new RegExp(`${map}|${key}`));
            }
            if (failures.length > 0) continue;
            await world.unchanged({ ada: inMap(map, { [key]: "x" }) });
            expect((await world.account("ada")).attributes[map]).toMatchObject({ [key]: "x" });
          }
        }
      },
    },
    {
      name: "a key that no document can hold is refused with its property",
      needs: ["map"],
      async run(world) {
        for (const map of maps) {
          const { failures } = await world.up({ ada: inMap(map, PROTOTYPE) });
          // The protocol's own library drops such a key before a plugin sees it.
          for (const failure of failures) {
            expect(failure).toMatchObject({ code: "invalid-arguments", during: "check" });
            expect(failure.message).toContain(`${map}.__proto__`);
          }
        }
      },
    },
  ];
}
