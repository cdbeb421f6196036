import type { Context } from "../../core/contract/context.js";
import type { ResourceKind } from "../../core/contract/kind.js";
import type { Platform, Tenant } from "../../core/contract/platform.js";
import { fixedToken } from "../../http/credentials.js";
import { withoutTrailingSlash } from "../common-configuration.js";
import { connect } from "../connect.js";
import { GROUP_SET } from "../members.js";
import { administrativeRoles, attributes, issues, NO_MANAGER, UserArguments, UserInfo } from "./arguments.js";
import { assumptions } from "./assumptions.js";
import { Configuration, credentialNames } from "./configuration.js";
import { NetexConnector } from "./connector.js";
import * as groups from "./group/arguments.js";
import { NetexGroups } from "./group/connector.js";
import { TITLE } from "./judge.js";
import { probes } from "./probes.js";

const MEDIA_TYPE = "application/vnd.netex.nlc-api+json";

const name = { id: "netex", title: TITLE } as const;

const user: ResourceKind = {
  name: "user",
  platform: name,
  capabilities: {
    naturalKey: "username",
    attributes,
    sets: {
      roles: { noun: "role", mode: "rolesMode", sections: true, implied: [] },
      groups: { ...GROUP_SET, readApart: true, written: "each" },
    },
    references: {},
    lacks: { manager: NO_MANAGER },
    activation: { attribute: "enabled", active: true, inactive: false },
    answerIsProof: true,
    consistencyWindow: 10_000,
    fullName: ["name", "surname"],
    consequences: {
      deleted:
        "switched off first and then deleted, for good and in all applications: there is no way back, and the username may stay taken",
    },
    administrative: { sets: { roles: administrativeRoles } },
    severalSystems: true,
  },
  arguments: UserArguments,
  info: UserInfo,
  issues,
};

const group: ResourceKind = {
  name: "group",
  platform: name,
  capabilities: {
    naturalKey: "codGroup",
    attributes: groups.attributes,
    sets: {},
    references: { parent: groups.PARENT },
    holdsOthers: true,
    fullName: ["name"],
    answerIsProof: true,
    consistencyWindow: 10_000,
    severalSystems: true,
  },
  arguments: groups.GroupArguments,
  info: groups.GroupInfo,
  issues: groups.issues,
};

/** Netex learningCloud, management web services. */
export const netex = {
  ...name,
  kinds: { user, group },
  configuration: Configuration,
  credentialNames,
  assumptions,
  open(configuration, context): Tenant {
    return open(Configuration.parse(configuration), context);
  },
} satisfies Platform;

const MOST_SHARED_CREATIONS = 1_000;
const FEWEST_SHARED_CREATIONS = 100;

/** How many creations share a look: not more than a minute's worth, so that a slow run shows how it goes. */
function sharedCreations({ requestsPerMinute = MOST_SHARED_CREATIONS }: Configuration): number {
  return Math.min(MOST_SHARED_CREATIONS, Math.max(FEWEST_SHARED_CREATIONS, Math.floor(requestsPerMinute)));
}

function open(configuration: Configuration, context: Context): Tenant {
  const { url, token, synchronization } = configuration;
  const baseUrl = withoutTrailingSlash(url);
  const connections = connect("netex", configuration, context);
  const http = connections.client({
    title: TITLE,
    baseUrl,
    credentials: fixedToken(token),
    authorization: (value) => ({ "x-cloud-auth-token": value }),
    headers: { accept: MEDIA_TYPE, "x-cloud-synchronization": synchronization },
  });
  return {
    connectors: {
      user: new NetexConnector(http, baseUrl, sharedCreations(configuration)),
      group: new NetexGroups(http, baseUrl),
    },
    probes: probes(http),
    close: connections.close,
  };
}
