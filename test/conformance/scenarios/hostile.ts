import { expect } from "vitest";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

/** A vendor, or something in front of it, that answers what no vendor means. */
export function hostile(target: Target): readonly Scenario[] {
  return [...endless(target), ...wrongAddresses(target)];
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
        await world.settled(program, { timeout: 2 });
        expect(await world.stage.accounts()).toHaveLength(1);
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
        expect(await world.stage.accounts()).toHaveLength(1);
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
