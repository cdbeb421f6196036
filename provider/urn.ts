// A URN is `urn:pulumi:<stack>::<project>::<type>::<name>`, with the types of its parents before the resource's own.

/** The type of the resource itself: `roster:adobe:User`. */
export function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The resource's name, which may itself hold `::`. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
