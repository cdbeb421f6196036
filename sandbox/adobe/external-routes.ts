import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import { titleError, userResource } from "./answers";
import type { AdobeQuirks } from "./quirks";
import { type AdobeStore, isGone } from "./store";

/** People from outside, such as a partner's, are added to a profile. */
export interface ExternalProfile {
  readonly id: string;
  readonly name: string;
}

export interface ExternalRouteOptions {
  readonly base: string;
  readonly profiles: readonly ExternalProfile[];
  readonly store: AdobeStore;
  readonly quirks: AdobeQuirks;
  createExternal(call: Call, profile: string): Answer;
}

const PAGE = 10;

/** The endpoints of external profiles and the people in them. */
export function externalRoutes({ base, profiles, store, quirks, createExternal }: ExternalRouteOptions): Route[] {
  const path = `${base}/externalProfiles`;

  function known(call: Call): ExternalProfile {
    const id = call.params["id"] ?? "";
    const profile = profiles.find((other) => other.id === id);
    if (profile === undefined) throw new Refusal(titleError(400, "object doesn't exist", `externalProfile ${id}`));
    return profile;
  }

  function paged(call: Call, rows: readonly object[]): Answer {
    const offset = Number(call.query["page[offset]"] ?? 0);
    const url = new URL(call.path, call.origin);
    url.searchParams.set("page[offset]", String(offset + PAGE));
    const next = offset + PAGE < rows.length ? { next: url.href } : {};
    return ok({ links: { self: `${call.origin}${call.path}`, ...next }, data: rows.slice(offset, offset + PAGE) });
  }

  function members(call: Call): Answer {
    const { id } = known(call);
    const people = store.list(call.view).filter((account) => account.externalProfile === id && !isGone(account));
    return paged(
      call,
      people.map((account) => userResource(account, quirks)),
    );
  }

  return [
    {
      method: "GET",
      path,
      handle: (call) =>
        paged(
          call,
          profiles.map(({ id, name }) => ({ id, type: "externalProfile", attributes: { name } })),
        ),
    },
    { method: "GET", path: `${path}/:id/users`, handle: members },
    { method: "POST", path: `${path}/:id/users`, handle: (call) => createExternal(call, known(call).id) },
  ];
}
