import { COMPLETE, FIRST, NO_GROUPS, NO_SET, NO_TEXT, TYPES, UNREAD } from "./reasons";
import { LIST, type Standing, type Stays, standingOf, TEXT } from "./survivor";

const adobe: readonly Stays[] = [
  [
    "active-fields.ts",
    "const listed = respeller(known.find((field) => field.name === name)?.allowedValues ?? []);",
    LIST,
    "It is a text of one form, as nothing is",
  ],
  ...[TEXT, LIST].map(
    (to): Stays => [
      "api.ts",
      'const [, count, unit] = RATE.exec(excerpt(headers["x-rate-limit"] ?? "")) ?? [];',
      to,
      NO_TEXT,
    ],
  ),
  ...["count === undefined && unit === undefined", "false"].map(
    (to): Stays => [
      "api.ts",
      "if (count === undefined || unit === undefined) return undefined;",
      to,
      "A rate that has the one part has the other",
    ],
  ),
  ...["{}", TEXT].map(
    (to): Stays => ["api.ts", 'return Array.isArray(data) ? (data[0] ?? { id: "" }) : data;', to, TYPES],
  ),
  ["api.ts", 'const property = named(errorText(reply) ?? "");', TEXT, NO_TEXT],
  [
    "api.ts",
    'return reply.status === 400 && /object (doesn\'?t|does not) exist/i.test(excerpt(errorText(reply) ?? ""));',
    TEXT,
    NO_TEXT,
  ],
  [
    "api.ts",
    'return Boolean(meta?.error || meta?.detail || title) && saysMissing(excerpt(errorText(reply) ?? ""), kinds);',
    TEXT,
    NO_TEXT,
  ],
  [
    "connector.ts",
    "if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);",
    "true",
    NO_GROUPS,
  ],
  ["arguments.ts", 'path: ["fields", lists[3]?.[0] ?? ""],', "lists[3][0]", TYPES],
  ["arguments.ts", 'path: ["fields", lists[3]?.[0] ?? ""],', TEXT, TYPES],
  [
    "index.ts",
    'const { url, token, clientId = "", clientSecret = "", refreshToken: grant = "" } = configuration;',
    TEXT,
    COMPLETE,
  ],
  [
    "people.ts",
    'const shown = somebody && (await this.#lookUp(addressInOtherCase(somebody) ?? ""));',
    TEXT,
    "Only somebody is taken whose address has another case",
  ],
  [
    "people.ts",
    'if (typeof email === "string") this.#written.add(decodedCaseless(email));',
    "true",
    "Nobody is looked up by an address that isn't there",
  ],
  ["looks.ts", 'const email = somebody.attributes.email ?? "";', TEXT, TYPES],
  ["looks.ts", 'if (await finds(addressInOtherCase(somebody) ?? "")) return { variant: "caseless" };', TEXT, TYPES],
  ["people.ts", "return shown?.some(({ id }) => id === somebody?.id) ?? false;", "somebody.id", TYPES],
  ["people.ts", 'return decodedCaseless(attributes.email ?? "");', TEXT, "No address is that text"],
  ["trials.ts", 'return { variant: shapes.size > 1 ? "mixed" : ([...shapes][0] ?? "mixed") };', '""', TYPES],
  ["trials.ts", "const matches = await this.users.find(email, []);", LIST, NO_SET],
  ...["found.id", TEXT].map((to): Stays => ["trials.ts", 'return found?.id ?? "";', to, TYPES]),
  [
    "patch.ts",
    'if (kind !== "attribute") continue;',
    "false",
    "What is no attribute has no value among them, and JSON leaves it out",
  ],
  ...['name === "fields" || key !== undefined', "true"].map(
    (to): Stays => [
      "patch.ts",
      'if (name === "fields" && key !== undefined) keys.push(key);',
      to,
      "Only the fields have keys, and they never change without one",
    ],
  ),
  [
    "group/connector.ts",
    "const own = description === undefined || description === null ? {} : { description };",
    "false",
    "JSON leaves out what is undefined",
  ],
];

