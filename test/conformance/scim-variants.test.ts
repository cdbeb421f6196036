import { isRecord } from "../../provider/core/model/value";
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
const wholeGroups = { wholeGroups: true } as const;

/** Of several ways in which a change is tried, the one that the server takes counts. */
const taken: Partial<Target> = { counts: ({ status }) => status < 400 };

/** Of several ways in which a change is tried, those count in which the server doesn't pass over every operation. */
function minded(passesOver: (operation: PatchOperation) => boolean): Partial<Target> {
  return { counts: ({ body }) => !operationsIn(body).every(passesOver) || operationsIn(body).length === 0 };
}

/** A PUT that left out what the next one sends as empty was passed over. */
const sentAsEmpty: Partial<Target> = {
  counts: ({ method, path }, i, writes) => {
    const next = writes[i + 1];
    const isRepeated = method === "PUT" && next?.method === "PUT" && next.path === path;
    return !(isRepeated && /:(null|\[\])[,}]/.test(JSON.stringify(next.body)));
  },
};

const stays = {
  scenario:
    /^(attributes: .* (is emptied by null|named in clear)|roles: all roles|manager: .*taken away by null|groups: is renamed and changed)/,
  what: "what is emptied stays, and the error names it",
};
const staysMember = {
  scenario:
    /^memberships: (a person moves|what others do|groups that are not declared|groupsMode|.*adopted|.*shows late)/,
  what: "the last member of a group can't leave it, and the error says so",
};
const dropped = {
  scenario: /^(attributes: (nickName|all attributes)|lifecycle: (a person with everything|an import brings every))/,
  what: "nobody can have a nickName, and the error names it",
};
const oneAddress = {
  scenario: /^attributes: (emails is (changed|not touched)|all attributes)/,
  what: "nobody can have two addresses, and the error names those that are left out",
};

const touched: Readonly<Record<string, Touched>> = {
  patch: {
    scenarios: changes,
    changes: { none: { ...withPut, ...wholeGroups }, claimed: { ...withPut, ...wholeGroups, ...taken } },
  },
  put: {
    scenarios: /^attributes: (title|department) (named|changed by|is not touched|is emptied)/,
    changes: {
      merge: { ...withPut, ...wholeGroups, ...sentAsEmpty },
      keep: { ...withPut, ...wholeGroups, lacks: [stays, staysMember] },
    },
  },
  versions: { scenarios: changes },
  "filtered-removals": {
    scenarios: sets,
    changes: {
      refused: { ...wholeGroups, ...taken },
      fails: { ...wholeGroups, ...taken },
      ignored: { ...wholeGroups, ...minded(({ path }) => path.includes("[")) },
    },
  },
  removals: {
    scenarios: changes,
    changes: { ignored: minded(({ op, path }) => op === "remove" && !path.includes("[")) },
  },
  operations: { scenarios: changes, changes: { "replace-alone": { ...wholeGroups, ...taken } } },
  extensions: { scenarios: /^attributes: (department|employeeNumber) / },
  "single-values": { scenarios: /^attributes: phoneNumbers /, changes: { one: { lacks: [oneAddress] } } },
  echoes: {
    scenarios: /^lifecycle: (a person is created once|several)/,
    changes: { dropped: { lacks: [dropped] } },
  },
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

interface PatchOperation {
  readonly op: string;
  readonly path: string;
}

function operationsIn(body: unknown): readonly PatchOperation[] {
  const operations = isRecord(body) ? body["Operations"] : undefined;
  return Array.isArray(operations) ? (operations as PatchOperation[]) : [];
}
