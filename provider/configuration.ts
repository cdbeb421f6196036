import type { z } from "zod";
import { issuesOf } from "./core/compare/zod-issues.js";
import { ConfigurationError } from "./core/contract/errors.js";
import type { Platform } from "./core/contract/platform.js";
import { isRecord, pathText } from "./core/model/value.js";
import { CommonSettings, commonSettings } from "./platforms/common-configuration.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A platform's configuration, complete and judged, before any call. The configuration object comes first; where it
 * holds no credential, `ROSTER_<PLATFORM>_<NAME>` of the environment fill what it leaves open.
 *
 * @param raw the value of `roster:<platform>`: an object, or its JSON text; undefined where nothing is configured
 * @throws ConfigurationError naming each setting, never a value
 */
export function readConfiguration(platform: Platform, raw: unknown, environment: Environment): Record<string, unknown> {
  const given = givenIn(platform, raw, environment);
  if (Object.keys(given.settings).length === 0) {
    throw new ConfigurationError(
      `${platform.title} is not configured. Set ${listed(neededVariables(platform))} in the environment, ` +
        `or \`pulumi config set --path roster:${platform.id}.${platform.credentialNames[0]} --secret\``,
    );
  }
  return judged(platform, platform.configuration, given);
}

/**
 * The settings that every platform has, whether its credentials are there or not: a provider may have its own.
 *
 * @throws ConfigurationError naming each setting that can't be read
 */
export function readCommonSettings(platform: Platform, raw: unknown, environment: Environment): CommonSettings {
  const { settings, variables } = givenIn(platform, raw, environment);
  const common = Object.entries(settings).filter(([name]) => Object.hasOwn(commonSettings, name));
  return CommonSettings.parse(judged(platform, CommonSettings, { settings: Object.fromEntries(common), variables }));
}

interface Given {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of the settings that the environment gives. */
  readonly variables: ReadonlySet<string>;
}

function givenIn(platform: Platform, raw: unknown, environment: Environment): Given {
  const given = asObject(platform, raw);
  const hasCredential = platform.credentialNames.some((name) => given[name] !== undefined);
  const fromEnvironment = hasCredential ? {} : environmentOf(platform, environment);
  return {
    settings: coerced(platform.configuration, { ...fromEnvironment, ...given }),
    variables: new Set(Object.keys(fromEnvironment).filter((name) => !(name in given))),
  };
}

function judged(platform: Platform, schema: z.ZodObject, { settings, variables }: Given): Record<string, unknown> {
  const reasons = issuesOf(schema, settings).map(({ path, reason }) => {
    const name = String(path[0]);
    const setting = variables.has(name) ? environmentName(platform, name) : `roster:${platform.id}.${pathText(path)}`;
    return `${setting} ${reason}${isSwitch(platform, name) ? ": true or false" : ""}`;
  });
  if (reasons.length > 0) throw new ConfigurationError(reasons.join("; "));
  return schema.parse(settings);
}

/** `clientId` of Adobe is ROSTER_ADOBE_CLIENT_ID in the environment. */
export function environmentName(platform: Platform, name: string): string {
  return `ROSTER_${platform.id}_${name.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();
}

/** What an empty configuration lacks, credentials first, each with its alternatives: "ROSTER_ADOBE_TOKEN, or ...". */
function neededVariables(platform: Platform): readonly string[] {
  const { credentialNames } = platform;
  const names = Object.keys(platform.configuration.shape);
  const variable = (name: string) => environmentName(platform, name);
  const needs = issuesOf(platform.configuration, {}).map(({ path, reason }) => {
    const alternatives = reason.replace(/^is required/, "");
    return {
      isCredential: credentialNames.includes(String(path[0])),
      text:
        variable(String(path[0])) +
        alternatives.replace(/\w+/g, (word) => (names.includes(word) ? variable(word) : word)),
    };
  });
  const credentials = needs.filter(({ isCredential }) => isCredential).map(({ text }) => text);
  const [first = "token", ...others] = credentialNames;
  const anyOf = [variable(first), ...(others.length > 0 ? [`or ${others.map(variable).join(", ")}`] : [])].join(", ");
  return [
    ...(credentials.length > 0 ? credentials : [anyOf]),
    ...needs.filter(({ isCredential }) => !isCredential).map(({ text }) => text),
  ];
}

/** `A and B`; where one of them has alternatives, `A, or B; and C`. */
function listed(needs: readonly string[]): string {
  return needs.join(needs.some((need) => need.includes(", or ")) ? "; and " : " and ");
}

/** Whether a setting is true or false. */
function isSwitch(platform: Platform, name: string): boolean {
  const field = platform.configuration.shape[name] as z.ZodType | undefined;
  return field?.safeParse(true).success === true && field.safeParse(false).success && !field.safeParse("").success;
}

function asObject(platform: Platform, raw: unknown): Record<string, unknown> {
  if (raw === undefined || raw === null || raw === "") return {};
  const value = typeof raw === "string" ? parsed(raw) : raw;
  if (isRecord(value)) return value;
  throw new ConfigurationError(
    `roster:${platform.id} must be an object, or its JSON text. Set its parts one by one with \`pulumi config set --path roster:${platform.id}.<name>\``,
  );
}

function environmentOf(platform: Platform, environment: Environment): Record<string, unknown> {
  const names = Object.keys(platform.configuration.shape);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[environmentName(platform, name)];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
}

/** The environment and `pulumi config` hold texts: "8" and "true" are taken for what the schema wants. */
function coerced(schema: z.ZodObject, settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(settings).map(([name, value]) => {
    const field = schema.shape[name] as z.ZodType | undefined;
    if (typeof value !== "string" || !field || field.safeParse(value).success) return [name, value];
    const other = parsed(value);
    return [name, other !== undefined && field.safeParse(other).success ? other : value];
  });
  return Object.fromEntries(entries);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
