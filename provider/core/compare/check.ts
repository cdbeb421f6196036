import type { z } from "zod";
import { fromProperties, type Properties, sortedSet } from "../contract/declaration.js";
import {
  type AttributeTraits,
  type Capabilities,
  NOUNS,
  type ReferenceTraits,
  type ResourceKind,
} from "../contract/kind.js";
import { optionNames, optionsOf } from "../contract/options.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import {
  composed,
  hasUnknown,
  isRecord,
  isTextList,
  own,
  type Path,
  parsePath,
  pathText,
  sameValue,
  UNKNOWN,
} from "../model/value.js";
import { sameAttribute } from "./diff.js";
import { issuesOf } from "./zod-issues.js";

/** What check answers: the arguments in their one normal form, and why they can't be declared, if they can't. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly issues: readonly ValidationIssue[];
}

/**
 * Judges arguments without any network. `null` and empty values become entries of `clear`; roles and `clear` are sorted and
 * without duplicates; texts are brought into Unicode NFC, but for secrets and what is never shown. Unknown values are accepted
 * anywhere.
 *
 * @param olds the arguments of the last run, empty at creation: values that can only be set at creation must not change
 * @param settings the platform's configuration, where it is known
 */
export function check(kind: ResourceKind, news: Properties, olds: Properties, settings?: Properties): Checked {
  const inputs = normalise(kind.capabilities, news);
  const options = optionNames(kind.capabilities);
  const optionInputs = Object.fromEntries(Object.entries(inputs).filter(([name]) => options.includes(name)));
  const ownInputs = Object.fromEntries(Object.entries(inputs).filter(([name]) => !options.includes(name)));
  const issues = [
    ...lostNames(inputs, []),
    // The platform's reasons come first: it knows better why a name is not an argument.
    ...lackedIssues(kind.capabilities, inputs),
    ...kind.issues(inputs, settings),
    ...issuesOf(strictArguments(kind), ownInputs, options),
    ...issuesOf(optionsOf(kind.capabilities), optionInputs),
    ...duplicateMapKeyIssues(kind.capabilities, inputs),
    ...clearIssues(kind, inputs),
    ...createOnlyIssues(kind, inputs, olds),
    ...fixedReferenceIssues(kind.capabilities, inputs, olds),
  ];
  return { inputs, issues: firstPerPath(issues) };
}

/** Arguments that other platforms have. */
function lackedIssues({ lacks = {} }: Capabilities, inputs: Properties): ValidationIssue[] {
  const declared = Object.entries(lacks).filter(([name]) => inputs[name] !== undefined);
  return declared.map(([name, reason]) => ({ path: [name], reason: `can't be declared: ${reason}` }));
}

/** A name that the engine's protocol, and much that reads JSON, loses without a word. */
const LOST = "__proto__";

function lostNames(value: unknown, path: Path): ValidationIssue[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    return name === LOST ? [{ path: at, reason: "can't be a name: it would be lost on its way" }] : lostNames(item, at);
  });
}

/** zod compiles a schema at its first use, so a platform keeps its own. */
const strictSchemas = new WeakMap<ResourceKind, z.ZodObject>();

function strictArguments(kind: ResourceKind): z.ZodObject {
  const schema = strictSchemas.get(kind) ?? kind.arguments.strict();
  strictSchemas.set(kind, schema);
  return schema;
}

function normalise(capabilities: Capabilities, given: Properties): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  const emptied: string[] = [];
  for (const [name, value] of Object.entries(inOneForm(capabilities, given))) {
    if (value === undefined) continue;
    const traits = own(capabilities.attributes, name);
    if (value === null && own(capabilities.sets, name)?.clear) entries.push([name, []]);
    else if (isEmptied(capabilities, name, value)) emptied.push(pathText([name]));
    else if (traits?.map && isRecord(value)) {
      const { kept, emptiedKeys } = withoutEmptied(traits, value);
      emptied.push(...emptiedKeys.map((key) => pathText([name, key])));
      entries.push([name, kept]);
    } else entries.push([name, value]);
  }
  const inputs: Record<string, unknown> = Object.fromEntries(entries);
  for (const name of Object.keys(capabilities.sets)) if (name in inputs) inputs[name] = normalMembers(inputs[name]);
  if (emptied.length > 0) inputs["clear"] = clearedToo(inputs["clear"], emptied);
  return withPlainClear(capabilities, inputs);
}

