export const ROOT_STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_TYPE_PREFIX = "pulumi:providers:";

/** A resource's URN. The type is qualified by those of its parents, except the root stack's. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent === undefined ? "" : qualifiedType(parent);
  const qualified = parentType === "" || parentType === ROOT_STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

export function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

export function typeOf(urn: string): string {
  return qualifiedType(urn).split("$").at(-1) ?? "";
}

/** The name of a resource; it may itself hold `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

export function providerType(packageName: string): string {
  return PROVIDER_TYPE_PREFIX + packageName;
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_TYPE_PREFIX);
}

/** The package that serves a type or a function token; for a provider's type, the package it provides. */
export function packageOf(token: string): string {
  return isProviderType(token) ? token.slice(PROVIDER_TYPE_PREFIX.length) : (token.split(":")[0] ?? "");
}

export function isDefaultProvider(urn: string): boolean {
  return isProviderType(typeOf(urn)) && /^default(_|$)/.test(nameOf(urn));
}

/** The text that names a provider in a resource's state: its URN and its id. */
export function providerReference({ urn, id }: { urn: string; id?: string | undefined }): string {
  return `${urn}::${id ?? ""}`;
}

/** The URN in a provider's reference. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
