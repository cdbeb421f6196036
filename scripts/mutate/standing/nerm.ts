import { UNREAD } from "./reasons";
import type { Standing } from "./survivor";

const TYPED = "It is there for the types alone: the lines before have made sure of it";
const NOBODY = "No login, name or address is that text";
const PART = "Nothing else of it is looked at";

export const nerm: readonly Standing[] = [
  ...[
    {
      file: "api.ts",
      line: "if (isNoChange(reply) || !WriteAnswer.safeParse(succeeded(reply).body).success) return { unshown: true };",
      to: "{}",
      why: PART,
    },
    {
      file: "api.ts",
      line: "if (isNoChange(reply) || !WriteAnswer.safeParse(succeeded(reply).body).success) return { unshown: true };",
      to: "false",
      why: PART,
    },
    { file: "bulk-creation.ts", line: "if (people.length === 0) return [];", to: '["Stryker was here"]', why: UNREAD },
    {
      file: "bulk-creation.ts",
      line: 'const users = new Map(answer.rows.map((user) => [caseless(user.login ?? ""), user]));',
      to: '"Stryker was here!"',
      why: NOBODY,
    },
    {
      file: "bulk-creation.ts",
      line: "people.every((person, i) => [undefined, users.get(loginOf(person))?.id].includes(job.records[i]?.userId));",
      to: "job.records[i].userId",
      why: TYPED,
    },
    {
      file: "bulk-creation.ts",
      line: "const errors = isInOrder ? (job.records[i]?.errors ?? []) : undefined;",
      to: "job.records[i].errors",
      why: TYPED,
    },
    {
      file: "bulk-creation.ts",
      line: "const errors = isInOrder ? (job.records[i]?.errors ?? []) : undefined;",
      to: '["Stryker was here"]',
      why: TYPED,
    },
    {
      file: "bulk-creation.ts",
      line: '(name) => caseless(String(user[name] ?? "")) === caseless(String(attributes[name] ?? "")),',
      to: '"Stryker was here!"',
      why: NOBODY,
    },
    {
      file: "bulk-relations.ts",
      line: "const managerId = rows.find((row) => row.user_id === userId)?.manager_id;",
      to: "rows.find(row => row.user_id === userId).manager_id",
      why: TYPED,
    },
    {
      file: "bulk-relations.ts",
      line: "if (managerId !== undefined) await setManager(http, userId, managerId, false);",
      to: "true",
      why: TYPED,
    },
    { file: "bulk.ts", line: "if (person) outcomes.set(person, outcome);", to: "true", why: TYPED },
    {
      file: "bulk.ts",
      line: 'return people.map((person) => outcomes.get(person) ?? { error: new InternalError("no outcome") });',
      to: "{}",
      why: TYPED,
    },
    {
      file: "bulk.ts",
      line: 'return requests.map((request) => outcomes.get(request) ?? { error: new InternalError("no outcome") });',
      to: "{}",
      why: TYPED,
    },
    {
      file: "bulk.ts",
      line: "const wait = (id: string) => this.#ended(id, [], latest(requests));",
      to: '["Stryker was here"]',
      why: "Only what was sent is masked, and a relation holds ids alone",
    },
    {
      file: "bulk.ts",
      line: "this.tenant.roles.refusalOf(error, row.role_id, declaredBy.get(row.user_id) ?? []);",
      to: '["Stryker was here"]',
      why: TYPED,
    },
    {
      file: "bulk.ts",
      line: "if (!isComplete || complaints.some(({ userId }) => !isSent(userId))) return [];",
      to: '["Stryker was here"]',
      why: UNREAD,
    },
    {
      file: "bulk.ts",
      line: 'return changes.some(isAbout("roles")) ? (declaredRoles(desired) ?? []) : [];',
      to: '["Stryker was here"]',
      why: "Core asks for changes of declared roles alone",
    },
    {
      file: "configuration.ts",
      line: 'const object = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });',
      to: '""',
      why: PART,
    },
    {
      file: "configuration.ts",
      line: 'export function baseUrlOf({ url, tenant = "" }: Pick<Configuration, "url" | "tenant">): string {',
      why: TYPED,
      to: '"Stryker was here!"',
    },
    {
      file: "connector.ts",
      line: "const roleIds = await this.#roles.idsOf(declared ?? [], mayRevoke ? declared : added);",
      to: '["Stryker was here"]',
      why: "Core asks for changes of declared roles alone",
    },
    {
      file: "connector.ts",
      line: "throw await this.#roles.refusalOf(error, roleId, declared ?? []);",
      to: '["Stryker was here"]',
      why: "Core asks for changes of declared roles alone",
    },
    { file: "connector.ts", line: "const roles: WireUserRole[] = [];", why: UNREAD },
    { file: "connector.ts", line: "const managers: WireUserManager[] = [];", why: UNREAD },
    {
      file: "connector.ts",
      line: ".map((user) => this.#shown(user, wanted, rolesByUser.get(user.id) ?? [], managersByUser.get(user.id) ?? []));",
      to: '["Stryker was here"]',
      why: UNREAD,
    },
    {
      file: "connector.ts",
      line: 'wants(wanted, "manager") ? managersOf(this.http, user.id) : [],',
      to: '["Stryker was here"]',
      why: UNREAD,
    },
    {
      file: "errors.ts",
      line: "return propertiesIn(errorOf(reply)?.sentences ?? []).length > 0;",
      to: '["Stryker was here"]',
      why: "No sentence like that begins with an attribute",
    },
    {
      file: "errors.ts",
      line: 'const [name = ""] = /^\\w+/.exec(excerpt(sentence).trim().toLowerCase()) ?? [];',
      to: '"Stryker was here!"',
      why: "It names nobody",
    },
    {
      file: "errors.ts",
      line: 'const [name = ""] = /^\\w+/.exec(excerpt(sentence).trim().toLowerCase()) ?? [];',
      to: '["Stryker was here"]',
      why: "It names nobody",
    },
    {
      file: "first-roles.ts",
      line: "({ members }) => members[FLAT]?.length !== 0,",
      to: "members[FLAT].length",
      why: TYPED,
    },
    {
      file: "index.ts",
      line: 'const { token, timeout, clientId = "", clientSecret = "", tokenUrl = "" } = configuration;',
      to: '"Stryker was here!"',
      why: "The configuration has a token or all of a client",
    },
    {
      file: "jobs.ts",
      line: 'const isComplete = COMPLETE.test(job?.status ?? "");',
      to: '"Stryker was here!"',
      why: "No job that is over has that status",
    },
    {
      file: "jobs.ts",
      line: 'const isOver = isComplete || FAILED.test(job?.status ?? "");',
      to: '"Stryker was here!"',
      why: "No job that is over has that status",
    },
    {
      file: "jobs.ts",
      line: "return (job?.job_data ?? []).map(({ user_id, manager_id, errors }) => ({",
      to: "job.job_data",
      why: TYPED,
    },
    {
      file: "logins.ts",
      line: 'return caseless(user.login ?? "") === caseless(login);',
      to: '"Stryker was here!"',
      why: NOBODY,
    },
    { file: "pages.ts", line: "let isAtEnd = false;", why: "No row has come before the first one" },
    {
      file: "pages.ts",
      line: "const rows = bodyOf(z.object({ [name]: z.array(row) }), succeeded(reply))[name] ?? [];",
      to: '["Stryker was here"]',
      why: TYPED,
    },
    {
      file: "pages.ts",
      line: "const isEnd: boolean = !isAtEnd && rows.length === 1 && rows[0]?.id === last;",
      to: "rows[0].id",
      why: TYPED,
    },
    { file: "pages.ts", line: "last = rows.at(-1)?.id;", to: "rows.at(-1).id", why: TYPED },
    {
      file: "relations.ts",
      line: "return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));",
      to: "a.id <= b.id",
      why: "No two relations have one id",
    },
    {
      file: "roles.ts",
      line: 'return id === text || uid === text || (name ?? "").normalize("NFC") === text.normalize("NFC");',
      to: '"Stryker was here!"',
      why: "No role is declared by that text",
    },
    {
      file: "roles.ts",
      line: "if (matches.length > 1) {",
      to: "matches.length >= 1",
      why: "A single match was returned before",
    },
    {
      file: "users-by.ts",
      line: 'const keyOf = ({ login }: WireUser): string => caseless(login ?? "");',
      to: '"Stryker was here!"',
      why: NOBODY,
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/platforms/nerm/${file}`, ...rest, equivalent: true })),
];