/** Nulls of options and unknown names stay, so that the schema refuses them in its own words. */
function isEmptied(capabilities: Capabilities, name: string, value: unknown): boolean {
  const isReference = Object.hasOwn(capabilities.references, name) || own(capabilities.lacks, name) !== undefined;
  if (isReference) return value === null;
  const traits = own(capabilities.attributes, name);
  return traits !== undefined && empties(traits, value);
}

function withoutEmptied(
  traits: AttributeTraits,
  map: Properties,
): { readonly kept: Properties; readonly emptiedKeys: readonly string[] } {
  const kept = Object.entries(map).filter(([, item]) => item !== undefined && !empties(traits, item));
  const emptied = Object.entries(map).filter(([, item]) => empties(traits, item));
  return { kept: Object.fromEntries(kept), emptiedKeys: emptied.map(([key]) => key) };
}

/** What `clear` names, with these paths; whatever is no list stays, so that the schema refuses it. */
function clearedToo(declared: unknown, paths: readonly string[]): unknown {
  if (declared === undefined) return paths;
  if (declared === UNKNOWN) return [UNKNOWN, ...paths];
  return Array.isArray(declared) ? [...declared, ...paths] : declared;
}

/** `clear` sorted, each path once, and in one spelling. A map that is empty but for what is emptied in it is said by those entries alone. */
function withPlainClear(capabilities: Capabilities, inputs: Record<string, unknown>): Record<string, unknown> {
  const { clear, ...others } = inputs;
  if (!isTextList(clear)) return inputs;
  const [emptied, rest] = emptiedSets(capabilities, others, clear.map(normalPath));
  const declared = { ...others, ...emptied };
  if (rest.length === 0) return declared;
  const paths = sortedSet(rest);
  const said = new Set(paths.map((text) => parsePath(text)?.[0]));
  const kept = Object.entries(declared).filter(
    ([name, value]) => !(said.has(name) && isEmptyMap(capabilities, name, value)),
  );
  return { ...Object.fromEntries(kept), clear: paths };
}

/** Sets that `clear` names as empty lists, and what else it names: one that is declared otherwise as well is left to be refused. */
function emptiedSets(
  { sets }: Capabilities,
  declared: Properties,
  clear: readonly string[],
): readonly [emptied: Properties, rest: readonly string[]] {
  const isEmptied = (name: string): boolean => {
    const members = own(declared, name);
    return own(sets, name)?.clear === true && (members === undefined || (isTextList(members) && members.length === 0));
  };
  const emptied = clear.filter(isEmptied).map((name) => [name, []]);
  return [Object.fromEntries(emptied), clear.filter((name) => !isEmptied(name))];
}

/** One person typed on two systems is one person: a server that compares bytes must be asked for the same bytes. */
function inOneForm(capabilities: Capabilities, given: Properties): Properties {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const traits = own(capabilities.attributes, name);
      if (!traits || traits.secret || traits.writeOnly) return [name, value];
      const texts = composed(value);
      return [name, traits.map && isRecord(texts) ? withComposedKeys(texts) : texts];
    }),
  );
}

/** Two keys that are one name stay two: they are refused. */
function withComposedKeys(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const counts = new Map<string, number>();
  for (const key of Object.keys(map)) counts.set(key.normalize("NFC"), (counts.get(key.normalize("NFC")) ?? 0) + 1);
  return Object.fromEntries(
    Object.entries(map).map(([key, item]) => [
      counts.get(key.normalize("NFC")) === 1 ? key.normalize("NFC") : key,
      item,
    ]),
  );
}

function duplicateMapKeyIssues({ attributes }: Capabilities, inputs: Properties): ValidationIssue[] {
  return Object.entries(attributes).flatMap(([name, { map }]) => {
    const value = own(inputs, name);
    if (!map || !isRecord(value)) return [];
    const twins = Object.keys(value).filter((key) => key !== key.normalize("NFC"));
    return twins.map((key) => ({
      path: [name, key],
      reason: "is the same name as another key, in another Unicode form; declare it once",
    }));
  });
}

function isEmptyMap(capabilities: Capabilities, name: string, value: unknown): boolean {
  return own(capabilities.attributes, name)?.map === true && isRecord(value) && Object.keys(value).length === 0;
}

