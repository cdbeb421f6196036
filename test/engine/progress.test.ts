import { expect, test } from "vitest";
import { progressFor, tellProgress } from "../../automation/cli/progress";
import { engineService } from "../../engine/engine-service";
import { EventStream } from "../../engine/events";
import { startServer } from "../../engine/rpc";
import type { EngineEvent } from "../../engine/types";
import { readUsers } from "../../provider/core/many/reconcile";
import { engineLogAt } from "../../provider/engine-log";
import { keptContext } from "../automation/cli-context";
import { account, sessionOf } from "../core/fake-connector";
import { Company } from "../core/many/company";

const PEOPLE = 10_000;
const URN = "urn:pulumi:dev::people::roster:adobe:Users::people";
/** Milliseconds that a person takes on the clock of this test. */
const EACH = 3;

/** A vendor with so many people, and the outputs of a set that has them. */
function company() {
  const vendor = new Company();
  const keys = Array.from({ length: PEOPLE }, (_, i) => `p${i}`);
  for (const key of keys) vendor.accounts.set(key, account({ login: key }, { id: key }));
  const users = Object.fromEntries(keys.map((key) => [key, { login: key, status: "on" }]));
  const ids = Object.fromEntries(keys.map((key) => [key, key]));
  return { vendor, outputs: { users, ids, origins: {}, tenant: "here" } };
}

test("ten thousand people who are read are told of through the embedded engine, to the person at the terminal", async () => {
  const { vendor, outputs } = company();
  const clock = { now: () => vendor.calls.length * EACH, sleep: async () => undefined };
  const { context, said } = keptContext();
  let isAllThere = (): void => undefined;
  const allThere = new Promise<void>((resolve) => {
    isAllThere = resolve;
  });
  const events: EngineEvent[] = [];
  let reported = 0;
  await progressFor(context, false).step("reading everybody", async (tell) => {
    const stream = new EventStream(true, [], (event) => {
      events.push(event);
      tellProgress(event, tell);
      if (events.length === reported) isAllThere();
    });
    const server = await startServer(engineService(stream));
    const log = engineLogAt(server.address);
    const report = (line: string): void => {
      reported += 1;
      log.status(URN, line);
    };
    const session = sessionOf(vendor);
    await readUsers({ ...session, context: { ...session.context, clock } }, outputs, { owner: URN, report });
    if (events.length < reported) await allThere;
    log.close();
    server.stop();
    expect(stream.diagnostics).toEqual([]);
  });
  const lines = events.map(({ diagnosticEvent }) => diagnosticEvent);
  expect(lines).toHaveLength(14);
  expect(lines[0]).toMatchObject({ urn: URN, severity: "info", ephemeral: true });
  expect(lines[5]?.message).toMatch(/^4,0\d\d of 10,000 people done, 333 a second, about 18 s left$/);
  expect(said.error.split("\n")).toHaveLength(11);
  expect(said.error).toMatch(/^reading everybody\n {2}1,\d{3} of 10,000 people done, /);
});
