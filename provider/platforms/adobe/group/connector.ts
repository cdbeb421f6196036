import type { Connector, Contents, Removal, UpdateRequest, Written } from "../../../core/contract/connector.js";
import { InternalError, NotFoundError, RejectedError, UncertainError } from "../../../core/contract/errors.js";
import { polled } from "../../../core/lifecycle/backoff.js";
import { isAbout } from "../../../core/model/change.js";
import type { Absent, Desired, Observed } from "../../../core/model/entity.js";
import { caseless, type Value } from "../../../core/model/value.js";
import { refuseRenamed } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { AskedOnce } from "../../asked-once.js";
import { TITLE } from "../api.js";
import { FIRST, pagesOf } from "../pages.js";
import {
  type Asker,
  createGroup,
  deleteGroup,
  getAsker,
  getGroup,
  hasMembers,
  isDeleted,
  listGroups,
  putGroup,
  removeMember,
} from "./api.js";
import { attributes } from "./arguments.js";
import type { WireGroup } from "./wire.js";

/** The first page in the order of creation, in which new groups move no other one. */
const BY_CREATION = { ...FIRST, sort: "dateCreated" };

/** Milliseconds until a new group shows. */
const SHOWN_WITHIN = 10_000;

/** The user groups of one Adobe Learning Manager account. */
export class AdobeGroups implements Connector {
  readonly #asker = new AskedOnce(() => this.#ask());

  constructor(
    readonly http: HttpClient,
    /** The account's id. */
    readonly tenant: () => Promise<string>,
  ) {}

  async read(id: string): Promise<Observed | Absent> {
    const group = await getGroup(this.http, id);
    if (group === undefined) return { absent: true, proof: "404" };
    return isDeleted(group) ? { absent: true, proof: "state Deleted" } : toObserved(group);
  }

  /** By a walk through all groups, as no page of the vendor's tells a filter by name. */
  async find(name: string): Promise<readonly Observed[]> {
    const found: Observed[] = [];
    for await (const page of this.pages()) {
      found.push(...page.filter((group) => isNamed(group, name)));
    }
    return found;
  }

  /** The vendor makes no empty group: whoever's token this is begins in it, and is taken out again; of no other group. */
  async create({ attributes: { name, description } }: Desired): Promise<Written> {
    const asker = await this.#asker.get();
    const member = asker["x-acap-user"];
    const own = description === undefined || description === null ? {} : { description };
    const group = await createGroup(this.http, asker, { name, ...own }, [member]);
    if (!isNamed(group, String(name))) {
      throw new UncertainError(
        `${TITLE} has accepted the creation and answers with a group of another name, or of none`,
      );
    }
    const written = { id: group.id, observed: toObserved(group) };
    const note = await this.finishCreation(group.id);
    return note === undefined ? written : { ...written, note };
  }

  /** Takes whoever's token this is out of a new group. */
  async finishCreation(id: string): Promise<string | undefined> {
    let member: string | undefined;
    try {
      ({ "x-acap-user": member } = await this.#asker.get());
      await this.#takeOut(id, member);
      return undefined;
    } catch (error) {
      const first = member === undefined ? "whoever's token this is" : `user ${member}, whose token this is,`;
      return `group ${id} was created with ${first} as its first member, who could not be taken out again: ${(error as Error).message}`;
    }
  }

  /** Tried again while the vendor knows no such group: a new one may take a while to show. */
  async #takeOut(id: string, member: string): Promise<void> {
    const { context } = this.http.options;
    let missing: NotFoundError | undefined;
    const isDone = await polled(context, context.clock.now() + SHOWN_WITHIN, async () => {
      try {
        await removeMember(this.http, id, member);
        return true;
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        missing = error;
        return undefined;
      }
    });
    if (!isDone) throw missing ?? goneError(id);
  }

  async update(request: UpdateRequest): Promise<Written> {
    const current = await this.#current(request);
    const readAt = this.http.options.context.clock.now();
    const again = async () => documentOf(request, await this.#current(request));
    const document = documentOf(request, current);
    const group = await putGroup(this.http, await this.#asker.get(), request.id, document, { readAt, again });
    if (group === undefined) throw goneError(request.id);
    return { id: group.id, observed: toObserved(group) };
  }

  async deactivate(): Promise<Removal> {
    throw new InternalError("a group is not switched off");
  }

  async remove(id: string): Promise<Removal> {
    return (await deleteGroup(this.http, await this.#asker.get(), id)) ? "done" : "already";
  }

  async contents(id: string): Promise<Contents> {
    return { members: await hasMembers(this.http, id), children: false };
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    for await (const groups of pagesOf("user groups", (query) => listGroups(this.http, query), BY_CREATION)) {
      yield groups.filter((group) => !isDeleted(group)).map(toObserved);
    }
  }

  async #ask(): Promise<Asker> {
    const [user, account] = await Promise.all([getAsker(this.http), this.tenant()]);
    return { "x-acap-user": user, "x-acap-account": account, "x-acap-caller-role": "ROLE_ADMIN" };
  }

  /** The group that a write is made from. */
  async #current(request: UpdateRequest): Promise<WireGroup> {
    const group = await getGroup(this.http, request.id);
    if (group === undefined || isDeleted(group)) throw goneError(request.id);
    const { name, readOnly } = group.attributes;
    refuseRenamed({ title: TITLE, naturalKey: "name", attributes, record: "group" }, request, name);
    if (!readOnly) return group;
    throw new RejectedError(
      `name: user group ${request.id} is one that ${TITLE} keeps by itself, and can't be changed. Nothing was sent; leave it out, or refer to it by its id`,
      ["name"],
    );
  }
}

/** Name and description go together: what is left out may be emptied. */
function documentOf({ changes, desired }: UpdateRequest, group: WireGroup): object {
  const value = (name: "name" | "description") =>
    changes.some(isAbout(name)) ? (desired.attributes[name] ?? "") : (group.attributes[name] ?? "");
  return { name: value("name"), description: value("description") };
}

function isNamed({ attributes: { name: shown } }: Pick<WireGroup, "attributes">, name: string): boolean {
  return typeof shown === "string" && caseless(shown) === caseless(name);
}

function toObserved({ id, attributes: { name, description, readOnly } }: WireGroup): Observed {
  const shown: [string, Value][] = Object.entries({ name, description }).flatMap(([key, value]) =>
    value ? [[key, value]] : [],
  );
  const info: Record<string, Value> = typeof readOnly === "boolean" ? { readOnly } : {};
  return { id, active: true, attributes: Object.fromEntries(shown), sets: {}, references: {}, info };
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(`group ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}
