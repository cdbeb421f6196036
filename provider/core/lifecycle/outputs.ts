import { type Declaration, type Properties, pendingIn, toProperties } from "../contract/declaration.js";
import type { Capabilities, ResourceKind } from "../contract/kind.js";
import type { Desired, Observed } from "../model/entity.js";
import type { Origin } from "../model/options.js";

/** Facts of a resource that are neither declared nor the vendor's. */
export interface Bookkeeping {
  readonly tenant: string;
  readonly origin: Origin;
  /** Systems behind the vendor that have not taken the last write. */
  readonly pendingOn?: readonly string[] | undefined;
}

/**
 * A resource's outputs: the arguments in their own shape with the values that the vendor shows, then the vendor's
 * own values, the state of activation, the tenant, the origin and what is pending.
 */
export function outputsOf(
  { capabilities }: ResourceKind,
  view: Declaration,
  observed: Observed,
  { tenant, origin, pendingOn }: Bookkeeping,
): Record<string, unknown> {
  const { activation } = capabilities;
  const shown = activation && observed.attributes[activation.attribute];
  return {
    ...(activation && shown !== undefined ? { [activation.attribute]: shown } : {}),
    ...toProperties(capabilities, view),
    ...observed.info,
    tenant,
    origin,
    ...(pendingOn ? { pendingOn } : {}),
  };
}

/** The outputs after a change that only we remember: the new arguments beside the old outputs' other values. */
export function rememberedOutputs(
  kind: ResourceKind,
  declared: Declaration,
  olds: Properties,
): Record<string, unknown> {
  const { capabilities, info } = kind;
  const { activation } = capabilities;
  const kept = [...Object.keys(info.shape), "tenant", "origin", ...(activation ? [activation.attribute] : [])];
  return {
    ...Object.fromEntries(kept.filter((name) => olds[name] !== undefined).map((name) => [name, olds[name]])),
    ...toProperties(capabilities, declared),
  };
}

/**
 * The declaration with values that can't be seen as last known to be applied: after a failure nobody can tell whether the
 * new ones arrived, and a value that is missing here is sent again.
 *
 * @param unseen attributes that this account's vendor shows elsewhere, and not here
 */
export function withKnownUnseen(
  capabilities: Capabilities,
  declared: Declaration,
  known: Desired,
  unseen: readonly string[] = [],
): Declaration {
  const attributes = { ...declared.desired.attributes };
  for (const [name, traits] of Object.entries(capabilities.attributes)) {
    if (!(traits.writeOnly || unseen.includes(name)) || traits.createOnly === "ignored") continue;
    const value = known.attributes[name];
    if (value === undefined) delete attributes[name];
    else attributes[name] = value;
  }
  return { ...declared, desired: { ...declared.desired, attributes } };
}

/** The bookkeeping that outputs hold. */
export function bookkeepingOf(outputs: Properties): Omit<Bookkeeping, "tenant"> & { readonly tenant: unknown } {
  const origin = (outputs["origin"] as Origin | undefined) ?? "created";
  return { tenant: outputs["tenant"], origin, pendingOn: pendingIn(outputs) };
}
