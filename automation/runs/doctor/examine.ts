import {
  NotFoundError,
  PermissionDeniedError,
  RejectedError,
  RosterError,
  UnavailableError,
} from "../../../provider/core/contract/errors";
import type { Session } from "../../../provider/core/session/session";
import { type PlatformId, platformOf } from "../../common/platforms";
import type { ReadOnlySessions } from "../../vendors/read-only-sessions";
import type { Belief, Call, CallName, Diagnosis, Listing } from "./diagnosis";
import { beliefOf, finding, unexamined } from "./judge";

/** So long a list is read, in milliseconds: what is left of it only counts people. */
const LONGEST_LIST = 60_000;
/** An address of nobody's: the domain is reserved. */
const NOBODY = "roster-doctor-looks-for-nobody@example.com";

/** A diagnosis that is under way. */
type Draft = { -readonly [Name in keyof Diagnosis]: Diagnosis[Name] } & { calls: Call[]; beliefs: Belief[] };

/**
 * Asks a platform, by reading alone, what its tenant and the credentials are like. What the vendor refuses or fails at is a part of
 * the diagnosis.
 *
 * @throws CancelledError, and what nobody expects
 */
export async function examine(
  platform: PlatformId,
  sessions: ReadOnlySessions,
  tell: (count: number) => void = () => undefined,
): Promise<Diagnosis> {
  const draft: Draft = { platform, calls: [], rates: { told: {} }, beliefs: [] };
  try {
    const session = sessions.open(platform);
    const { connector } = session;
    draft.tenant = await connector.tenant();
    await tried(draft, "find-people", () => connector.find(NOBODY, []));
    const people = await tried(draft, "list-people", () => listed(session, tell));
    if (people) draft.people = people;
    if (platformOf(platform).kinds.group) {
      await tried(draft, "list-groups", () => firstPage(sessions.open(platform, "group")), isWithout);
    }
    const vocabulary = await connector.vocabulary?.();
    if (vocabulary) draft.vocabulary = vocabulary;
    draft.rates = ratesOf(session);
    const looks = sessions.looks(platform);
    const trials = sessions.trialNames(platform);
    for (const assumption of platformOf(platform).assumptions) {
      const look = assumption.probe.by === "look" ? looks[assumption.id] : undefined;
      const found = look
        ? await finding(assumption, look, sessions.setting.signal)
        : unexamined(assumption, trials.includes(assumption.id));
      draft.beliefs.push(beliefOf(assumption, found, session.configuration ?? {}));
    }
  } catch (error) {
    if (sessions.setting.signal?.aborted || !(error instanceof RosterError)) throw error;
    draft.failure = { code: error.code, reason: error.message };
  }
  return draft;
}

/** @param isRefusal whether an error means that the call can't be made, and not that something is wrong */
async function tried<T>(
  draft: Draft,
  name: CallName,
  call: () => Promise<T>,
  isRefusal = isDenied,
): Promise<T | undefined> {
  try {
    const answer = await call();
    draft.calls.push({ name, isAllowed: true });
    return answer;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    draft.calls.push({ name, isAllowed: false });
    return undefined;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof PermissionDeniedError;
}

/** A vendor without groups, or that fails at them again and again: whose people don't declare any does without. */
function isWithout(error: unknown): boolean {
  const isInability = error instanceof UnavailableError && error.status === 500;
  return isDenied(error) || isInability || error instanceof NotFoundError || error instanceof RejectedError;
}

/** Relations are left out: they may cost calls of their own, and nobody asks for them here. */
async function listed({ connector, context }: Session, tell: (count: number) => void): Promise<Listing> {
  const started = context.clock.now();
  const times: number[] = [];
  let accounts = 0;
  let pageSize = 0;
  let asked = started;
  for await (const page of connector.pages({}, [])) {
    const now = context.clock.now();
    if (page.length > 0) times.push(now - asked);
    accounts += page.length;
    pageSize = Math.max(pageSize, page.length);
    tell(accounts);
    if (now - started > LONGEST_LIST) return listing(false);
    asked = context.clock.now();
  }
  return listing(true);

  function listing(isComplete: boolean): Listing {
    const pageMilliseconds = Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
    return { accounts, isComplete, pages: times.length, pageSize, pageMilliseconds };
  }
}

async function firstPage({ connector }: Session): Promise<void> {
  for await (const _ of connector.pages({}, [])) return;
}

function ratesOf({ connector, kind }: Session): Diagnosis["rates"] {
  const create = connector.perMinute?.("create");
  const update = connector.perMinute?.("update");
  const documented = kind.capabilities.writes?.perMinute;
  return {
    told: { ...(create === undefined ? {} : { create }), ...(update === undefined ? {} : { update }) },
    ...(documented ? { documented } : {}),
  };
}
