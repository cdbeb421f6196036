import { expect } from "vitest";
import type { Outcome, UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { type Asked, answering, ok } from "./answering";
import { added, managedBy, SEED_USER } from "./helpers";

export const IDS = ["id-ada", "id-bob", "id-cy"];
export const account = (id: string) => ({ ...SEED_USER, id, login: id.replace("id-", ""), title: `Title of ${id}` });

/** What shall become of a person, and how they were seen last; undefined: not at all. */
export interface Wish {
  readonly title?: string;
  readonly identity?: string;
  readonly roles?: readonly string[];
  readonly manager?: string;
  readonly seen?: Partial<Observed> | undefined;
  readonly until?: number;
}

/** Somebody without roles and a manager. */
const bare = (id: string, more: Partial<Observed> = {}): Observed => ({
  id,
  active: true,
  attributes: { title: "Before" },
  sets: { roles: { members: { [FLAT]: [] } } },
  references: { manager: null },
  info: {},
  ...more,
});

export function request(id: string, { title, identity, roles, manager, until, ...rest }: Wish): UpdateRequest {
  const attributes = { ...(title && { title }), ...(identity && { sailpointIdentityId: identity }) };
  const changes: Change[] = [
    ...Object.entries(attributes).map(([name, to]): Change => ({ kind: "attribute", path: [name], to })),
    ...(roles ?? []).map(added),
    ...(manager ? [managedBy(manager)] : []),
  ];
  const seen = "seen" in rest ? rest.seen && bare(id, rest.seen) : bare(id);
  const sets = roles ? { roles: { [FLAT]: roles } } : {};
  const desired = { attributes, sets, references: manager ? { manager } : {} };
  return { id, changes, desired, addOnly: [], ...(seen && { seen }), ...(until && { until }) };
}

export type Answers = Readonly<Record<string, Answer | ((asked: Asked) => Answer | undefined)>>;
const ROLES = ok({
  roles: [
    { id: "r-1", name: "Sponsors" },
    { id: "r-2", name: "Auditors" },
  ],
});

/** A tenant where everything is carried out at once that no other answer is given for. */
export function tenant(answers: Answers = {}) {
  return answering((asked) => {
    const { call, body } = asked;
    const given = answers[call] ?? answers[call.replace(/id-\w+/, ":id")];
    const answer = typeof given === "function" ? given(asked) : given;
    if (answer !== undefined) return answer;
    if (call === "GET /roles") return ROLES;
    if (call === "GET /users" && Object.keys(asked.query).length === 3) return ok({ users: IDS.map(account) });
    if (call === "PATCH /users") return ok({ users: idsIn(body).map(account) });
    if (/^(GET|PATCH) .users.id-/.test(call)) return ok({ user: account(call.replace(/.*\//, "")) });
    if (/^POST .user_(roles|managers)$/.test(call)) return ok(withIds(body as Readonly<Record<string, Row[]>>));
    return undefined;
  });
}

/** A relation, of a person to a role or to a manager. */
export interface Row {
  readonly user_id: string;
  readonly role_id?: string;
  readonly manager_id?: string;
}
const withIds = (body: Readonly<Record<string, readonly Row[]>>) =>
  Object.fromEntries(
    Object.entries(body).map(([name, rows]) => [name, rows.map((row, i) => ({ id: `row-${i}`, ...row }))]),
  );
export const rowsIn = (body: unknown): readonly Row[] => Object.values(body as Record<string, Row[]>).flat();
export const idsIn = (body: unknown): readonly string[] =>
  (body as { users: { id: string }[] }).users.map(({ id }) => id);

export async function updated(vendor: ReturnType<typeof tenant>, wishes: readonly (readonly [string, Wish])[]) {
  const requests = wishes.map(([id, wish]) => request(id, wish));
  const outcomes = await vendor.ended(vendor.connector.updateMany(requests));
  return outcomes.map((outcome, i) => endOf(outcome, requests[i]?.id));
}
/** `done`, `unshown` where nothing is told of the account, or the code of the error. */
function endOf(outcome: Outcome, id: string | undefined): unknown {
  if ("error" in outcome) return (outcome.error as { code?: string }).code;
  expect(outcome.written.id).toBe(id);
  return outcome.written.observed ? "done" : "unshown";
}
export const everybody = (wish: Wish) => IDS.map((id) => [id, wish] as const);
/** Whom calls were about, each once. */
export const about = (vendor: ReturnType<typeof tenant>, call: RegExp): readonly (string | undefined)[] => [
  ...new Set(
    vendor.calls
      .filter((asked) => call.test(asked.call))
      .map((asked) => asked.query["user_id"] ?? asked.call.match(/id-\w+/)?.[0]),
  ),
];

export const complaint = ["title is too long"];
export const of = (id: string, errors: readonly string[] = []) => ({ user_id: id, errors });
