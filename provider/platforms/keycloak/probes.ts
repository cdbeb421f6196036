import type { Finding, Probes } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { getRealm, getUserProfile, listFederations } from "./api.js";
import { OPEN_POLICIES } from "./profile.js";

const HIDDEN: Finding = {
  untold: "the credentials may not see it; give the client's service account the role view-realm",
};

/** How a realm is asked which variants of the assumptions it has. */
export function probes(http: HttpClient, realm: string): Probes {
  return {
    looks: {
      "default-role": () => defaultRole(http, realm),
      "further-attributes": () => furtherAttributes(http),
      directories: () => directories(http),
      usernames: () => usernames(http),
    },
    trials: {},
    person: (address) => ({ ...NOTHING, attributes: { username: address, email: address } }),
  };
}

async function defaultRole(http: HttpClient, realm: string): Promise<Finding> {
  const name = (await getRealm(http))?.defaultRole?.name;
  if (name === undefined) return HIDDEN;
  return { variant: name === `default-roles-${realm.toLowerCase()}` ? "by-name" : "renamed" };
}

async function furtherAttributes(http: HttpClient): Promise<Finding> {
  const profile = await getUserProfile(http);
  if (profile === undefined) return HIDDEN;
  return { variant: OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "") ? "kept" : "dropped" };
}

async function directories(http: HttpClient): Promise<Finding> {
  const federations = await listFederations(http);
  if (federations === undefined) return HIDDEN;
  return { variant: federations.length > 0 ? "federated" : "none" };
}

/** Credentials that may not see the realm whole are shown a few settings of it, without this one perhaps. */
async function usernames(http: HttpClient): Promise<Finding> {
  const isAddress = (await getRealm(http))?.registrationEmailAsUsername;
  if (isAddress === undefined || isAddress === null) return HIDDEN;
  return { variant: isAddress ? "address" : "declared" };
}
