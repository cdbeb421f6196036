import { z } from "zod";
import { NotFoundError, RejectedError, RosterError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf } from "../../http/reply.js";
import { AskedOnce } from "../asked-once.js";
import { orUntold } from "../vocabulary.js";
import { WireId } from "../wire-id.js";
import { succeeded, writeUser } from "./api.js";
import { MemberList } from "./group/wire.js";
import { type Page, type Parameters, pageOf, pagesOf } from "./pages.js";
import type { WireUser, WriteDocument } from "./wire.js";

/**
 * An external profile: a door by which people from outside, such as a partner's, come into the account.
 * Source: "Creating External Profile in Adobe Learning Manager using APIs", March 2024; verified 2026-11-28.
 */
const WireProfile = z.object({
  id: WireId,
  attributes: z
    .object({ name: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});
export type WireProfile = z.infer<typeof WireProfile>;
const ProfileList = z.object({
  data: z.array(WireProfile),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

/** The external profiles of an account, and the people in them. */
export class ExternalProfiles {
  readonly all: AskedOnce<readonly WireProfile[]>;
  readonly #told: AskedOnce<readonly WireProfile[] | RosterError>;
  readonly #members = new Map<string, AskedOnce<ReadonlySet<string>>>();

  constructor(readonly http: HttpClient) {
    this.all = new AskedOnce(() => this.#list());
    this.#told = new AskedOnce(orUntold(() => this.all.get()));
  }

  async #list(): Promise<readonly WireProfile[]> {
    const profiles: WireProfile[] = [];
    for await (const page of pagesOf("a list", (query) => this.#page("/externalProfiles", query, ProfileList))) {
      profiles.push(...page);
    }
    return profiles;
  }

  /** The answer's user; undefined where the request was only accepted. A refusal names `externalProfile` where it is about that. */
  async add(profile: string, document: WriteDocument): Promise<WireUser | undefined> {
    try {
      return await writeUser(this.http, "POST", membersPath(profile), document);
    } catch (error) {
      throw aboutProfile(error as RosterError);
    }
  }

  /** The profile in whose list somebody stands; undefined where none shows them, or the account tells no profiles. */
  async of(userId: string): Promise<string | undefined> {
    const told = await this.#told.get();
    if (told instanceof RosterError) return undefined;
    for (const { id } of told) {
      if ((await this.#listOf(id).get()).has(userId)) return id;
    }
    return undefined;
  }

  /** Whether somebody is in the profile, proven by its whole list. */
  async has(profile: string, userId: string): Promise<boolean> {
    const members = this.#listOf(profile);
    const isOlder = members.asked !== undefined;
    const ids = await members.get();
    return ids.has(userId) || (isOlder && (await members.newerThan(ids)).has(userId));
  }

  #listOf(profile: string): AskedOnce<ReadonlySet<string>> {
    const list = this.#members.get(profile) ?? new AskedOnce(() => this.#membersOf(profile));
    this.#members.set(profile, list);
    return list;
  }

  async #membersOf(profile: string): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    try {
      for await (const page of pagesOf("a list", (query) => this.#page(membersPath(profile), query, MemberList))) {
        for (const { id } of page) ids.add(id);
      }
    } catch (error) {
      throw aboutProfile(error as RosterError);
    }
    return ids;
  }

  async #page<Row>(
    path: string,
    query: Parameters,
    list: z.ZodType<{ readonly data: readonly Row[]; readonly links?: z.infer<typeof ProfileList>["links"] }>,
  ): Promise<Page<Row>> {
    return pageOf(bodyOf(list, succeeded(await this.http.request({ method: "GET", path, query }))));
  }
}

/** Nothing else than the profile can be missing in these calls, and what they call a profile is never the designation. */
function aboutProfile(error: RosterError): RosterError {
  const isMissing = error instanceof NotFoundError;
  if (!isMissing && !(error instanceof RejectedError)) return error;
  const [property = "profile"] = isMissing ? [] : error.properties;
  if (property !== "profile") return error;
  const said = error.message.replace(/^profile: /, "");
  const advice = isMissing ? ". Declare the id of an external profile that is there" : "";
  return new RejectedError(`externalProfile: ${said}${advice}`, ["externalProfile"]);
}

function membersPath(profile: string): string {
  return `/externalProfiles/${pathSegment(profile)}/users`;
}
