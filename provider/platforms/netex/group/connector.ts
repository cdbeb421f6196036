import type { Connector, Contents, Removal, UpdateRequest, Written } from "../../../core/contract/connector.js";
import { declaredReference } from "../../../core/contract/declaration.js";
import {
  InternalError,
  InvalidArgumentsError,
  NotFoundError,
  ProtocolError,
  UncertainError,
} from "../../../core/contract/errors.js";
import { isAbout } from "../../../core/model/change.js";
import type { Absent, Desired, Observed } from "../../../core/model/entity.js";
import { caseless, type Value } from "../../../core/model/value.js";
import { refuseRenamed } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { namedBy } from "../../location.js";
import { getGroup, listGroups, listMembers } from "../api.js";
import { reachOf, TITLE } from "../judge.js";
import { pagesOf } from "../pages.js";
import type { WireGroup } from "../wire.js";
import { createGroup, deleteGroup, replaceGroup } from "./api.js";
import { attributes } from "./arguments.js";

/** The groups of one Netex learningCloud. */
export class NetexGroups implements Connector {
  constructor(
    readonly http: HttpClient,
    readonly url: string,
  ) {}

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string): Promise<Observed | Absent> {
    const group = await this.#group(id);
    return group ? toObserved(group) : { absent: true, proof: "404" };
  }

  async find(code: string): Promise<readonly Observed[]> {
    const group = await getGroup(this.http, code, "name");
    if (group === undefined) return [];
    if (isCoded(group, code)) return [toObserved(group)];
    throw new ProtocolError(
      `codGroup: ${TITLE} answers the look-up of this code with group ${group.id}, which has another one; use a code that is no group's id`,
    );
  }

  /** A parent that isn't there would be passed over without a word, and the group made at the top: so it is read first. */
  async create(desired: Desired): Promise<Written> {
    const { codGroup, name, description } = desired.attributes;
    const parent = declaredReference(desired, "parent");
    if (parent !== undefined && (await this.#group(parent)) === undefined) {
      const reason = `there is no group ${parent} at ${TITLE}, and nothing was sent; declare the id of a group that is there`;
      throw new InvalidArgumentsError([{ path: ["parent"], reason }]);
    }
    const group = { codGroup, name, description: description ?? undefined, parentId: parent };
    const { location, failure } = await createGroup(this.http, group);
    const shown = await this.#made(String(codGroup), namedBy(location, "/groups"));
    if (shown === undefined) {
      if (failure) throw failure;
      throw new UncertainError(`${TITLE} has accepted the creation and shows no group yet`);
    }
    if (!failure) return { id: shown.id, observed: toObserved(shown) };
    return { id: shown.id, failure, note: `group ${shown.id} was created, and not on every platform` };
  }

  async update(request: UpdateRequest): Promise<Written> {
    const { id } = request;
    const { clock } = this.http.options.context;
    const current = await this.#current(request);
    const readAt = clock.now();
    const again = async () => documentOf(request, await this.#current(request));
    await replaceGroup(this.http, id, documentOf(request, current), { readAt, again });
    return { id };
  }

  async deactivate(): Promise<Removal> {
    throw new InternalError("a group is not switched off");
  }

  async remove(id: string): Promise<Removal> {
    try {
      return reachOf(await deleteGroup(this.http, id));
    } catch (error) {
      if (error instanceof NotFoundError) return "already";
      throw error;
    }
  }

  async contents(id: string): Promise<Contents> {
    const members = (await listMembers(this.http, id, 0, 1)).length > 0;
    for await (const page of this.#pages()) {
      if (page.some(({ parentId }) => parentId === id)) return { members, children: true };
    }
    return { members, children: false };
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    for await (const page of this.#pages()) yield page.map(toObserved);
  }

  /** The group with this very id: the address also takes codes. */
  async #group(id: string): Promise<WireGroup | undefined> {
    const group = await getGroup(this.http, id);
    if (group === undefined || group.id === id) return group;
    throw new ProtocolError(
      `${TITLE} answers the look-up of an id with another group, ${group.id}; to import by code, give codGroup: before it`,
    );
  }

  /** The new group as it shows, by the id that the answer names or by its code. */
  async #made(code: string, named: string | undefined): Promise<WireGroup | undefined> {
    const group = await getGroup(this.http, named ?? code, "name").catch(() => undefined);
    if (group === undefined || isCoded(group, code)) return group;
    throw new UncertainError(`${TITLE} has accepted the creation and names a group with another code`);
  }

  /** The group that a PUT is made from. */
  async #current(request: UpdateRequest): Promise<WireGroup> {
    const group = await this.#group(request.id);
    if (group === undefined) {
      throw new NotFoundError(
        `group ${request.id} is gone from ${TITLE} (404). Run a refresh and then up, to create it again`,
      );
    }
    refuseRenamed({ title: TITLE, naturalKey: "codGroup", attributes, record: "group" }, request, group.codGroup);
    return group;
  }

  #pages(): AsyncIterable<readonly WireGroup[]> {
    return pagesOf(
      "groups",
      (startIndex) => listGroups(this.http, startIndex),
      ({ id }) => id,
    );
  }
}

function isCoded({ codGroup }: WireGroup, code: string): boolean {
  return typeof codGroup === "string" && caseless(codGroup) === caseless(code);
}

/** The whole group with what changes. Its picture is shown as a path on the server, which is not what can be sent. */
function documentOf({ changes, desired }: UpdateRequest, group: WireGroup): object {
  const { id: _, image: __, parentId: ___, ...kept } = group;
  const value = (name: "name" | "description") =>
    changes.some(isAbout(name)) ? (desired.attributes[name] ?? null) : group[name];
  return { ...kept, name: value("name"), description: value("description") };
}

function toObserved({ id, codGroup, name, description, parentId }: WireGroup): Observed {
  const shown: [string, Value][] = Object.entries({ codGroup, name, description }).flatMap(([key, value]) =>
    value ? [[key, value]] : [],
  );
  return {
    id,
    active: true,
    attributes: Object.fromEntries(shown),
    sets: {},
    references: { parent: parentId ?? null },
    info: {},
  };
}
