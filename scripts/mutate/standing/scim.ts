import { COMPLETE, FIRST, NO_GROUPS, NO_NUMBER, NO_TEXT, TYPES, UNREAD } from "./reasons";
import { LIST, type Standing, type Stays, standingOf, TEXT } from "./survivor";

const UNSAID = "What is undefined is not sent, and says as little as what is not there";
const AS_OTHERS = "Nothing is told by it but that it is none of the others";
const MADE = "Whoever was made for a trial is there";
const NO_ID = "Whoever has no id is passed over or refused by that";

const FOLDER = "provider/platforms/scim";

const equivalent: readonly Stays[] = [
  [
    "api.ts",
    'const personal = operations.map(({ path, value }) => personalIn({ [path.replace(/[.[].*$/s, "")]: value }, PUBLIC));',
    "/[.[].*/s",
    "The rest of a text ends where the text does",
  ],
  ["api.ts", "const types = body?.Resources.flatMap((row) => RoleType.safeParse(row).data ?? []) ?? [];", LIST, UNREAD],
  [
    "api.ts",
    "return { roles, isComplete: roles.length === body.Resources.length && total !== undefined && total <= roles.length };",
    "true",
    NO_NUMBER,
  ],
  [
    "api.ts",
    'return reply.headers["etag"] ?? (typeof version === "string" && /^(W\\/)?"/.test(version) ? version : undefined);',
    "true",
    "Nothing else of JSON begins with a quotation mark as a text",
  ],
  ["arguments.ts", "const [, urn, attribute] = EXTENSION_PATH.exec(key) ?? [];", LIST, FIRST],
  ...["urn === undefined && attribute === undefined", "false"].map(
    (to): Stays => [
      "arguments.ts",
      "return urn === undefined || attribute === undefined ? undefined : { urn, attribute };",
      to,
      "A name that has the one part has the other",
    ],
  ),
  ["arguments.ts", "const items = Array.isArray(declared[name]) ? declared[name] : [];", LIST, UNREAD],
  ...["false", '""', ";"].map(
    (to): Stays => [
      "connector.ts",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
      'if (found === "unproven") throw new ProtocolError(`${TITLE} server refuses a filter that was not sent`);',
      to,
      "Only an answer to a filter can be unproven",
    ],
  ),
  [
    "group/connector.ts",
    "return filtered ?? (await this.#search(displayName)) ?? [];",
    LIST,
    "Only an answer to a filter can be unproven",
  ],
  ["places.ts", 'const [whole = "", part] = attribute.split(".");', TEXT, TYPES],
  [
    "reading.ts",
    '...Object.fromEntries(Object.entries(LISTS).map(([name, own]) => [name, items(own[0] ?? "value", own)])),',
    '""',
    TYPES,
  ],
  ["spelling.ts", 'for (const { id, userName = "" } of sample?.rows ?? []) {', LIST, UNREAD],
  [
    "writing.ts",
    'if (now === undefined) return "missing";',
    '""',
    "Whoever's account is written whole was read before",
  ],
  [
    "connector.ts",
    'if (error instanceof RejectedError && error.properties.includes("userName") && typeof userName === "string") {',
    "true",
    TYPES,
  ],
  [
    "connector.ts",
    "if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);",
    "true",
    NO_GROUPS,
  ],
  ["connector.ts", "attributes: { active: false, ...(userName === undefined ? {} : { userName }) },", "false", UNSAID],
  [
    "connector.ts",
    "const outcome = await this.#writing.change({ id, changes, desired, addOnly: [] });",
    LIST,
    "It names no set of a person's, and none is changed",
  ],
  ["convert.ts", "if (value !== null && value !== undefined) writeAt(document, placeOf(path), value);", "true", TYPES],
  ["convert.ts", "return Array.isArray(items) ? items.filter(isRecord) : [];", "items", TYPES],
  ["errors.ts", 'return scimError(reply)?.scimType?.toLowerCase() ?? "";', TEXT, NO_TEXT],
  ["group/api.ts", 'return refusesPath(reply, false) ? "refused" : outcomeOf(reply, succeeded);', '""', AS_OTHERS],
  [
    "group/connector.ts",
    "const own = externalId === undefined || externalId === null ? {} : { externalId };",
    "false",
    UNSAID,
  ],
  [
    "group/connector.ts",
    'const listing = pages(listGroups(this.http), { things: "groups", ...(filter === undefined ? {} : { filter }) });',
    "false",
    UNSAID,
  ],
  [
    "group/connector.ts",
    'return typeof displayName === "string" && caseless(displayName) === caseless(wanted);',
    "true",
    TYPES,
  ],
  ["group/wire.ts", "export function memberIds({ members = [] }: WireGroup): readonly string[] {", LIST, UNREAD],
  ["group/writing.ts", 'if (patched === "done" && (await this.#isEmptied(request))) return "done";', '""', AS_OTHERS],
  [
    "group/writing.ts",
    "return emptied.every((name) => isEmpty(now?.group[name])) ? true : undefined;",
    "emptied.some(name => isEmpty(now?.group[name]))",
    "Of a group only the externalId can be empty",
  ],
  [
    "index.ts",
    'const { url, token, clientId = "", clientSecret = "", tokenUrl = "", scope } = configuration;',
    TEXT,
    COMPLETE,
  ],
  [
    "index.ts",
    "group: new ScimGroups(http, baseUrl, discovery, (id) => user.read(id, []), SHOWS_WITHIN),",
    LIST,
    "It names nothing that is asked for beside a person",
  ],
  ["member-calls.ts", "return { id: group?.id, members: group ? memberIds(group) : [] };", LIST, NO_ID],
  [
    "member-replacement.ts",
    ': now.filter(({ value }) => !(typeof value === "string" && people.includes(value)));',
    "true",
    "Nobody's id is anything but a text",
  ],
  [
    "memberships.ts",
    "if (this.#removes === undefined && first !== undefined) this.#removes = await this.#isOut(group, first, heldBy);",
    "true",
    "A change of members is always about somebody",
  ],
  ["memberships.ts", 'if (isInability(error)) return "refused";', '""', AS_OTHERS],
  [
    "pages.ts",
    "const isWhole = (before[0]?.room ?? 0) > seen.size && promised === seen.size;",
    "before[0].room",
    TYPES,
  ],
  [
    "pages.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
    'return id === undefined ? `without an id: ${userName ?? ""}` : `id: ${id}`;',
    TEXT,
    "Rows that say neither are one for as long as they have one key",
  ],
  [
    "places.ts",
    'const { urn = "", attribute = "" } = extensionPath(String(key)) ?? {};',
    TEXT,
    "A key that is none of an attribute is refused before",
  ],
  [
    "probes.ts",
    'versions: async ({ id }) => ({ variant: (await getUser(http, id))?.version === undefined ? "none" : "kept" }),',
    "(await getUser(http, id)).version",
    MADE,
  ],
  [
    "probes.ts",
    'if (typeof total === "number" && total > 1) return { variant: "all" };',
    "true",
    "Nothing but a number is above one",
  ],
  [
    "probes.ts",
    'const variant = { userName: "standard", UserName: "capitals", username: "small" }[name ?? ""];',
    TEXT,
    NO_TEXT,
  ],
  [
    "probes.ts",
    "const kept = Object.entries(read?.user ?? {}).filter(([name]) => !LEFT_OUT.includes(name));",
    "read.user",
    MADE,
  ],
  ["probes.ts", "await replaceUser(http, id, json, read?.version, merged);", "read.version", MADE],
  ["places.ts", "return { urn, attribute: whole, ...(part === undefined ? {} : { part }) };", "false", UNSAID],
  [
    "reading.ts",
    'if (typeof value === "boolean" || (typeof value === "number" && isExact(value))) return String(value);',
    "true",
    "Nothing but a number is exact",
  ],
  [
    "reading.ts",
    'return { value: typeof id === "string" && /(^|\\/)users\\/[^/]+\\/?$/i.test(id) ? lastSegment(id) : id };',
    "true",
    "Nothing but a text has an address in it",
  ],
  ["reading.ts", "const read = readers[name]?.(value);", "readers[name](value)", TYPES],
  [
    "schemas.ts",
    'isComplete: isList && schemas.length === rows.length && !(typeof total === "number" && total > rows.length),',
    "true",
    NO_NUMBER,
  ],
  [
    "schemas.ts",
    'multiValued: typeof multiValued === "boolean" ? multiValued : undefined,',
    "true",
    "It is asked for whether it is false, which nothing else is",
  ],
  ["spelling.ts", 'for (const { id, userName = "" } of sample?.rows ?? []) {', "sample.rows", TYPES],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
  ["uses.ts", 'uses.set(`${name} ${key ?? ""}`, of(name, key, kind, before));', TEXT, NO_TEXT],
  ["uses.ts", "if (value === null || value === undefined || value === UNKNOWN) return [];", "false", TYPES],
  ...["declaredMembers(desired, name)[FLAT]", LIST].map(
    (to): Stays => ["uses.ts", "const members = declaredMembers(desired, name)?.[FLAT] ?? [];", to, TYPES],
  ),
  ...["byUrn.get(urn.toLowerCase()).values", LIST].map(
    (to): Stays => [
      "vocabulary.ts",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
      "[...(byUrn.get(urn.toLowerCase())?.values() ?? [])].map(({ name }) => `${urn}:${name}`),",
      to,
      TYPES,
    ],
  ),
  [
    "vocabulary.ts",
    "return [group?.displayName ? { name: id, titles: [group.displayName] } : { name: id }];",
    "group.displayName",
    "A group that can't be read has no id here either",
  ],
  ["whole-group.ts", 'const read = await getGroup(http, id, "all");', '""', "Nothing is asked for either way"],
  [
    "whole-group.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
    "if (counted !== undefined && counted > people) throw incomplete(`its answer shows ${people} of ${counted} members`);",
    "true",
    NO_NUMBER,
  ],
  [
    "writing.ts",
    'const isRead = isAgain || etag || known !== "operations" || needsCurrent(wanted);',
    "false",
    "A PUT reads the account itself",
  ],
  ["writing.ts", 'return (await this.#hasRemoved(wanted, subject, meant)) ? "done" : "refused";', '""', AS_OTHERS],
  [
    "writing.ts",
    'const meant = by === "account" ? toOperations(wanted, current?.user, "values") : by;',
    "current.user",
    "Whoever's account is written whole was read before",
  ],
  [
    "writing.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code
    "throw failure ?? new ProtocolError(`${TITLE} server can't change account ${id} by PATCH or PUT`);",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what it is replaced with
    "failure && new ProtocolError(`${TITLE} server can't change account ${id} by PATCH or PUT`)",
    "The last way ends the change, or is an error of its own",
  ],
  [
    "writing.ts",
    'if (now === undefined) return "missing";',
    "false",
    "Whoever's account is written whole was read before",
  ],
];

