import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAS_PULUMI } from "../../e2e/pulumi-lab";
import { RosterLab } from "../roster-lab";

const PEOPLE = "people:\n  ada: { name: Ada Byron, email: ada@example.com, adobe: }\n";

describe.each([
  { engine: "embedded", isHere: true },
  { engine: "pulumi", isHere: HAS_PULUMI },
] as const)("on $engine the stack", ({ engine, isHere }) => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open(engine);
    lab.write("roster.yaml", PEOPLE);
  });
  afterAll(() => lab.close());

  /** Which stack a command works on. */
  const stackOf = async (...args: string[]): Promise<unknown> => {
    const { json } = await lab.roster([...args, "--json"]);
    const { stack, review } = json as { stack?: string; review?: { stack: string } };
    return stack ?? review?.stack;
  };

  test.skipIf(!isHere)("is dev, until one is made, which is selected", async () => {
    expect(await stackOf("init")).toBe("dev");
    lab.install();
    expect(await stackOf("plan")).toBe("dev");
    expect(await stackOf("init", "--stack", "prod")).toBe("prod");
    expect(await stackOf("plan")).toBe("prod");
    expect(await stackOf("apply")).toBe("prod");
    expect(await stackOf("drift")).toBe("prod");
    expect(await stackOf("init")).toBe("prod");
  });

  test.skipIf(!isHere)("is another one where that is said, which selects nothing", async () => {
    expect(await stackOf("plan", "--stack", "dev")).toBe("dev");
    const environment = { ...lab.environment, PULUMI_STACK: "dev" };
    const { json } = await lab.roster(["plan", "--json"], { environment });
    expect(json).toMatchObject({ review: { stack: "dev" } });
    expect(await stackOf("plan")).toBe("prod");
  });
});
