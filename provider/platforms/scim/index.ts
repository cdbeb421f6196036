import type { Context } from "../../core/contract/context.js";
import type { ResourceKind } from "../../core/contract/kind.js";
import type { Platform, Tenant } from "../../core/contract/platform.js";
import { fixedToken } from "../../http/credentials.js";
import { clientCredentials } from "../client-credentials.js";
import { withoutTrailingSlash } from "../common-configuration.js";
import { connect } from "../connect.js";
import { GROUP_SET } from "../members.js";
import { attributes, issues, UserArguments, UserInfo } from "./arguments.js";
import { assumptions } from "./assumptions.js";
import { Configuration, credentialNames } from "./configuration.js";
import { ScimConnector } from "./connector.js";
import { Discovery } from "./discovery.js";
import { TITLE } from "./errors.js";
import * as groups from "./group/arguments.js";
import { ScimGroups } from "./group/connector.js";
import { probes } from "./probes.js";

/** How long a write may take to show, in milliseconds. */
const SHOWS_WITHIN = 10_000;
const MEDIA_TYPE = "application/scim+json";

const name = { id: "scim", title: TITLE } as const;

const user: ResourceKind = {
  name: "user",
  platform: name,
  capabilities: {
    naturalKey: "userName",
    attributes,
    sets: {
      roles: { noun: "role", mode: "rolesMode", sections: false, implied: [] },
      groups: { ...GROUP_SET, written: "each" },
    },
    references: { manager: { clear: true } },
    activation: { attribute: "active", active: true, inactive: false },
    // Servers echo what they then drop: only a read tells what was stored.
    answerIsProof: false,
    fullName: ["displayName"],
    consequences: { deleted: "deleted, and SCIM has no way back" },
    consistencyWindow: 10_000,
    visibilityTimeout: SHOWS_WITHIN,
  },
  arguments: UserArguments,
  info: UserInfo,
  issues,
};

const group: ResourceKind = {
  name: "group",
  platform: name,
  capabilities: {
    naturalKey: "displayName",
    attributes: groups.attributes,
    sets: {},
    references: {},
    holdsOthers: true,
    answerIsProof: false,
    consistencyWindow: 10_000,
    visibilityTimeout: SHOWS_WITHIN,
  },
  arguments: groups.GroupArguments,
  info: groups.GroupInfo,
  issues: groups.issues,
};

/** Any server that speaks SCIM 2.0. */
export const scim = {
  ...name,
  kinds: { user, group },
  configuration: Configuration,
  credentialNames,
  assumptions,
  open(configuration, context): Tenant {
    return open(Configuration.parse(configuration), context);
  },
} satisfies Platform;

function open(configuration: Configuration, context: Context): Tenant {
  const { url, token, clientId = "", clientSecret = "", tokenUrl = "", scope } = configuration;
  const baseUrl = withoutTrailingSlash(url);
  const connections = connect("scim", configuration, context);
  const client = { platform: "scim", title: TITLE, tokenUrl, clientId, clientSecret, scope };
  const http = connections.client({
    title: TITLE,
    baseUrl,
    credentials: token !== undefined ? fixedToken(token) : clientCredentials(client, connections, context),
    authorization: (value) => ({ authorization: `Bearer ${value}` }),
    headers: { accept: `${MEDIA_TYPE}, application/json;q=0.9`, "content-type": MEDIA_TYPE },
  });
  const discovery = new Discovery(http, configuration.skipVocabularyCheck);
  const user = new ScimConnector(http, baseUrl, discovery, SHOWS_WITHIN);
  return {
    connectors: {
      user,
      group: new ScimGroups(http, baseUrl, discovery, (id) => user.read(id, []), SHOWS_WITHIN),
    },
    probes: probes(http, SHOWS_WITHIN),
    close: connections.close,
  };
}
