import type { Context } from "../../core/contract/context.js";
import type { ResourceKind } from "../../core/contract/kind.js";
import type { Platform, Tenant } from "../../core/contract/platform.js";
import { FLAT } from "../../core/model/entity.js";
import { fixedToken, grantedToken } from "../../http/credentials.js";
import { withoutTrailingSlash } from "../common-configuration.js";
import { connect } from "../connect.js";
import { GROUP_SET } from "../members.js";
import { allowance, refreshToken, TITLE } from "./api.js";
import { attributes, issues, UserArguments, UserInfo } from "./arguments.js";
import { assumptions } from "./assumptions.js";
import { Configuration, credentialNames } from "./configuration.js";
import { AdobeConnector } from "./connector.js";
import * as groups from "./group/arguments.js";
import { AdobeGroups } from "./group/connector.js";
import { probes } from "./probes.js";

const MEDIA_TYPE = "application/vnd.api+json";

const name = { id: "adobe", title: TITLE } as const;

/** What an account can be set to. */
const AUTO_PURGE = "and purged for good a year later or more where the account is set to purge deleted users";

const user: ResourceKind = {
  name: "user",
  platform: name,
  capabilities: {
    naturalKey: "email",
    attributes,
    sets: {
      roles: {
        noun: "role",
        mode: "rolesMode",
        sections: false,
        implied: ["Learner", "Manager"],
        written: "after-create",
      },
      groups: { ...GROUP_SET, readApart: true, written: "each" },
    },
    references: { manager: { clear: true } },
    answerIsProof: true,
    consistencyWindow: 10_000,
    fullName: ["name"],
    consequences: {
      created:
        "created or brought back, and may get a welcome mail: switch that off in the account's settings where it is not wanted",
      deactivated: `deleted there, with the history kept, ${AUTO_PURGE}`,
      deleted: `deleted, with the history kept, ${AUTO_PURGE}`,
    },
    administrative: { sets: { roles: { [FLAT]: ["Admin", "Integration Admin"] } } },
    writes: { perMinute: { create: 30, update: 60, remove: 25 } },
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
    attributes: groups.attributes,
    sets: {},
    references: {},
    holdsOthers: true,
    answerIsProof: true,
    consistencyWindow: 10_000,
  },
  arguments: groups.GroupArguments,
  info: groups.GroupInfo,
  issues: groups.issues,
};

/** Adobe Learning Manager, prime API v2. */
export const adobe = {
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
  const { url, token, clientId = "", clientSecret = "", refreshToken: grant = "" } = configuration;
  const baseUrl = withoutTrailingSlash(url);
  const connections = connect("adobe", configuration, context);
  const tokens = connections.client({
    title: TITLE,
    baseUrl: new URL(baseUrl).origin,
    headers: { accept: "application/json" },
  });
  let latest = grant;
  const renew = async () => {
    const answer = await refreshToken(tokens, {
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: latest,
    });
    latest = answer.refreshToken ?? latest;
    return answer;
  };
  const http = connections.client({
    title: TITLE,
    baseUrl,
    credentials: token !== undefined ? fixedToken(token) : grantedToken(renew, context.clock, [clientSecret, grant]),
    authorization: (value) => ({ authorization: `oauth ${value}` }),
    allowance,
    headers: { accept: MEDIA_TYPE, "content-type": `${MEDIA_TYPE};charset=UTF-8` },
  });
  const user = new AdobeConnector(http, configuration.emptyFields);
  return {
    connectors: { user, group: new AdobeGroups(http, () => user.tenant()) },
    probes: probes(http, user),
    close: connections.close,
  };
}
