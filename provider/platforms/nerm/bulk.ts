import type { Outcome, UpdateRequest, Written } from "../../core/contract/connector.js";
import { declaredReference } from "../../core/contract/declaration.js";
import { InternalError, RosterError, UncertainError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import { isAbout } from "../../core/model/change.js";
import { type Desired, FLAT, type Observed } from "../../core/model/entity.js";
import { latest } from "../../core/reads/gathered-writes.js";
import type { HttpClient } from "../../http/client.js";
import { outcomeOf } from "../outcome.js";
import { personalIn } from "../personal.js";
import { writeUsers } from "./api.js";
import { createTogether } from "./bulk-creation.js";
import { grantMany, setManagers } from "./bulk-relations.js";
import { declaredRoles, PUBLIC, toObserved, toPatch, toUpdated } from "./convert.js";
import { jobRefusal, TITLE } from "./errors.js";
import type { FirstRoles } from "./first-roles.js";
import { refuseTakenIdentity } from "./identities.js";
import { type EndedJob, endedJob, type JobOptions } from "./jobs.js";
import type { Logins } from "./logins.js";
import type { RoleBook } from "./roles.js";
import { usersById } from "./users-by.js";
import type { UserBody, WireUser } from "./wire.js";

/** What a connector does for one person, for those whom a bulk call can't serve. */
export interface OneByOne {
  create(desired: Desired, until?: number): Promise<Written>;
  update(request: UpdateRequest): Promise<Written>;
  patch(id: string, body: UserBody, until?: number): Promise<Observed | undefined>;
}

/** What a bulk call needs of its tenant. */
export interface BulkTenant {
  readonly http: HttpClient;
  readonly roles: RoleBook;
  readonly logins: Logins;
  readonly firstRoles: FirstRoles;
  readonly one: OneByOne;
}

/** One update on its way through the phases that everybody goes through together. */
interface Step {
  readonly request: UpdateRequest;
  /** Roles to grant, as they are declared, and their ids. */
  readonly roles: readonly string[];
  readonly roleIds: readonly string[];
  readonly body: UserBody | undefined;
  /** The account after the change of its attributes; undefined where nothing shows it. */
  now: Observed | undefined;
  failure: Error | undefined;
}

/**
 * Several people in one call: `POST` and `PATCH /users`, `POST /user_roles` and `/user_managers`. The vendor answers
 * with the records or with a job, and whether one refused record refuses the others is not documented; so after any
 * refusal everyone is looked at, and those who weren't served are written singly, which tells each one's own reason.
 */
export class NermBulk {
  constructor(
    readonly tenant: BulkTenant,
    readonly options: JobOptions,
  ) {}

  async createMany(people: readonly Desired[], until?: number): Promise<readonly Outcome[]> {
    const outcomes = new Map<Desired, Outcome>();
    await Promise.all(
      people.map(async (person) => {
        // A role that nobody can be given is better found before the account exists than after.
        const result = await settled(this.#judge(person));
        if ("error" in result) outcomes.set(person, result);
      }),
    );
    const sent = people.filter((person) => !outcomes.has(person));
    const creation = {
      ...this.tenant,
      create: (person: Desired) => this.tenant.one.create(person, until),
      ended: (id: string, bodies: readonly UserBody[]) => this.#ended(id, bodies, until),
    };
    for (const [i, outcome] of (await createTogether(sent, creation)).entries()) {
      const person = sent[i];
      if (person) outcomes.set(person, outcome);
    }
    return people.map((person) => outcomes.get(person) ?? { error: new InternalError("no outcome") });
  }

  /** Throws for what nobody can be given. */
  async #judge(person: Desired): Promise<void> {
    await this.tenant.roles.idsOf(declaredRoles(person) ?? []);
    await refuseTakenIdentity(this.tenant.http, person.attributes["sailpointIdentityId"]);
  }

  /**
   * Attributes, then roles, then managers, each for everybody at once. Whose roles may have to be taken away, or whose
   * manager may be another one, is looked at first and so updated singly.
   */
  async updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    const outcomes = new Map<UpdateRequest, Outcome>();
    const alone = requests.filter((request) => !onlyAdds(request));
    const together = requests.filter(onlyAdds);
    await Promise.all([
      this.#updateTogether(together, outcomes),
      ...alone.map(async (request) => outcomes.set(request, await outcomeOf(this.tenant.one.update(request)))),
    ]);
    return requests.map((request) => outcomes.get(request) ?? { error: new InternalError("no outcome") });
  }

  async #updateTogether(requests: readonly UpdateRequest[], outcomes: Map<UpdateRequest, Outcome>): Promise<void> {
    const steps: Step[] = [];
    await Promise.all(
      requests.map(async (request) => {
        const { id, changes, desired, seen } = request;
        try {
          const roles = rolesToGrant(request);
          const roleIds = await this.tenant.roles.idsOf(roles);
          const body = toPatch(id, changes, desired);
          steps.push({ request, roles, roleIds, body, now: body ? undefined : seen, failure: undefined });
        } catch (error) {
          outcomes.set(request, { error: error as Error });
        }
      }),
    );
    await this.#patch(steps.flatMap((step) => (step.body ? [{ step, body: step.body }] : [])));
    const wait = (id: string) => this.#ended(id, [], latest(requests));
    const grants = succeededIn(steps).flatMap(({ request, roleIds }) =>
      roleIds.map((role_id) => ({ user_id: request.id, role_id })),
    );
    const declaredBy = new Map(steps.map(({ request, roles }) => [request.id, roles]));
    const explain = (error: unknown, row: { readonly user_id: string; readonly role_id: string }) =>
      this.tenant.roles.refusalOf(error, row.role_id, declaredBy.get(row.user_id) ?? []);
    fail(steps, await grantMany(this.tenant.http, grants, wait, explain));
    const managed = succeededIn(steps).flatMap(({ request }) => {
      const manager = changesManager(request) ? declaredReference(request.desired, "manager") : undefined;
      return manager === undefined ? [] : [{ user_id: request.id, manager_id: manager }];
    });
    fail(steps, await setManagers(this.tenant.http, managed, wait));
    for (const { request, now, failure } of steps) {
      outcomes.set(request, failure ? { error: failure } : { written: writtenTo(request, now) });
    }
  }

  /** A PATCH says what an account shall be: whoever is in doubt after the bulk call gets one of their own. */
  async #patch(all: readonly { readonly step: Step; readonly body: UserBody }[]): Promise<void> {
    if (all.length === 0) return;
    let inDoubt = all;
    try {
      const answer = await writeUsers(
        this.tenant.http,
        "PATCH",
        all.map(({ body }) => body),
      );
      const rows = "rows" in answer ? answer.rows : await this.#patchedByJob(answer.jobId, all);
      const users = new Map(rows.map((user) => [user.id, user]));
      for (const { step } of all) {
        const user = users.get(step.request.id);
        if (user) step.now = toObserved(user);
      }
      inDoubt = all.filter(({ step }) => !step.now && !step.failure);
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
    }
    await Promise.all(
      inDoubt.map(async ({ step, body }) => {
        const result = await settled(this.tenant.one.patch(step.request.id, body, step.request.until));
        if ("error" in result) step.failure = result.error;
        else step.now = result.value;
      }),
    );
  }

  /** The users as they are after the job, those left out that it says nothing certain of. */
  async #patchedByJob(
    jobId: string,
    all: readonly { readonly step: Step; readonly body: UserBody }[],
  ): Promise<readonly WireUser[]> {
    const { reply, isComplete, records } = await this.#ended(
      jobId,
      all.map(({ body }) => body),
      latest(all.map(({ step }) => step.request)),
    );
    const complaints = records.filter(({ errors }) => errors.length > 0);
    const isSent = (id: string | undefined) => all.some(({ step }) => step.request.id === id);
    if (!isComplete || complaints.some(({ userId }) => !isSent(userId))) return [];
    for (const { step } of all) {
      const complaint = complaints.find(({ userId }) => userId === step.request.id);
      if (complaint) step.failure = jobRefusal(reply, complaint.errors);
    }
    const done = all.filter(({ step }) => !step.failure).map(({ step }) => step.request.id);
    return [...(await usersById(this.tenant.http, done)).values()];
  }

  async #ended(jobId: string, bodies: readonly UserBody[], until: number | undefined): Promise<EndedJob> {
    const personal = personalIn(bodies, PUBLIC);
    try {
      return await endedJob(this.tenant.http, jobId, this.options, until, personal);
    } catch (cause) {
      throw new UncertainError(`${TITLE} has queued the change as job ${jobId}, and its outcome is not known`, {
        cause,
      });
    }
  }
}

function writtenTo({ id, desired }: UpdateRequest, now: Observed | undefined): Written {
  return now === undefined ? { id } : { id, observed: toUpdated(now, desired) };
}

/** True where nothing of the person has to be looked at first: what is granted is new to them. */
function onlyAdds(request: UpdateRequest): boolean {
  const { changes, seen } = request;
  const touchesRoles = changes.some(isAbout("roles"));
  return (
    !changes.some(isAbout("sailpointIdentityId")) &&
    (!touchesRoles || seen?.sets["roles"]?.members[FLAT]?.length === 0) &&
    (!changesManager(request) || seen?.references["manager"] === null)
  );
}

/** The declared roles, where any change: of a person who holds none, all of them are new. */
function rolesToGrant({ changes, desired }: UpdateRequest): readonly string[] {
  return changes.some(isAbout("roles")) ? (declaredRoles(desired) ?? []) : [];
}

function changesManager({ changes }: UpdateRequest): boolean {
  return changes.some(isAbout("manager"));
}

function succeededIn(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ failure }) => failure === undefined);
}

function fail(steps: readonly Step[], failures: ReadonlyMap<string, Error>): void {
  for (const step of steps) step.failure ??= failures.get(step.request.id);
}