const keycloak: readonly Stays[] = [
  [
    "writing.ts",
    'const keys = new Set(changes.flatMap(({ path: [name, key] }) => (name === "attributes" ? [key] : [])));',
    LIST,
    "No attribute has that name",
  ],
  [
    "writing.ts",
    'if (name !== "attributes" || !isRecord(value) || keys.has(undefined)) return [[name, value]];',
    "false",
    "Nothing else of a person is a map",
  ],
  ["api.ts", "const found: WireGroup[] = [];", LIST, UNREAD],
  [
    "convert.ts",
    "for (const name of TEXTS) if (current?.[name]) sent[name] ??= current[name];",
    "current[name]",
    "Whoever's document is written whole was read before",
  ],
  [
    "convert.ts",
    "const further = furtherOf(declared, current?.attributes ?? {});",
    "current.attributes",
    "Whoever's document is written whole was read before",
  ],
  [
    "errors.ts",
    'return reply.status === 404 && /^user not found\\.?$/i.test(excerpt(documentOf(reply)?.error ?? ""));',
    TEXT,
    NO_TEXT,
  ],
  [
    "errors.ts",
    'return reply.status === 404 && /^could not find group by id\\.?$/i.test(excerpt(documentOf(reply)?.error ?? ""));',
    TEXT,
    NO_TEXT,
  ],
  [
    "errors.ts",
    "const [, ...taken] = /exists with same (username|email)(?: or (email|username))?/i.exec(excerpt(text)) ?? [];",
    LIST,
    FIRST,
  ],
  [
    "errors.ts",
    'return [error, errorMessage].some((text) => /^invalidPassword|password policy/i.test(excerpt(text ?? "")));',
    TEXT,
    NO_TEXT,
  ],
  ["errors.ts", 'const advice = Object.hasOwn(ADVICE, code ?? "") ? ADVICE[code ?? ""] : undefined;', TEXT, NO_TEXT],
  [
    "federation.ts",
    "if (federation === undefined || user?.enabled === false) return;",
    "user.enabled",
    "Nobody has no directory",
  ],
  [
    "federation.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
    "const message = `enabled: ${TITLE} has accepted that account ${user?.id} is switched off, and shows it switched on`;",
    "user.id",
    "Nobody has no directory",
  ],
  ["group/connector.ts", 'values.length === 1 ? (values[0] ?? "") : values,', TEXT, TYPES],
  [
    "groups.ts",
    "const slashed = doubtful.length > 0 ? await this.#slashed.get() : [];",
    LIST,
    "Nothing is doubtful that could be held against it",
  ],
  [
    "index.ts",
    'const { token, clientId = "", clientSecret = "", realm, managerAttribute, clients } = configuration;',
    TEXT,
    COMPLETE,
  ],
  ["listing.ts", "into.set(id, { ...roles, [section]: [...(roles[section] ?? []), name] });", LIST, TYPES],
  [
    "probes.ts",
    'return { variant: OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "") ? "kept" : "dropped" };',
    TEXT,
    NO_TEXT,
  ],
  ["profile.ts", 'const isOpen = OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "");', TEXT, NO_TEXT],
  [
    "profile.ts",
    'if (profile === undefined || OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "")) return false;',
    TEXT,
    NO_TEXT,
  ],
  [
    "profile.ts",
    "const listed = respeller(attribute?.validations?.options.options ?? []);",
    LIST,
    "It is a text of one form, as nothing is",
  ],
  [
    "realm.ts",
    "const federations = link === undefined ? [] : await this.#federations.get();",
    LIST,
    "Without a link none is answered, whatever is found by it",
  ],
  [
    "realm.ts",
    'typeof email === "string" && typeof username === "string" && caseless(email) === caseless(username);',
    "true",
    "Everybody who is declared has a username",
  ],
  [
    "role-changes.ts",
    "const [held, wanted] = [own(now, section) ?? [], own(declared, section) ?? []];",
    LIST,
    "A section that isn't shown is none that is managed, and is refused",
  ],
  ["roles.ts", "return found.flatMap((role) => role ?? []);", LIST, TYPES],
  ...["(await this.#known.get(section)?.get()).values", "this.#known.get(section).get", LIST].map(
    (to): Stays => [
      "roles.ts",
      "const roles = [...((await this.#known.get(section)?.get())?.values() ?? [])].flat();",
      to,
      "Only sections that are managed are asked for",
    ],
  ),
  [
    "roles.ts",
    "const mappings = clientMappings && Object.hasOwn(clientMappings, client) ? clientMappings[client]?.mappings : [];",
    "clientMappings[client].mappings",
    TYPES,
  ],
  [
    "writing.ts",
    'for (const group of left) await changeGroup(this.http, id, group, "leave");',
    '""',
    "Whatever is not to join leaves",
  ],
  [
    "writing.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
    "throw there || otherwise ? new RejectedError(`${error.message}${there}${otherwise}`, error.properties) : error;",
    "true",
    "The same error once more",
  ],
];

export const platforms: readonly Standing[] = [
  ...Object.entries({ adobe, keycloak }).flatMap(([id, entries]) =>
    entries.map((one) => ({ ...standingOf(`provider/platforms/${id}`, one), equivalent: true })),
  ),
  {
    file: "provider/platforms/adobe/people.ts",
    line: "const ends = isFull && !next && offset > 0 && offset + users.length >= MAX_OFFSET;",
    why: "More pages are asked for by the cursor, and nobody is left out",
  },
];
