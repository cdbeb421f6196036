import {
  CHANGE_CLASSES,
  type ChangeClass,
  type ChangeDetail,
  type GuardResult,
  type PersonChange,
  type Review,
} from "../../../automation/plan/review/review";

/** Invented people of many cultures, in many scripts, under their keys. */
const PEOPLE = [
  ["mei-tanaka", "Mei Tanaka"],
  ["tomas-nunez", "Tomás Núñez"],
  ["siobhan-obrien", "Siobhán O'Brien"],
  ["lukasz-zak", "Łukasz Żak"],
  ["priya-rao", "Priya Rao"],
  ["ana-sousa", "Ana Sousa"],
  ["wei-chen", "伟 陈"],
  ["minjun-kim", "김민준"],
  ["misaki-tanaka", "田中　美咲"],
  ["mohammed-alamin", "محمد الأمين"],
  ["noa-levi", "נועה לוי"],
  ["zoe-laurent", "Zoë Laurent"],
  ["mai-nguyen", "Nguyễn Thị Mai"],
  ["chinwe-okonkwo", "Chinwe Okonkwo-Adeyemi"],
  ["olena-shevchenko", "Олена Шевченко"],
  ["nikos-papadopoulos", "Νίκος Παπαδόπουλος"],
  ["arun-sukjai", "อรุณ สุขใจ"],
  ["ananya-sharma", "अनन्या शर्मा"],
  ["jorg-muller", "Jörg Müller-Lüdenscheidt"],
  ["wanjiku-kamau", "Wanjikũ Kamau"],
] as const;

/** Names that somebody typed to do harm, or by accident. */
export const HOSTILE_NAMES = [
  "Lab <Assistant>",
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<!-- roster plan acme/prod -->",
  "a | b | c",
  "`code` ``more`` ```fence",
  "@everyone and @octo-org/team",
  "fixes #12, GH-13, owner/repo#14, !15, %16, ~17",
  "![image](https://example.com/x.png)",
  "[link](javascript:alert(1))",
  "https://example.com www.example.com a@example.com",
  "**bold** _em_ ~~gone~~ $x$ :smile: 0123abcdef0",
  "evil\u202Egnp.exe",
  "zero\u200Bwidth\uFEFF and \u2066isolate\u2069",
  "line\nbreak\r\n# heading\u2028- item",
  "\u001B[31mred\u001B[0m\u0007",
  "&lt;b&gt; &#64;ada &amp;",
  "\\`\\*\\<",
  "{{7*7}} $& $1 $` __TITLE__ /*__SCRIPT__*/",
  "",
  " ",
] as const;

export interface ChangeOptions {
  readonly platform?: string;
  readonly key?: string;
  readonly name?: string;
  readonly details?: readonly ChangeDetail[];
  readonly departure?: "deactivated" | "deleted" | "released";
  readonly reports?: readonly string[];
  readonly held?: readonly string[];
}

/** One change; the person is the `n`th of the invented ones unless named. */
export function change(n: number, classes: readonly ChangeClass[], options: ChangeOptions = {}): PersonChange {
  const { platform = "adobe", key = personKey(n), name = personName(n), details = [], ...rest } = options;
  const urn = `urn:pulumi:prod::acme::roster:${platform}:User::${key}`;
  const naturalKey = `${key.replaceAll("-", ".")}@example.com`;
  const id = classes.includes("joiner") ? {} : { id: String(15_490_000 + n) };
  return { platform, urn, key, ...id, name, naturalKey, classes, details, ...rest };
}

/** Different for every n. */
export function personName(n: number): string {
  const [, name] = PEOPLE[n % PEOPLE.length] ?? ["", ""];
  const round = Math.floor(n / PEOPLE.length);
  return round === 0 ? name : `${name} ${round + 1}`;
}

/** Different for every n. */
export function personKey(n: number): string {
  const [key] = PEOPLE[n % PEOPLE.length] ?? [""];
  const round = Math.floor(n / PEOPLE.length);
  return round === 0 ? key : `${key}-${round + 1}`;
}

