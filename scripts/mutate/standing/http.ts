import { LIST, type Standing } from "./survivor";

const COPIED = "It saves a copy, whose values are the same";

export const http: readonly Standing[] = [
  ...[
    {
      file: "bucket.ts",
      line: "return left < -LATENESS * this.#perMillisecond ? 0 : left;",
      to: "left <= -LATENESS * this.#perMillisecond",
      why: "Nothing is so late to the last bit of a number",
    },
    {
      file: "client.ts",
      line: "if (credentials === undefined || token === undefined) return outcome.reply;",
      why: "Where there are credentials there is a token",
    },
    {
      file: "client.ts",
      line: "if (end !== undefined && clock.now() + wait >= end) throw this.#overdue(sent, isRepeated, again);",
      to: "true",
      why: "No time is later than one that is undefined",
    },
    { file: "exchange.ts", line: "if (areSingle(fields)) return fields;", to: "false", why: COPIED },
    {
      file: "exchange.ts",
      line: "function areSingle(fields: Readonly<Record<string, unknown>>): fields is Readonly<Record<string, string>> {",
      why: COPIED,
    },
    ...["true", '""'].map((to) => ({
      file: "exchange.ts",
      line: 'for (const name in fields) if (typeof fields[name] !== "string") return false;',
      to,
      why: COPIED,
    })),
    { file: "exchange.ts", line: "return true;", to: "false", why: COPIED },
    ...["false", "path.length < LONGEST"].map((to) => ({
      file: "path.ts",
      line: "if (path.length <= LONGEST && PLAIN.test(path)) return path;",
      to,
      why: "It saves a look at each segment, which tells the same",
    })),
    {
      file: "path.ts",
      line: 'export function isPathSegment(text: string, kind: SegmentKind = "id"): boolean {',
      to: '""',
      why: "Whatever is no name is judged as an id",
    },
    {
      file: "retry-timing.ts",
      line: 'const since = Date.parse(date?.slice(0, LONGEST_HEADER) ?? "");',
      why: "A text that is no date, or a longer one, is none either way",
    },
    {
      file: "single-try.ts",
      line: "const secrets = [options.credentials?.secrets() ?? [], Object.values(secret)];",
      to: LIST,
      why: "No answer holds that text",
    },
    {
      file: "single-try.ts",
      line: "const issued = isToken ? secretsIn(answer.body) : [];",
      to: LIST,
      why: "No answer holds that text",
    },
    {
      file: "throttle.ts",
      line: "else if (head.rank < (next?.waiting[0]?.rank ?? Number.POSITIVE_INFINITY)) next = line;",
      to: "next?.waiting[0].rank",
      why: "A line that is next has somebody in it",
    },
    {
      file: "throttle.ts",
      line: "next.waiting.shift()?.go();",
      to: "next.waiting.shift().go",
      why: "A line that is next has somebody in it",
    },
    {
      file: "throttle.ts",
      line: "if (this.#wakeAt === at) this.#wakeAt = Number.POSITIVE_INFINITY;",
      to: "true",
      why: "It saves a look whether anybody may start",
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/http/${file}`, ...rest, equivalent: true })),
  {
    file: "provider/http/bucket.ts",
    line: "if (now >= this.#heldUntil) this.#probing = false;",
    to: "now > this.#heldUntil",
    why: "An answer in the very millisecond in which the pause ends may count or not",
  },
];
