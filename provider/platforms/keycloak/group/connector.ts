import type { Connector, Contents, Removal, UpdateRequest, Written } from "../../../core/contract/connector.js";
import { declaredReference } from "../../../core/contract/declaration.js";
import { InternalError, NotFoundError, ProtocolError } from "../../../core/contract/errors.js";
import { isAbout } from "../../../core/model/change.js";
import type { Absent, Desired, Observed } from "../../../core/model/entity.js";
import { isRecord, type Value } from "../../../core/model/value.js";
import { refuseRenamed } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { TITLE } from "../errors.js";
import { createGroup, deleteGroup, findGroups, getGroup, hasAny, listGroups, moveGroup, putGroup } from "./api.js";
import { attributes } from "./arguments.js";
import type { WireGroup } from "./wire.js";

type Texts = Readonly<Record<string, readonly string[]>>;

/** The groups of one realm. */
export class KeycloakGroups implements Connector {
  constructor(
    readonly http: HttpClient,
    readonly url: string,
  ) {}

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string): Promise<Observed | Absent> {
    const group = await getGroup(this.http, id);
    return group === undefined ? { absent: true, proof: "404" } : toObserved(group);
  }

  /** Groups of this name below any parent: the caller knows which parent is meant. */
  async find(name: string): Promise<readonly Observed[]> {
    const groups = await findGroups(this.http, name);
    return groups
      .filter((group) => group.name.toLowerCase() !== name.toLowerCase() || isNamed(group, name))
      .map(toObserved);
  }

  /** The answer to a creation shows nothing, so the group is read. */
  async create(desired: Desired): Promise<Written> {
    const { name, description } = desired.attributes;
    const json = { name, description: description ?? undefined, attributes: attributesAfter(desired, {}) };
    const parent = declaredReference(desired, "parent");
    const id = await createGroup(this.http, parent, json).catch((error: unknown) => {
      throw ofParent(error, parent);
    });
    const group = await getGroup(this.http, id).catch(() => undefined);
    return group === undefined ? { id } : { id, observed: toObserved(group) };
  }

  async update(request: UpdateRequest): Promise<Written> {
    const { id, changes, desired } = request;
    const current = await this.#current(request);
    const readAt = this.http.options.context.clock.now();
    if (changes.some(isAbout("parent"))) {
      const parent = declaredReference(desired, "parent");
      await moveGroup(this.http, current, parent).catch((error: unknown) => {
        throw ofParent(error, parent);
      });
    }
    if (changes.some(({ kind }) => kind === "attribute")) {
      const again = async () => documentOf(request, await this.#current(request));
      if (!(await putGroup(this.http, id, documentOf(request, current), { readAt, again }))) throw goneError(id);
    }
    const group = await getGroup(this.http, id);
    if (group === undefined) throw goneError(id);
    return { id, observed: toObserved(group) };
  }

  async deactivate(): Promise<Removal> {
    throw new InternalError("a group is not switched off");
  }

  async remove(id: string): Promise<Removal> {
    return (await deleteGroup(this.http, id)) ? "done" : "already";
  }

  async contents(id: string): Promise<Contents> {
    const [members, children] = await Promise.all([
      hasAny(this.http, id, "members"),
      hasAny(this.http, id, "children"),
    ]);
    return { members, children };
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    yield* this.#below();
  }

  async *#below(parent?: WireGroup): AsyncIterable<readonly Observed[]> {
    for await (const page of listGroups(this.http, parent)) {
      yield page.map((group) => toObserved(parent ? { ...group, parentId: group.parentId ?? parent.id } : group));
      for (const group of page) if (group.subGroupCount !== 0) yield* this.#below(group);
    }
  }

  /** The group that a write is made from. */
  async #current(request: UpdateRequest): Promise<WireGroup> {
    const group = await getGroup(this.http, request.id);
    if (group === undefined) throw goneError(request.id);
    refuseRenamed({ title: TITLE, naturalKey: "name", attributes, record: "group" }, request, group.name);
    return group;
  }
}

function isNamed(group: WireGroup, name: string): boolean {
  return group.name.normalize("NFC") === name.normalize("NFC");
}

/** A group that isn't there is the parent, as the one that is made or moved is not asked for by its id. */
function ofParent(error: unknown, parent: string | undefined): unknown {
  if (!(error instanceof NotFoundError) || parent === undefined) return error;
  return new NotFoundError(`parent: ${error.message}. Declare the id of a group that is there`, { cause: error });
}

/** The whole document of a PUT: what is not in it may be emptied. */
function documentOf({ changes, desired }: UpdateRequest, group: WireGroup): object {
  const { name, description } = desired.attributes;
  const isChanged = (attribute: string) => changes.some(isAbout(attribute));
  return {
    name: isChanged("name") ? name : group.name,
    description: isChanged("description") ? (description ?? "") : (group.description ?? undefined),
    attributes: isChanged("attributes") ? attributesAfter(desired, group.attributes ?? {}) : (group.attributes ?? {}),
  };
}

/** The shown attributes with the declared ones: null takes one away. */
function attributesAfter({ attributes }: Desired, shown: Texts): Texts {
  const declared = isRecord(attributes["attributes"]) ? attributes["attributes"] : {};
  const all: Record<string, unknown> = { ...shown, ...declared };
  const kept = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, [value].flat() as string[]]));
}

function toObserved(group: WireGroup): Observed {
  const { id, name, description, path, attributes } = group;
  const map = Object.entries(attributes ?? {}).map(([key, values]) => [
    key,
    values.length === 1 ? (values[0] ?? "") : values,
  ]);
  const shown: Record<string, Value> = { name };
  if (description) shown["description"] = description;
  if (map.length > 0) shown["attributes"] = Object.fromEntries(map) as Value;
  return {
    id,
    active: true,
    attributes: shown,
    sets: {},
    references: { parent: parentOf(group) },
    info: path ? { path } : {},
  };
}

/** Null at the top. A version that doesn't tell the parent of a group below the top can't be worked with. */
function parentOf({ id, name, path, parentId }: WireGroup): string | null {
  if (parentId) return parentId;
  const isTop = path === undefined || path === null || path === `/${name}` || path === `/${name.replaceAll("/", "~/")}`;
  if (isTop) return null;
  throw new ProtocolError(`${TITLE} does not tell which group ${id} is below; versions from 23 on do`);
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(`group ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}
