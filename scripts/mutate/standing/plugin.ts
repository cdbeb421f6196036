import { CAUSE, SAVED, TYPES, UNREAD } from "./reasons";
import { LIST, type Standing, type Stays, standingOf, TEXT } from "./survivor";

const PLACELESS = "No property has that name";
const DIRECT = "It saves a call into Node, which writes the same bytes";
const NO_PLATFORM = "No platform and no kind of resource is called that";
const NOTHING = "It is there for errors that have no outputs, and is called for none of them";
const AS_PROCESS = "test/plugin/process.test.ts, which starts the plugin as a process, notices it";
const AS_OLD = "test/package/old-node.test.ts, which starts it as a process, notices it";

/** Proven to change nothing. */
const SAME: readonly Stays[] = [
  [
    "resources.ts",
    "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));",
    LIST,
    PLACELESS,
  ],
  [
    "sets.ts",
    "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));",
    LIST,
    PLACELESS,
  ],
  [
    "sets.ts",
    "return [...secretsOf(kind, set, secrets), ...(set === properties ? [] : attributesOf(set))];",
    LIST,
    PLACELESS,
  ],
  [
    "sets.ts",
    'const kept = olds.secrets.filter(([name, key]) => name === "users" && held.has(String(key)));',
    "true",
    "No other argument of a set has keys",
  ],
  ["sets.ts", "if (always.length === 0) return received;", "false", SAVED],
  ...["true", '""'].map(
    (to): Stays => [
      "set-requests.ts",
      'if (name !== "users") own = name === "*" ? { ...own, ...news } : (alignedAt(own, news, [name]) as Properties);',
      to,
      "The people are put in their place at the end",
    ],
  ),
  ["set-requests.ts", 'const [name = "*", ...inside] = path;', '""', "A path has a first part"],
  ["backward-writer.ts", "if (value.length < SHORT && this.#ascii(value)) return;", "false", DIRECT],
  ["backward-writer.ts", "if (value.length < SHORT && this.#ascii(value)) return;", "value.length <= SHORT", DIRECT],
  [
    "backward-writer.ts",
    "if (value.isWellFormed()) this.#bytes.write(value, this.#start);",
    "false",
    "A text without halves is written the same way with them",
  ],
  ["backward-writer.ts", "#ascii(value: string): boolean {", "{}", DIRECT],
  ...["true", "code >= 127"].map((to): Stays => ["backward-writer.ts", "if (code > 127) return false;", to, DIRECT]),
  [
    "backward-writer.ts",
    "if (this.#start >= length) return;",
    "this.#start > length",
    "There may be more room than is needed",
  ],
  [
    "configuration.ts",
    ': Object.fromEntries(variables.map(([key, text]) => [key.split(":").at(-1) ?? "", text]));',
    TEXT,
    TYPES,
  ],
  [
    "configuration.ts",
    "if (error instanceof ConfigurationError) return error.message;",
    "true",
    "No other error is thrown there",
  ],
  [
    "detailed-set-diff.ts",
    'const [clear, cleared] = [people.get(key)?.["clear"], before.get(key)?.["clear"]];',
    'before.get(key)["clear"]',
    "Whoever changes was there before",
  ],
  [
    "service.ts",
    "secrets: (request: Request) => readonly Path[] = () => [],",
    "() => undefined",
    "Only a failed write has outputs, and it says which are secret",
  ],
  ["service.ts", "secrets: (request: Request) => readonly Path[] = () => [],", LIST, "Only a failed write has outputs"],
  ["service.ts", "function noOutputs(): Buffer {", "{}", NOTHING],
  ["service.ts", "return send({}, []);", LIST, NOTHING],
  ["platforms.ts", "if (platform) loaded.set(id, platform);", "true", "What is undefined there is as if it were not"],
  ["platforms.ts", 'const [, id = "", last = ""] = token.split(":");', TEXT, NO_PLATFORM],
  ["platforms.ts", 'const platform = await loadPlatform(id.split("/")[0] ?? "");', TEXT, TYPES],
  ["platforms.ts", 'const [pkg, id = "", last] = token.split(":");', TEXT, NO_PLATFORM],
  ["platforms.ts", 'const platform = loaded.get(id.split("/")[0] ?? "");', TEXT, TYPES],
  [
    "platforms.ts",
    "const kind = member === undefined ? undefined : platform?.kinds[KINDS[member]];",
    "false",
    "No kind has no name",
  ],
  [
    "platforms.ts",
    'if (pkg !== "roster" || !kind || member === undefined) {',
    "false",
    "Without a member there is no kind either",
  ],
  ["wire-values.ts", "return unwrap(value, [], []);", LIST, UNREAD],
  [
    "wire-values.ts",
    "const root: Places = { secret: false, inside: new Map() };",
    "true",
    "A map of properties is no secret as a whole",
  ],
];

/** Noticed by tests that start what was built, in which nothing is mutated. */
const STARTED: readonly (readonly [file: string, line: string, why: string])[] = [
  ["main.ts", "async function main(): Promise<void> {", AS_PROCESS],
  ["main.ts", "if (tooOld !== undefined) throw new Error(tooOld);", AS_OLD],
  ["main.ts", "if (folder !== undefined) enableCompileCache(folder);", AS_PROCESS],
  ["main.ts", "main().catch((error: unknown) => {", AS_OLD],
  ["main.ts", "console.error(error instanceof Error ? error.message : String(error));", AS_OLD],
  ["main.ts", "process.exit(1);", AS_OLD],
  ...[
    'const PACKAGE = join(__dirname, "..", "..", "..");',
    "export async function serve(engine: string | undefined): Promise<void> {",
    'const about = { version, schema: () => readFileSync(join(PACKAGE, "schema.json"), "utf8") };',
    "const { port } = await startPlugin(systemContext(), about, engine === undefined ? undefined : engineLogAt(engine));",
    "console.log(port);",
    "flushCompileCache();",
  ].map((line) => ["serve.ts", line, AS_PROCESS] as const),
];

const OTHERS: readonly Stays[] = [
  [
    "main.ts",
    "if (folder !== undefined) enableCompileCache(folder);",
    "true",
    "Only for a user without a folder of their own, whom no test can be; test/compile-cache.test.ts tells when that is",
  ],
  [
    "struct-codec.ts",
    'throw new MalformedRequestError("a property map is not a google.protobuf.Struct", { cause: error });',
    "{}",
    CAUSE,
  ],
  [
    "struct-codec.ts",
    `} else throw new TypeError(\`no Struct holds a value of type \${typeof value}\`);`,
    "``",
    "Only the wording of a mistake of ours",
  ],
];

const FOLDER = "provider/plugin";

export const plugin: readonly Standing[] = [
  ...SAME.map((one) => ({ ...standingOf(FOLDER, one), equivalent: true })),
  {
    file: `${FOLDER}/struct-codec.ts`,
    line: "if (!sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));",
    why: "An engine of JavaScript may ask only whether one comes first",
  },
  { file: `${FOLDER}/struct-codec.ts`, line: "sorted &&= last <= entry[0];", why: SAVED, equivalent: true },
  ...OTHERS.map((one) => standingOf(FOLDER, one)),
  ...STARTED.map(([file, line, why]): Standing => ({ file: `${FOLDER}/${file}`, line, why })),
];
