import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import type { View } from "../visibility";
import { titleError, userResource } from "./answers";
import type { AdobeQuirks } from "./quirks";
import { type AdobeAccount, type AdobeStore, isGone } from "./store";

/** People from outside, such as a partner's, are added to a profile. */
export interface ExternalProfile {
  readonly id: string;
  readonly name: string;
  /** The most people that can be in it; absent: any number. */
  readonly seatLimit?: number;
  /** From when on nobody is added any more; absent: never. */
  readonly expiry?: string;
}

export interface ExternalRouteOptions {
  readonly base: string;
  readonly profiles: readonly ExternalProfile[];
  readonly store: AdobeStore;
  readonly quirks: AdobeQuirks;
  readonly now: () => number;
  createExternal(call: Call, profile: string): Answer;
}

const PAGE = 10;

/** The endpoints of external profiles and the people in them. */
export function externalRoutes({ base, profiles, store, quirks, now, createExternal }: ExternalRouteOptions): Route[] {
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

  function peopleIn(profile: string, view?: View): AdobeAccount[] {
    return store.list(view).filter((account) => account.externalProfile === profile && !isGone(account));
  }

  function members(call: Call): Answer {
    const people = peopleIn(known(call).id, call.view);
    return paged(
      call,
      people.map((account) => userResource(account, quirks)),
    );
  }

  function add(call: Call): Answer {
    const { id, seatLimit, expiry } = known(call);
    if (expiry !== undefined && Date.parse(expiry) <= now()) {
      throw new Refusal(titleError(400, "The profile has expired", `externalProfile ${id}`));
    }
    if (seatLimit !== undefined && peopleIn(id).length >= seatLimit) {
      throw new Refusal(titleError(400, "Seat limit reached", `externalProfile ${id}`));
    }
    return createExternal(call, id);
  }

  return [
    {
      method: "GET",
      path,
      handle: (call) =>
        paged(
          call,
          profiles.map(({ id, ...attributes }) => ({ id, type: "externalProfile", attributes })),
        ),
    },
    { method: "GET", path: `${path}/:id/users`, handle: members },
    { method: "POST", path: `${path}/:id/users`, handle: add },
  ];
}
