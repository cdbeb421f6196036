import type { Platform, Tenant } from "../../provider/core/contract/platform";
import type { Finding } from "../../provider/core/contract/probes";
import { jumpingContext } from "./netex/helpers";

const ADDRESS = "person+doctor@example.com";

/** Each assumption that a look or a trial can tell, with each of its variants. */
export function probed({ assumptions }: Platform): readonly (readonly [question: string, answer: string])[] {
  return assumptions
    .filter(({ probe, variants }) => probe.by !== "nothing" && Object.keys(variants).length > 1)
    .flatMap(({ id, variants }) => Object.keys(variants).map((answer) => [id, answer] as const));
}

/**
 * What the look or the trial about one assumption finds; a trial has a person of its own.
 *
 * @param lateness how long writes take to show at this vendor, in milliseconds of the context's clock
 */
export async function found(
  platform: Platform,
  configuration: object,
  question: string,
  { context = jumpingContext(), lateness = 0 } = {},
): Promise<Finding | undefined> {
  const tenant = platform.open(platform.configuration.parse(configuration), context);
  try {
    const look = tenant.probes?.looks[question];
    return look ? await look() : await tried(tenant, question, () => context.clock.sleep(lateness));
  } finally {
    await tenant.close();
  }
}

async function tried(
  { probes, connectors: { user } }: Tenant,
  question: string,
  untilShown: () => Promise<void>,
): Promise<Finding | undefined> {
  const trial = probes?.trials[question];
  if (probes === undefined || trial === undefined) return undefined;
  const created = probes.person(ADDRESS);
  let { id } = await user.create(created);
  await untilShown();
  const finding = await trial({
    get id() {
      return id;
    },
    created,
    movedTo: (other) => {
      id = other;
    },
  });
  await user.remove(id);
  return finding;
}
