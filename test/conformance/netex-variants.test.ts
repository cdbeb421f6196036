import { target } from "./targets/netex";
import { conformanceInVariants } from "./variants";

const writes = /^(attributes: .*(not touched|emptied by null)|lifecycle: a person with everything|roles: )/;
const removals = /^removal: /;
const lists =
  /^(lifecycle: an import|users: (a set is created|a whole account)|identity: .*(leaves? out|as two people)|groups: is imported)/;
const shown = "Netex shows nowhere that a group grants the role, and the error says what to declare";
const kept = "the username of somebody who was deleted is taken, and the error says so";
const newer = ["authSource", "externalId", "extendedFields"];

conformanceInVariants(target, {
  put: { scenarios: writes },
  deletion: { scenarios: removals },
  switching: { scenarios: /^(removal: |adoption: .*(off|inactive|deactivated))/ },
  "deleted-usernames": {
    scenarios: /^(removal: |lifecycle: a refresh of an account that is gone|users: whoever is gone)/,
    changes: {
      taken: {
        lacks: [
          { scenario: /a refresh of an account that is gone drops it, and up creates it again/, what: kept },
          { scenario: /an account that is gone already is deleted with success/, what: kept },
          { scenario: /whoever is gone leaves the set by refresh, and is made again/, what: kept },
          { scenario: /of whom a system lacks a change and who is gone leaves the state/, what: kept },
        ],
      },
    },
  },
  "told-platforms": {
    scenarios: /^(lifecycle: (a person|several)|roles: 1 added|users: a set is created|pending: .*warned)/,
    changes: { some: { systems: ["training", "management"] }, none: { namesNoSystem: true } },
  },
  answers: {
    scenarios: /^(lifecycle: (a person|several)|removal: an account|roles: 1 added|users: a set is created)/,
    changes: { empty: { lacks: [{ scenario: /^writes: half a body to a creation/, what: "there is no body" }] } },
  },
  "creation-fields": { scenarios: /^(lifecycle: a person with everything|faults: .*second)/ },
  passwords: { scenarios: /^(attributes: initialPassword|lifecycle: a person with everything)/ },
  synchronization: { scenarios: /^lifecycle: a person/ },
  "failed-platforms": { scenarios: /^(removal: |adoption: .*(off|inactive|deactivated)|pending: )/ },
  "unknown-parent": { scenarios: /^groups: .*(below|parent)/ },
  extra: {
    scenarios: /^(attributes: extra|lifecycle: a person with everything)/,
    changes: {
      null: { lostWhileUndeclared: ["image", "extra"] },
      absent: { lostWhileUndeclared: ["image", "extra"] },
    },
  },
  "newer-attributes": {
    scenarios: /^(attributes: (extra|aboutMe)|lifecycle: (a person|several|a refresh))/,
    changes: { hidden: { lostWhileUndeclared: ["image", ...newer], unshown: newer } },
  },
  missing: {
    scenarios: /^(removal: |lifecycle: .*gone|adoption: (an account|the natural)|hostile: .*404|groups: .*(gone|404))/,
  },
  "username-case": {
    scenarios: /^(adoption: (an account|the natural|adopt)|identity: .*NF|lifecycle: (a person|an import))/,
  },
  "page-size": { scenarios: lists },
  order: { scenarios: lists },
  "index-base": { scenarios: lists },
  "group-roles": {
    scenarios: /^(roles: a role that comes|faults: .*elsewhere)/,
    changes: {
      nowhere: {
        lacks: [
          { scenario: /^roles: a role that comes from elsewhere/, what: shown },
          { scenario: /^faults: .*while nobody tells where other roles come from/, what: shown },
        ],
      },
    },
  },
});