export const CHANGES: readonly PersonChange[] = [
  change(0, ["escalation", "role-granted"], {
    details: [{ kind: "role", path: "roles", to: "Admin" }],
    held: ["Learner", "Author"],
  }),
  change(1, ["leaver"], { departure: "deactivated", reports: ["Zoë Laurent", "อรุณ สุขใจ"] }),
  change(1, ["leaver"], { platform: "nerm", departure: "deactivated" }),
  change(2, ["leaver"], { departure: "deleted" }),
  change(17, ["released"], { departure: "released" }),
  change(12, ["email-change"], {
    details: [{ kind: "attribute", path: "email", from: "mai@example.com", to: "nguyen.mai@example.com" }],
  }),
  change(3, ["joiner"], {
    details: [
      { kind: "attribute", path: "email", to: "lukasz.zak@example.com" },
      { kind: "attribute", path: "name", to: "Łukasz Żak" },
      { kind: "attribute", path: "profile", to: "Analyst" },
      { kind: "role", path: "roles", to: "Learner" },
      { kind: "manager", path: "manager", to: "15490004", toName: "Priya Rao" },
    ],
  }),
  change(3, ["joiner"], {
    platform: "netex",
    details: [
      { kind: "attribute", path: "username", to: "lukasz.zak" },
      { kind: "role", path: "roles.management", to: "user" },
    ],
  }),
  change(7, ["joiner"], {
    details: [
      { kind: "attribute", path: "email", to: "minjun.kim@example.com" },
      { kind: "role", path: "roles", to: "Learner" },
      { kind: "manager", path: "manager", to: "15490004", toName: "Priya Rao" },
    ],
  }),
  change(4, ["mover"], {
    details: [
      { kind: "attribute", path: "profile", from: "Engineer", to: "Lead" },
      {
        kind: "manager",
        path: "manager",
        from: "15490005",
        to: "15490000",
        fromName: "Ana Sousa",
        toName: "Mei Tanaka",
      },
    ],
  }),
  change(6, ["mover"], {
    details: [
      {
        kind: "manager",
        path: "manager",
        from: "15490001",
        to: "15490004",
        fromName: "Tomás Núñez",
        toName: "Priya Rao",
      },
      { kind: "attribute", path: "fields.Department", from: "Quality", to: "Platform engineering" },
    ],
  }),
  change(9, ["mover"], {
    details: [
      {
        kind: "manager",
        path: "manager",
        from: "15490005",
        to: "15490000",
        fromName: "Ana Sousa",
        toName: "Mei Tanaka",
      },
    ],
  }),
  change(10, ["reactivated"], {
    details: [{ kind: "activation", path: "status", from: "Disabled", to: "Active" }],
    platform: "nerm",
  }),
  change(13, ["role-revoked"], {
    details: [{ kind: "role", path: "roles", from: "Instructor" }],
    held: ["Instructor", "Learner"],
  }),
  change(14, ["mover"], {
    details: [{ kind: "attribute", path: "bio", from: "Twelve years of chemistry.\nThen two of law." }],
  }),
  change(18, ["other"], { details: [{ kind: "policy", path: "onDestroy", from: "deactivate", to: "retain" }] }),
];

const GUARDS: readonly GuardResult[] = [
  { guard: "leavers", count: 2, limit: "10", breached: false, who: ["Siobhán O'Brien", "Tomás Núñez"] },
  { guard: "escalations", count: 1, limit: "1", breached: false, who: ["Mei Tanaka"] },
  { guard: "administrators", platform: "adobe", count: 4, limit: "at least 2", breached: false, who: [] },
  { guard: "administrators", platform: "nerm", count: 3, limit: "at least 2", breached: false, who: [] },
];

export const BREACH: GuardResult = {
  guard: "leavers",
  count: 12,
  limit: "10",
  breached: true,
  who: Array.from({ length: 12 }, (_, n) => personName(n)),
  advice: "roster apply --plan plan.json --allow leavers=12",
};

/** A review of these changes, with figures that fit them. */
export function inventedReview(parts: Partial<Review> = {}): Review {
  const changes = parts.changes ?? CHANGES;
  const titles = { adobe: "Adobe", netex: "Netex", nerm: "NERM" };
  const administrators: Readonly<Record<string, number>> = { adobe: 4, netex: 2, nerm: 3 };
  const people = parts.people ?? 412;
  return {
    version: 1,
    project: "acme",
    stack: "prod",
    lookedAt: "2026-11-24T08:30:00Z",
    people,
    unchanged: Math.max(0, people - new Set(changes.filter(({ departure }) => !departure).map(({ key }) => key)).size),
    platforms: Object.entries(titles).map(([id, title]) => {
      const here = changes.filter(({ platform }) => platform === id);
      const counts = CHANGE_CLASSES.map((name) => [name, here.filter(({ classes }) => classes.includes(name)).length]);
      return {
        id,
        title,
        declared: people,
        same: Math.max(0, people - here.length),
        counts: Object.fromEntries(counts) as Record<ChangeClass, number>,
        administrators: administrators[id] ?? 0,
      };
    }),
    changes,
    existing: [
      { platform: "adobe", key: "minjun-kim", name: "김민준", id: "15488812", active: true, outcome: "adopted" },
      { platform: "nerm", key: "lukasz-zak", name: "Łukasz Żak", id: "a41c", active: false, outcome: "refused" },
    ],
    guards: GUARDS,
    forecast: {
      writes: changes.length,
      platforms: [{ id: "adobe", writes: changes.length, perMinute: 60 }],
      seconds: 25,
      validUntil: "2026-11-30T08:30:00Z",
      look: { calls: 43, seconds: 2.1 },
    },
    notes: [],
    digest: "4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8",
    ...parts,
  };
}

/** As many changes as wanted: a tenth leavers, one in a hundred an escalation, then joiners and movers. */
export function manyChanges(count: number): readonly PersonChange[] {
  return Array.from({ length: count }, (_, n) => {
    if (n % 100 === 0) {
      return change(n, ["escalation"], { details: [{ kind: "role", path: "roles", to: "Admin" }], held: ["Learner"] });
    }
    if (n % 10 === 1) return change(n, ["leaver"], { departure: "deactivated" });
    const manager = (way: "from" | "to", of: number) => ({ [way]: String(of), [`${way}Name`]: personName(of) });
    if (n % 3 === 0) {
      return change(n, ["joiner"], {
        details: [
          { kind: "attribute", path: "email", to: `${personKey(n)}@example.com` },
          { kind: "attribute", path: "profile", to: "Analyst" },
          { kind: "role", path: "roles", to: "Learner" },
          { kind: "manager", path: "manager", ...manager("to", n % 40) },
        ],
      });
    }
    return change(n, ["mover"], {
      details: [
        { kind: "attribute", path: "profile", from: "Engineer", to: "Lead engineer" },
        { kind: "attribute", path: "fields.Department", from: "Quality", to: "Platform" },
        { kind: "manager", path: "manager", ...manager("from", n % 40), ...manager("to", (n + 7) % 40) },
      ],
    });
  });
}