const WORDING = "Only the wording of a message, whose code and properties are tested";
const TRIAL = "What an account for trials is given, and how a trial is told that was in vain, decides nothing";

/** What somebody could notice. */
const others: readonly Stays[] = [
  [
    "errors.ts",
    'const things = reply.request.includes("/Groups") ? "groups, where people\'s groups are declared" : "users";',
    '""',
    WORDING,
  ],
  ["errors.ts", "return rejection(said, [text], property === undefined ? [] : [property]);", "[]", WORDING],
  ["errors.ts", 'export function goneError(id: string, record = "account"): NotFoundError {', '""', WORDING],
  ["pages.ts", '{ filter, isForOne = false, things = "users" }: Listing = {},', '""', WORDING],
  ["group/writing.ts", 'if (since === undefined) throw goneError(id, "group");', '""', WORDING],
  [
    "group/connector.ts",
    'const listing = pages(listGroups(this.http), { things: "groups", ...(filter === undefined ? {} : { filter }) });',
    '""',
    WORDING,
  ],
  ...["{}", '""'].flatMap((to): Stays[] => [
    [
      "group/connector.ts",
      'for await (const page of pages(listGroups(this.http), { things: "groups" })) {',
      to,
      WORDING,
    ],
    ["member-calls.ts", 'for await (const page of pages(list, { things: "groups" })) {', to, WORDING],
    ["vocabulary.ts", 'for await (const page of pages(listGroups(http), { things: "groups" })) {', to, WORDING],
  ]),
];

/** The same, whatever is replaced in the line. */
const trials = [
  'name: { givenName: "Roster", familyName: "Doctor" },',
  'nickName: "Roster",',
  'const change = await patchUser(http, id, [{ op: "replace", path: "nickName", value: "Doctor" }], undefined);',
  'const replaced = await tried(person, { op: "replace", path: "nickName", value: "Doctor" });',
  'const { change } = await tried(person, { op: "add", path: "displayName", value: "Roster" });',
  'const { change, isFailed } = await tried(person, { op: "replace", path: department, value: "Roster" });',
  'if (replaced.change !== "done") return NO_PATCH;',
  'if (change !== "done") return { untold: "the server refuses two addresses" };',
  "const merged = { readAt: http.options.context.clock.now(), again: async () => json };",
];

export const scim: readonly Standing[] = [
  ...equivalent.map((one) => ({ ...standingOf(FOLDER, one), equivalent: true })),
  ...others.map((one) => standingOf(FOLDER, one)),
  ...trials.map((line): Standing => ({ file: `${FOLDER}/probes.ts`, line, why: TRIAL })),
];
