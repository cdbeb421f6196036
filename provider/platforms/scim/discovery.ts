import { RejectedError } from "../../core/errors.js";
import type { DesiredUser } from "../../core/user.js";
import { pathText } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
import { getSchemas, getServiceProviderConfig } from "./api.js";
import { schemasUsed } from "./convert.js";
import { TITLE } from "./errors.js";

/** What a server says that it can. */
export interface Features {
  readonly patch: boolean;
  readonly etag: boolean;
  readonly filter: boolean;
}

/** Of a server that doesn't tell: PATCH and filters are tried, and fall back where they are refused. */
const UNTOLD: Features = { patch: true, etag: false, filter: true };

/** What a server says of itself, asked once a run and only when it matters. */
export class Discovery {
  #features: Promise<Features> | undefined;
  #schemas: ReturnType<typeof getSchemas> | undefined;

  constructor(readonly http: HttpClient) {}

  features(): Promise<Features> {
    this.#features ??= this.#askFeatures().catch((error: unknown) => {
      this.#features = undefined;
      throw error;
    });
    return this.#features;
  }

  /**
   * Throws a RejectedError that names what this server's schemas don't have, or hold for read-only, before anything is
   * sent. A server that shows no schema of users is not judged.
   */
  async refuseUnknown(desired: DesiredUser): Promise<void> {
    this.#schemas ??= getSchemas(this.http).catch((error: unknown) => {
      this.#schemas = undefined;
      throw error;
    });
    const schemas = (await this.#schemas)?.Resources ?? [];
    const known = new Map(schemas.map(({ id, attributes }) => [id.toLowerCase(), attributes ?? []]));
    if (!schemas.some(({ id }) => id.endsWith(":core:2.0:User"))) return;
    const refused = schemasUsed(desired).flatMap(({ path, schema, attribute }) => {
      const attributes = known.get(schema.toLowerCase());
      if (attributes === undefined) return [{ path, reason: `has no schema ${schema}` }];
      // The standard's common attributes are part of no schema.
      if (attribute === "externalId") return [];
      const found = attributes.find(({ name }) => name.toLowerCase() === attribute.toLowerCase());
      if (found === undefined) return [{ path, reason: `has no attribute ${attribute} in its schema` }];
      return found.mutability === "readOnly" ? [{ path, reason: `shows ${attribute} as read-only` }] : [];
    });
    if (refused.length === 0) return;
    const reasons = refused.map(({ path, reason }) => `${pathText(path)}: the ${TITLE} server ${reason}`);
    throw new RejectedError(`${reasons.join("; ")}. Nothing was sent; leave it out, or add it at the server`, [
      ...new Set(refused.map(({ path }) => String(path[0]))),
    ]);
  }

  async #askFeatures(): Promise<Features> {
    const told = await getServiceProviderConfig(this.http);
    if (told === undefined) return UNTOLD;
    return {
      patch: told.patch?.supported ?? UNTOLD.patch,
      etag: told.etag?.supported ?? UNTOLD.etag,
      filter: told.filter?.supported ?? UNTOLD.filter,
    };
  }
}
