import type { z } from "zod";
import { environmentName } from "../../provider/configuration.js";
import type { ResourceKind } from "../../provider/core/contract/kind.js";
import type { Platform } from "../../provider/core/contract/platform.js";
import { isRecord } from "../../provider/core/model/value.js";
import { commonSettings } from "../../provider/platforms/common-configuration.js";

/** The parts of a zod schema's JSON schema that tables need. */
type JsonSchema = Readonly<Record<string, unknown>>;

const GRADES = { documented: "Documented", seen: "Seen", guessed: "Guessed" } as const;

const COMMON = Object.keys(commonSettings);

/**
 * A page with its tables written anew: each stands between `<!-- table: NAME -->` and `<!-- /table -->`.
 *
 * @param tables by name; a page that names another one is an error
 */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  return page.replace(/(<!-- table: (\S+) -->\n)[\s\S]*?(<!-- \/table -->)/g, (_, start, name, end) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`no table is called "${name}"`);
    return `${start}\n${table}\n\n${end}`;
  });
}

/** The tables of a platform's page: its arguments and their parts, its outputs and its own settings. */
export function platformTables(platform: Platform): Readonly<Record<string, string>> {
  const { user, group } = platform.kinds;
  const groups = group && { "group-arguments": argumentTable(group), "group-outputs": outputTable(group) };
  return {
    ...groups,
    arguments: argumentTable(user),
    parts: partTable(user),
    outputs: outputTable(user),
    settings: settingTable(platform),
    assumptions: assumptionList(platform),
  };
}

/** What the vendor leaves open, and what is done about it, an item each. */
function assumptionList({ assumptions }: Platform): string {
  const items = assumptions.map(({ id, statement, grade, source, date, ifWrong, weDo, variants }) => {
    const answers = Object.entries(variants).map(([name, what]) => `  - ${code(name)}: ${what}`);
    const head = `- **${code(id)}**: ${statement}. ${GRADES[grade]} (${date}): ${source}. If it is wrong: ${ifWrong} What is done: ${weDo}`;
    return [head, ...(answers.length > 1 ? answers : [])].join("\n");
  });
  return items.length > 0 ? items.join("\n") : "Nothing that is known of.";
}

/**
 * The platforms with their resources.
 *
 * @param pages where their pages are, as seen from the page of this table
 */
export function platformList(platforms: readonly Platform[], pages: string): string {
  const rows = platforms.map(({ id, title, kinds }) => {
    const names = ["User", "Users", ...(kinds.group ? ["Group"] : [])];
    const resources = names.map((name) => code(`${id}.${name}`));
    return [title, resources.join(", "), code(kinds.user.capabilities.naturalKey), `[${id}](${pages}/${id}.md)`];
  });
  return table(["platform", "resources", "a person is found by", "more"], rows);
}

/** The settings of each platform, under a heading of its own. */
export function settingTables(platforms: readonly Platform[]): string {
  return platforms.map((platform) => `### ${platform.title}\n\n${settingTable(platform)}`).join("\n\n");
}

/** The settings that every platform has. */
export function commonSettingTable(platform: Platform): string {
  const rows = COMMON.map((name) => {
    const variable = environmentName(platform, name).replace(`ROSTER_${platform.id.toUpperCase()}_`, "ROSTER_<ID>_");
    const schema = (commonSettings as Readonly<Record<string, z.ZodType>>)[name]?.meta();
    return [code(name), code(variable), defaultOf(schema), meaningOf(schema)];
  });
  return table(["setting", "environment", "default", "meaning"], rows);
}

function argumentTable(kind: ResourceKind): string {
  const { properties, required } = jsonOf(kind.arguments);
  const rows = Object.entries(properties).map(([name, schema]) => {
    const isRequired = required.includes(name);
    return [isRequired ? `**${code(name)}**` : code(name), typeOf(schema), emptied(kind, name), meaningOf(schema)];
  });
  return table(["argument", "type", "emptied", "meaning"], rows);
}

/** The parts of arguments that are objects, or lists of objects. */
function partTable(kind: ResourceKind): string {
  const rows = Object.entries(jsonOf(kind.arguments).properties).flatMap(([name, schema]) => {
    const object = isRecord(schema["items"]) ? schema["items"] : schema;
    const parts = isRecord(object["properties"]) ? object["properties"] : {};
    return Object.entries(parts).flatMap(([part, inner]) =>
      isRecord(inner)
        ? [[code(`${name}${object === schema ? "" : "[]"}.${part}`), typeOf(inner), meaningOf(inner)]]
        : [],
    );
  });
  return table(["part", "type", "meaning"], rows);
}

function outputTable(kind: ResourceKind): string {
  const { properties } = jsonOf(kind.info);
  const rows = Object.entries(properties).map(([name, schema]) => [code(name), typeOf(schema), meaningOf(schema)]);
  if (rows.length === 0) return "None beside those that every resource has.";
  return table(["output", "type", "meaning"], rows);
}

function settingTable(platform: Platform): string {
  const rows = Object.entries(jsonOf(platform.configuration).properties)
    .filter(([name]) => !COMMON.includes(name))
    .map(([name, schema]) => [code(name), code(environmentName(platform, name)), meaningOf(schema)]);
  return table(["setting", "environment", "meaning"], rows);
}

/** How an argument is emptied: by null or `clear`, key by key, by an empty list, or not at all. */
function emptied(kind: ResourceKind, name: string): string {
  const { attributes, references, sets } = kind.capabilities;
  const reference = references[name];
  if (reference) return reference.clear === true ? "yes" : "no";
  const set = sets[name];
  if (set) {
    const none = { [name]: set.sections ? { section: [] } : [] };
    if (kind.issues(none).some(({ path }) => path[0] === name)) return "no";
    return set.sections ? "a section by `[]`" : "by `[]`";
  }
  const traits = attributes[name];
  if (traits?.clear !== true) return "no";
  return traits.map ? "each key" : "yes";
}

function jsonOf(schema: z.ZodObject): {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
} {
  const { properties = {}, required = [] } = schema.toJSONSchema({ io: "input", unrepresentable: "any" });
  return { properties: properties as Readonly<Record<string, JsonSchema>>, required };
}

function typeOf(schema: JsonSchema): string {
  const { type, items, enum: values } = schema;
  if (Array.isArray(values)) return values.map((value) => code(JSON.stringify(value))).join(", ");
  if (type === "string") return "text";
  if (type === "boolean") return "true or false";
  if (type === "array") return isRecord(items) && items["type"] === "string" ? "list of texts" : "list of objects";
  if (type === "object") return isRecord(schema["properties"]) ? "object" : "map";
  return type === undefined ? "any of several" : String(type);
}

/** What a description says after "Default", up to the end of the sentence. */
function defaultOf(schema: { readonly description?: unknown } | undefined): string {
  const description = typeof schema?.description === "string" ? schema.description : "";
  return /\bDefault:? (.*?)(?=[,;]|\.?$|\. )/.exec(description)?.[1] ?? "";
}

/** A description's first sentence: the rest is in the editor and in the schema. */
function meaningOf(schema: { readonly description?: unknown } | undefined): string {
  const description = typeof schema?.description === "string" ? schema.description : "";
  const [first = ""] = description.split(/(?<=[.!?])\s/);
  return first.replaceAll("|", "\\|").replaceAll(/[<>]/g, (sign) => `\\${sign}`);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
