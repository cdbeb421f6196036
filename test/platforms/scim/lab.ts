import { afterEach } from "vitest";
import { scim } from "../../../provider/platforms/scim/index";
import { type ScimEmulator, type ScimOptions, startScim } from "../../../sandbox/index";
import { fastClock } from "../../conformance/fast-clock";
import { target } from "../../conformance/targets/scim";
import { World } from "../../conformance/world";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Programs at a SCIM server with these options. */
export async function world(own: ScimOptions = {}): Promise<World> {
  const opened = await World.open(target, { own: { ...own } });
  open.push(opened);
  return opened;
}

/** The directory of such a server alone. */
export async function connector(options: ScimOptions = {}) {
  const emulator: ScimEmulator = await startScim(options);
  const clock = fastClock();
  const silent = { info: () => undefined, warn: () => undefined };
  const server = scim.open(
    { url: emulator.url, token: emulator.token },
    { clock, random: () => 0.5, environment: {}, log: silent },
  );
  open.push(server, emulator);
  return { emulator, connector: server.connectors.user, clock };
}

/** Methods and statuses of what was written. */
export function writesOf({ stage }: World): readonly string[] {
  return stage.log.writes().map(({ method, status }) => `${method} ${status}`);
}

/** The operations of the n-th PATCH. */
export function operationsOf({ stage }: World, nth: number): readonly unknown[] {
  const { body } = stage.log.writes().filter(({ method }) => method === "PATCH")[nth] ?? {};
  return (body as { Operations: unknown[] }).Operations;
}
