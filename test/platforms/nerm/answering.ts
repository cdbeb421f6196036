import { NermConnector } from "../../../provider/platforms/nerm/connector";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { NO_MANAGERS, NO_ROLES } from "./helpers";

/** A call as it left. */
export interface Asked {
  /** Method and path, as in `GET /users/1`. */
  readonly call: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const NO_USERS = { error: "no users found" };
/** What a call is answered that nobody has an answer for: empty lists, and nothing to write. */
const USUAL: Readonly<Record<string, object>> = {
  "GET /users": NO_USERS,
  "GET /user_roles": NO_ROLES,
  "GET /user_managers": NO_MANAGERS,
  "GET /roles": { roles: [{ id: "r-1", name: "Sponsors" }] },
};

/** A tenant in this process that answers each call, lists with one page; `undefined`: as usual. Time passes on a clock of its own. */
export function answering(answer: (asked: Asked) => Answer | undefined) {
  const calls: Asked[] = [];
  const { http, clock } = scripted(({ method, path, body }) => {
    const url = new URL(path, ORIGIN);
    const asked: Asked = {
      call: `${method} ${url.pathname.replace(/^\/api/, "")}`,
      query: Object.fromEntries(url.searchParams),
      body: body === null ? undefined : JSON.parse(body),
    };
    calls.push(asked);
    // One page has all there is.
    if (Number(asked.query["offset"] ?? 0) > 0) return ok({ [asked.call.replace("GET /", "")]: [] });
    return answer(asked) ?? { status: 200, body: USUAL[asked.call] ?? {} };
  });
  const log = { info: () => undefined, warn: () => undefined };
  const context = { clock, random: () => 0, environment: {}, log };
  const connector = new NermConnector(http, { baseUrl: `${ORIGIN}/api`, context, timeout: 60_000 });
  return {
    connector,
    http,
    context,
    calls,
    ended: <T>(work: Promise<T>): Promise<T> => clock.ended(work),
    /** Writes in the order in which they left. */
    writes: () => calls.filter(({ call }) => !call.startsWith("GET ")),
  };
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const refused = (error: string, status = 400): Answer => ({ status, body: { error } });
/** The answer of a bulk call that is queued. */
export const QUEUED = ok({ info: "job has started", job_status: { job_id: "j-1" } });
export const job = (records: readonly object[], status = "complete"): Answer => ok({ status, job_data: records });
