import type { Context } from "../../core/contract/context.js";
import type { ResourceKind } from "../../core/contract/kind.js";
import type { Platform, Tenant } from "../../core/contract/platform.js";
import { fixedToken } from "../../http/credentials.js";
import { clientCredentials } from "../client-credentials.js";
import { connect } from "../connect.js";
import { GROUP_SET } from "../members.js";
import { attributes, issues, REALM, UserArguments, UserInfo } from "./arguments.js";
import { assumptions } from "./assumptions.js";
import { adminUrl, Configuration, credentialNames, tokenUrl } from "./configuration.js";
import { KeycloakConnector } from "./connector.js";
import { TITLE } from "./errors.js";
import * as groups from "./group/arguments.js";
import { KeycloakGroups } from "./group/connector.js";
import { probes } from "./probes.js";

const name = { id: "keycloak", title: TITLE } as const;

const user: ResourceKind = {
  name: "user",
  platform: name,
  capabilities: {
    naturalKey: "username",
    attributes,
    sets: {
      roles: { noun: "role", mode: "rolesMode", sections: true, implied: [], readApart: true, written: "after-create" },
      groups: { ...GROUP_SET, namesItself: (member) => member.startsWith("/"), readApart: true },
    },
    references: { manager: { clear: true } },
    activation: { attribute: "enabled", active: true, inactive: false },
    // A write's answer is empty: the connector reads the account back, and answers with what it has read.
    answerIsProof: true,
    fullName: ["firstName", "lastName"],
    consequences: { deleted: "deleted, and Keycloak has no way back: whoever comes again has another id" },
    administrative: {
      sets: {
        roles: {
          [REALM]: ["admin", "create-realm"],
          "realm-management": [
            "realm-admin",
            "manage-realm",
            "manage-users",
            "manage-clients",
            "manage-authorization",
            "manage-identity-providers",
            "impersonation",
          ],
        },
      },
    },
    copies: { output: "federationLink" },
    consistencyWindow: 5_000,
    visibilityTimeout: 5_000,
  },
  arguments: UserArguments,
  info: UserInfo,
  issues,
};

const group: ResourceKind = {
  name: "group",
  platform: name,
  capabilities: {
    naturalKey: "name",
    uniqueWithin: "parent",
    attributes: groups.attributes,
    sets: {},
    references: { parent: { clear: true } },
    holdsOthers: true,
    // A write's answer is empty: the connector reads the group back, and answers with what it has read.
    answerIsProof: true,
    consistencyWindow: 5_000,
    visibilityTimeout: 5_000,
  },
  arguments: groups.GroupArguments,
  info: groups.GroupInfo,
  issues: groups.issues,
};

/** Keycloak, admin REST. */
export const keycloak = {
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
  const { token, clientId = "", clientSecret = "", realm, managerAttribute, clients } = configuration;
  const baseUrl = adminUrl(configuration);
  const connections = connect("keycloak", configuration, context);
  const client = { platform: "keycloak", title: TITLE, tokenUrl: tokenUrl(configuration), clientId, clientSecret };
  const http = connections.client({
    title: TITLE,
    baseUrl,
    credentials: token !== undefined ? fixedToken(token) : clientCredentials(client, connections, context),
    authorization: (value) => ({ authorization: `Bearer ${value}` }),
    headers: { accept: "application/json", "content-type": "application/json" },
  });
  return {
    connectors: {
      user: new KeycloakConnector(http, baseUrl, { realm, managerAttribute, clients }),
      group: new KeycloakGroups(http, baseUrl),
    },
    probes: probes(http, realm),
    close: connections.close,
  };
}
