import type { Context } from "../../core/contract/context.js";
import type { ResourceKind } from "../../core/contract/kind.js";
import type { Platform, Tenant } from "../../core/contract/platform.js";
import { fixedToken } from "../../http/credentials.js";
import { clientCredentials } from "../client-credentials.js";
import { connect } from "../connect.js";
import { attributes, issues, NO_GROUPS, UserArguments, UserInfo } from "./arguments.js";
import { assumptions } from "./assumptions.js";
import { baseUrlOf, Configuration, credentialNames } from "./configuration.js";
import { NermConnector } from "./connector.js";
import { TITLE } from "./errors.js";
import { probes } from "./probes.js";

const name = { id: "nerm", title: TITLE } as const;

const user: ResourceKind = {
  name: "user",
  platform: name,
  capabilities: {
    naturalKey: "login",
    attributes,
    sets: {
      roles: {
        noun: "role",
        mode: "rolesMode",
        sections: false,
        implied: [],
        withoutAny: "nobody signs in without one",
        readApart: true,
        written: "each",
      },
    },
    lacks: { groups: NO_GROUPS },
    references: {
      manager: {
        clear: "NERM has no call that takes a manager away; name another person, or leave manager out",
        readApart: true,
        written: "apart",
      },
    },
    activation: { attribute: "status", active: "Active", inactive: "Disabled" },
    answerIsProof: true,
    consistencyWindow: 10_000,
    fullName: ["name"],
    consequences: {
      deleted: "deleted, and NERM has no way back",
      changedBySignIn: ["roles", "login", "name", "email", "groupStrings"],
    },
    // A tenant names its roles itself: which of them are administrative is for its guard file to say.
    administrative: { sets: {}, attributes: { admin: true } },
    writes: { together: true },
  },
  arguments: UserArguments,
  info: UserInfo,
  issues,
};

/** SailPoint Non-Employee Risk Management. */
export const nerm = {
  ...name,
  kinds: { user },
  configuration: Configuration,
  credentialNames,
  assumptions,
  open(configuration, context): Tenant {
    return open(Configuration.parse(configuration), context);
  },
} satisfies Platform;

function open(configuration: Configuration, context: Context): Tenant {
  const { token, timeout, clientId = "", clientSecret = "", tokenUrl = "" } = configuration;
  const baseUrl = baseUrlOf(configuration);
  const connections = connect("nerm", configuration, context);
  const client = { platform: "nerm", title: TITLE, tokenUrl, clientId, clientSecret };
  const http = connections.client({
    title: TITLE,
    baseUrl,
    credentials: token !== undefined ? fixedToken(token) : clientCredentials(client, connections, context),
    authorization: (value) => ({ authorization: `Bearer ${value}` }),
    headers: { accept: "application/json", "content-type": "application/json" },
  });
  const options = { baseUrl, context, timeout: timeout * 1000 };
  const user = new NermConnector(http, options);
  return { connectors: { user }, probes: probes(http, options), close: connections.close };
}
