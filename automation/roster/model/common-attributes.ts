import { z } from "zod";
import { type PlatformId, userKindOf } from "../../common/platforms";

/** What a roster says of a person once, for all platforms. */
export const COMMON = ["given", "family", "name", "email", "username", "manager", "aliases"] as const;

/**
 * The common attributes in the arguments of one platform, told by the arguments' names: whoever has a `surname` takes the
 * given name as `name`; sign-in names are `username`, or the person's key.
 */
export function commonArguments(
  platform: PlatformId,
  key: string,
  person: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { shape } = userKindOf(platform).arguments;
  const names = Object.keys(shape);
  const { given, family, email, username = key } = person;
  const full = person["name"] ?? joined(given, family);
  const familyArgument = ["surname", "familyName", "lastName"].find((name) => names.includes(name));
  const values: Record<string, unknown> = {
    email,
    username,
    login: username,
    userName: username,
    emails: email === undefined ? undefined : [{ value: email, primary: true }],
    name: takesParts(shape["name"]) ? partsOf(given, family) : familyArgument === undefined ? full : given,
    givenName: given,
    firstName: given,
    displayName: full,
    ...(familyArgument === undefined ? {} : { [familyArgument]: family }),
  };
  const own = names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const]));
  return Object.fromEntries(own);
}

/** Whether an argument of a platform comes from what is said once for all of them. */
export function isCommonArgument(platform: PlatformId, argument: string): boolean {
  const all = { given: "a", family: "b", name: "c", email: "d", username: "e" };
  return Object.hasOwn(commonArguments(platform, "e", all), argument);
}

/** The part of a person that an argument came from, for messages. */
export function sourceOf(argument: string): string {
  if (["username", "login", "userName"].includes(argument)) return "username";
  if (["surname", "familyName", "lastName"].includes(argument)) return "family";
  if (["givenName", "firstName"].includes(argument)) return "given";
  if (argument === "emails") return "email";
  return argument === "displayName" ? "name" : argument;
}

/** Whether a name is an object of parts, as in SCIM. */
function takesParts(schema: unknown): boolean {
  return schema instanceof z.ZodType && schema.safeParse({}).success;
}

function partsOf(given: unknown, family: unknown): object | undefined {
  const parts = {
    ...(given === undefined ? {} : { givenName: given }),
    ...(family === undefined ? {} : { familyName: family }),
  };
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function joined(given: unknown, family: unknown): string | undefined {
  const parts = [given, family].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? undefined : parts.join(" ");
}
