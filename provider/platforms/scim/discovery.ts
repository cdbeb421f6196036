import { RejectedError } from "../../core/contract/errors.js";
import { pathText } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { getSchemas, getServiceProviderConfig } from "./api.js";
import { CORE } from "./arguments.js";
import { TITLE } from "./errors.js";
import { refusalOf, type Use } from "./schemas.js";

/** What a server says that it can. */
export interface Features {
  readonly patch: boolean;
  readonly etag: boolean;
  readonly filter: boolean;
}

/** Of a server that doesn't tell: PATCH and filters are tried, and fall back where they are refused. */
const UNTOLD: Features = { patch: true, etag: false, filter: true };
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
/** An attribute of every resource, which is part of no schema. */
const COMMON = "externalId";

/** What a server says of itself, asked once a run and only when it matters. */
export class Discovery {
  readonly #features = new AskedOnce(() => this.#askFeatures());
  readonly schemas = new AskedOnce(() => getSchemas(this.http));

  constructor(
    readonly http: HttpClient,
    /** Nothing is held against the schemas. */
    readonly isUnchecked: boolean,
  ) {}

  features(): Promise<Features> {
    return this.#features.get();
  }

  /**
   * Throws a RejectedError that names what this server's schemas don't have, or can't hold, before anything is sent. A
   * server that shows no schema of users is not judged.
   */
  async refuseUnknown(uses: readonly Use[]): Promise<void> {
    if (this.isUnchecked) return;
    const schemas = await this.schemas.get();
    if (!schemas?.byUrn.has(CORE.toLowerCase())) return;
    const refused = uses.flatMap((use) => {
      const reason = use.attribute === COMMON ? undefined : refusalOf(schemas, use);
      return reason === undefined ? [] : [{ path: use.path, reason }];
    });
    if (refused.length === 0) return;
    const reasons = refused.map(({ path, reason }) => `${pathText(path)}: the ${TITLE} server ${reason}`);
    throw new RejectedError(
      `${[...new Set(reasons)].join("; ")}. Nothing was sent; leave it out, or add it at the server`,
      [...new Set(refused.map(({ path }) => String(path[0])))],
    );
  }

  /** Whether the server says that a group shows its members without being asked for them: then one without any has none. */
  async showsMembers(): Promise<boolean> {
    const schemas = await this.schemas.get();
    const members = schemas?.byUrn.get(GROUP.toLowerCase())?.get("members");
    return members !== undefined && ["", "default", "always"].includes(members.returned);
  }

  async #askFeatures(): Promise<Features> {
    const told = await getServiceProviderConfig(this.http);
    return {
      patch: told?.patch ?? UNTOLD.patch,
      etag: told?.etag ?? UNTOLD.etag,
      filter: told?.filter ?? UNTOLD.filter,
    };
  }
}