/** An empty text or list says the same as null, where null can be said: no vendor tells the two apart. */
function empties({ clear }: AttributeTraits, value: unknown): boolean {
  return value === null || (clear === true && (value === "" || (Array.isArray(value) && value.length === 0)));
}

function normalMembers(members: unknown): unknown {
  if (isTextList(members)) return sortedSet(members.map((name) => name.normalize("NFC")));
  if (!isRecord(members)) return members;
  const said = Object.entries(members).filter(([, names]) => names !== undefined);
  return Object.fromEntries(said.map(([section, names]) => [section, normalMembers(names)]));
}

/** `fields["Team"]` and `fields.Team` are one path. */
function normalPath(text: string): string {
  const path = parsePath(text.normalize("NFC"));
  return path ? pathText(path) : text;
}

function clearIssues(kind: ResourceKind, inputs: Properties): ValidationIssue[] {
  const clear = inputs["clear"];
  if (!isTextList(clear)) return [];
  return clear.flatMap((text, i) => {
    const reason = clearIssue(kind, inputs, text);
    return reason === undefined ? [] : [{ path: ["clear", i], reason: `"${text}" ${reason}` }];
  });
}

function clearIssue(
  { name: kind, capabilities, platform }: ResourceKind,
  inputs: Properties,
  text: string,
): string | undefined {
  const path = parsePath(text);
  const [name, key, parts] = [String(path?.[0]), path?.[1], path?.length];
  if (parts === 1) {
    const lacking = own(capabilities.lacks, name);
    if (lacking !== undefined) return `can't be emptied: ${lacking}`;
    const reference = own(capabilities.references, name);
    if (reference) return referenceClearIssue(reference, inputs[name]);
    if (own(capabilities.sets, name)?.clear) return "is set and emptied at once; keep one of the two";
  }
  const traits = own(capabilities.attributes, name);
  if (!traits) {
    return `is not an attribute of a ${kind} at ${platform.title}; give a property path such as "bio" or "fields.Department"`;
  }
  if (traits.map && parts !== 2) return `is a map; name the keys to empty one by one, such as "${name}.Key"`;
  if (!traits.map && parts !== 1) return `has no parts that can be emptied on their own; name "${name}"`;
  if (key === LOST) return "can't be a name: it would be lost on its way";
  if (traits.clear !== true) return `can't be emptied: ${traits.clear}`;
  const declared = inputs[name];
  const twice = key === undefined ? declared !== undefined : isRecord(declared) && Object.hasOwn(declared, String(key));
  return twice ? "is set and emptied at once; keep one of the two" : undefined;
}

function referenceClearIssue({ clear }: ReferenceTraits, declared: unknown): string | undefined {
  if (clear !== true) return `can't be emptied: ${clear}`;
  return declared === undefined ? undefined : "is set and emptied at once; keep one of the two";
}

/** The engine would have to replace the account to honour such a change, and a person is never replaced. */
function createOnlyIssues(
  { name: kind, capabilities }: ResourceKind,
  inputs: Properties,
  olds: Properties,
): ValidationIssue[] {
  if (Object.keys(olds).length === 0) return [];
  const before = fromProperties(capabilities, olds).desired.attributes;
  return Object.entries(capabilities.attributes).flatMap(([name, traits]): ValidationIssue[] => {
    const now = inputs[name];
    if (traits.createOnly !== "refused" || now === undefined || hasUnknown(now)) return [];
    if (sameAttribute(traits, now, before[name])) return [];
    const was = before[name] === undefined ? "it was not declared then" : "it was another value then";
    return [
      {
        path: [name],
        reason: `can only be set when the ${NOUNS[kind].record} is created, and ${was}; restore that, or leave ${name} out so that it is not managed`,
      },
    ];
  });
}

function fixedReferenceIssues({ references }: Capabilities, inputs: Properties, olds: Properties): ValidationIssue[] {
  if (Object.keys(olds).length === 0) return [];
  return Object.entries(references).flatMap(([name, { fixed }]): ValidationIssue[] => {
    const now = inputs[name];
    if (fixed === undefined || now === undefined || now === UNKNOWN || now === olds[name]) return [];
    return [{ path: [name], reason: `can't be changed: ${fixed}` }];
  });
}

/** Two schemas can object to one property; the first says it best. */
function firstPerPath(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const seen: Path[] = [];
  return issues.filter(({ path }) => {
    if (seen.some((other) => sameValue(other, path))) return false;
    seen.push(path);
    return true;
  });
}
