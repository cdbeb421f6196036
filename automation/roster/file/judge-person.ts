import { check } from "../../../provider/core/compare/check";
import { isRecord } from "../../../provider/core/model/value";
import { isPlatformId, type PlatformId, platformIds, userKindOf } from "../../common/platforms";
import { didYouMean } from "../cells/folded-names";
import { COMMON, commonArguments, isCommonArgument, sourceOf } from "../model/common-attributes";
import type { Diagnostic, Person, RawPerson } from "../model/roster";
import type { GroupNames } from "./group-names";
import { hiddenIn } from "./hidden-in-names";
import { memberArguments } from "./judge-members";
import { unfitKey } from "./unfit-keys";

type Account = Record<string, unknown>;
type Accounts = Partial<Record<PlatformId, Account>>;
type Report = (diagnostic: Diagnostic) => void;

/** What a judgement knows beside the person. */
interface JudgedWith {
  /** By platform. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly names: GroupNames;
}

/**
 * Judges one person by the rules of the platforms that they are on, without any network.
 *
 * @param was keys that the person had before, the first one first
 */
export function judgePerson(
  { key, was }: { readonly key: string; readonly was?: readonly string[] | undefined },
  { values: given }: RawPerson,
  context: JudgedWith,
  report: Report,
): Person {
  const { was: said, ...values } = given;
  // Whoever signs in with their key goes on doing so under the first one: an account is not renamed by the way.
  const signIn = was?.[0] ?? key;
  const accounts: Accounts = {};
  const unfit = unfitKey(key, "person");
  if (unfit !== undefined) report({ path: ["key"], reason: unfit });
  for (const [name, value] of Object.entries(values)) {
    if ((COMMON as readonly string[]).includes(name)) continue;
    if (!isPlatformId(name)) {
      const known = [...COMMON, ...platformIds];
      report({ path: [name], reason: `is none of ${known.join(", ")}${didYouMean(name, known)}` });
    } else if (value !== null && !isRecord(value)) {
      report({ path: [name], reason: "must be a map of this platform's attributes" });
    } else accounts[name] = judgeAccount(signIn, name, values, context, report);
  }
  judgeCommon(values, report);
  if (said !== undefined && [said].flat().some((one) => typeof one !== "string")) {
    report({ path: ["was"], reason: "must be a list of keys" });
  }
  if (Object.keys(accounts).length === 0) {
    report({ path: ["platforms"], reason: `is on none of ${platformIds.join(", ")}` });
  }
  const { manager, aliases } = values;
  return {
    key,
    aliases: Array.isArray(aliases) ? aliases.map(String) : [],
    manager: manager === null || typeof manager === "string" ? manager : undefined,
    accounts,
  };
}

function judgeCommon(values: RawPerson["values"], report: Report): void {
  for (const name of ["given", "family", "name", "email", "username"]) {
    const value = values[name];
    if (value !== undefined && typeof value !== "string") report({ path: [name], reason: "must be a text" });
  }
  for (const name of ["email", "username"]) {
    const hidden = hiddenIn(values[name]);
    if (hidden !== undefined) report({ path: [name], reason: hidden });
  }
  const { manager, aliases = [] } = values;
  if (manager !== undefined && manager !== null && typeof manager !== "string") {
    report({ path: ["manager"], reason: "must be another person's key, or null" });
  }
  if (!Array.isArray(aliases) || aliases.some((alias) => typeof alias !== "string")) {
    report({ path: ["aliases"], reason: "must be a list of texts" });
  }
}

function judgeAccount(
  key: string,
  id: PlatformId,
  values: RawPerson["values"],
  { defaults, names }: JudgedWith,
  report: Report,
): Account {
  const kind = userKindOf(id);
  const own = isRecord(values[id]) ? values[id] : {};
  const common = commonArguments(id, key, values);
  const shared = isRecord(defaults[id]) ? defaults[id] : {};
  if ("manager" in own) {
    report({ path: [id, "manager"], reason: "is said once for all platforms: beside the person's name" });
  }
  const { naturalKey } = kind.capabilities;
  const hidden = hiddenIn(own[naturalKey]);
  if (hidden !== undefined) report({ path: [id, naturalKey], reason: hidden });
  const args = { ...common, ...shared, ...own };
  const members = memberArguments(id, args, names);
  for (const { path, reason } of members.diagnostics) report({ path: [id, ...path], reason });
  const { inputs, issues } = check(kind, { ...args, ...members.known }, {});
  for (const { path, reason } of issues) {
    const [first = ""] = path;
    const name = String(first);
    const isCommon = !(name in own) && name in common;
    if (name in shared && !(name in own)) {
      report({ path: [id, ...path], reason, isDefault: true });
      continue;
    }
    if (reason === "is required" && args[name] === undefined) {
      report(missing(id, name));
      continue;
    }
    // What is wrong with an invisible character in it was said by the character's name.
    const value = isCommon ? values[sourceOf(name)] : own[name];
    if (hiddenIn(value) !== undefined && (isCommon || name === naturalKey)) continue;
    report({
      path: isCommon ? [sourceOf(name)] : [id, ...path],
      reason: isCommon ? `${reason} (${id})` : reason,
    });
  }
  return { ...inputs, ...members.named };
}

/** What a platform wants and nobody has said: beside the person's name, where it may be said there. */
function missing(id: PlatformId, name: string): Diagnostic {
  if (isCommonArgument(id, name)) return { path: [sourceOf(name)], reason: `is required (${id})` };
  return { path: [id, name], reason: `is required${advice(id, name)}` };
}

/** What everybody needs has a place for everybody. */
function advice(id: PlatformId, name: string): string {
  return `; for everybody: \`defaults: { ${id}: { ${name}: ... } }\` in roster.yaml, which may name a file of rows in \`sources\``;
}
