import type { Target } from "./target";
import { groupSamples, target } from "./targets/scim";
import { conformanceInVariants, type Touched } from "./variants";

const changes =
  /^(attributes: (title|emails|department) (named in clear|changed by another)|roles: (all roles|a role granted)|manager: .*taken away)/;
const members = /^memberships: (?!.*10,000)(?!nobody reads).*(join|leav|taken out|add)/;
const sets =
  /^(attributes: emails (named|changed by)|roles: (all roles|a role granted)|memberships: (?!.*10,000)(?!nobody reads).*leav)/;
const creations = /^(lifecycle: several|faults: .*creation|adoption: a person declared twice)/;
const lists =
  /^(lifecycle: an import finds|users: a whole account|identity: .*leaves? out|groups: is imported|adoption: (an account that exists|the natural key))/;

const put = { method: "PUT", path: "/Users/" };
const withPut: Partial<Target> = {
  requests: { ...target.requests, update: put, deactivate: put },
  group: { ...groupSamples, requests: { ...groupSamples.requests, update: { method: "PUT", path: "/Groups/" } } },
};
const withoutGroups = { lacks: [{ scenario: /group|member/, what: "it has no groups" }] };
const noLookUp = { scenario: /list leaves out is found before/, what: "it has no look-up beside the list" };
const noFault = { scenario: /one account as two people/, what: "its ids are numbers, which the fault doesn't rewrite" };
const counted = {
  scenario: /changed by another system|taken away by null/,
  what: "it counts requests, and one that the server refuses comes first",
};
const stays = {
  scenario: /named in clear/,
  what: "what is emptied stays, and the error says so",
};

const touched: Readonly<Record<string, Touched>> = {
  patch: { scenarios: changes, changes: { none: withPut, claimed: { ...withPut, lacks: [counted] } } },
  put: {
    scenarios: /^attributes: (title|department) (named|changed by|is not touched)/,
    changes: { merge: { ...withPut, lacks: [stays] } },
  },
  versions: { scenarios: changes },
  "filtered-removals": { scenarios: sets },
  removals: { scenarios: changes, changes: { ignored: { lacks: [counted] } } },
  operations: { scenarios: changes, changes: { "replace-alone": { lacks: [counted] } } },
  extensions: { scenarios: /^attributes: (department|employeeNumber) / },
  "single-values": { scenarios: /^attributes: phoneNumbers / },
  echoes: { scenarios: /^lifecycle: (a person is created once|several)/ },
  "creation-answer": { scenarios: creations },
  "patch-answer": { scenarios: changes },
  filters: { scenarios: lists, changes: { none: { lacks: [noLookUp] }, claimed: { lacks: [noLookUp] } } },
  totals: { scenarios: lists },
  pages: { scenarios: lists },
  "username-case": { scenarios: lists },
  documents: {
    scenarios:
      /^(attributes: .*(another system|named in clear)|roles: |lifecycle: an import|identity: .*(as two people|answered)|groups: is imported)/,
    changes: { capitals: { lacks: [noFault] }, small: { lacks: [noFault] } },
  },
  discovery: { scenarios: changes },
  groups: {
    scenarios: /^(lifecycle: (a person is created once|several|an import finds)|users: a whole account)/,
    changes: Object.fromEntries(["absent", "unsupported", "denied", "fails"].map((answer) => [answer, withoutGroups])),
  },
  "user-groups": { scenarios: members },
  members: { scenarios: members },
  "former-members": { scenarios: /^groups: (that was created|is created before)/ },
};

conformanceInVariants(target, touched);
