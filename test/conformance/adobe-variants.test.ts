import type { Target } from "./target";
import { target } from "./targets/adobe";
import { conformanceInVariants } from "./variants";

const refused = "Adobe refuses the address of a deleted account, and the error says so";
const kept = "Adobe keeps what null was to empty, and the error says so";
const unchanged = "Adobe takes no change of an external person, and the error says so";
const listAlone = {
  scenario: /whom the vendor's list leaves out is found/,
  what: "nothing but the list tells, and Adobe refuses the address",
};
const nameless = {
  scenario: /a half-made person that can't even be read/,
  what: "no answer tells the account's id, and the error says that the account may exist",
};
const isNameless = ({ extras }: Target): Partial<Target> => ({
  settling,
  asksAgain: true,
  lie: () => lie,
  lacks: [nameless],
  extras: [...extras, "untold-ids"],
});
const declaredTwice = {
  scenario: /a person declared twice is an error/,
  what: "the look-up doesn't show the account yet, and Adobe refuses the second one",
};
/** Runs are further apart than a write takes to show. */
const settling = 1500;
/** An answer that shows no account has nothing to say of it. */
const lie = { kind: "lie" } as const;

conformanceInVariants(target, {
  fields: { scenarios: /^(attributes: .*fields|attributes: (all|.*beside)|adoption: adopt: true takes)/ },
  "fields-shown": {
    scenarios: /^(attributes: .*fields|attributes: all|lifecycle: .*(everything|import))/,
  },
  metadata: { scenarios: /^(attributes: (bio|email|fields) is changed|roles: roles: 1 added|attributes: .*beside)/ },
  emptying: {
    scenarios: /^(attributes: .*(bio|fields)|manager: )/,
    changes: { never: { lacks: [{ scenario: /emptied by null|named in clear|taken away by null/, what: kept }] } },
  },
  "create-takes": { scenarios: /^(lifecycle: .*created|attributes: all|roles: )/ },
  "unknown-role": { scenarios: /^(roles: |faults: a (creation|half-made))/ },
  revival: {
    scenarios: /^(lifecycle|removal): .*(gone|created)|^adoption: |^users: .*gone/,
    changes: {
      refuse: {
        lacks: [
          { scenario: /a refresh of an account that is gone drops it, and up creates it again/, what: refused },
          { scenario: /an account that is gone already is deleted with success/, what: refused },
        ],
      },
    },
  },
  deletion: { scenarios: /^(lifecycle|removal): .*(gone|created)|^users: .*(gone|leavers)|^hostile: .*Spring Boot/ },
  "write-answer": {
    scenarios:
      /^(lifecycle|writes): |^(adoption|removal): .*(created|declared|gone)|^attributes: (bio|fields) is|^manager: .*set|^groups: is created|^faults: .*no answer tells/,
    changes: {
      late: { settling, asksAgain: true, lacks: [declaredTwice] },
      nothing: isNameless,
      job: isNameless,
    },
  },
  addresses: { scenarios: /^(lifecycle: a person is created once|adoption: the natural|identity: .*NF)/ },
  "manager-role": {
    scenarios: /^(roles|manager): /,
    changes: { granted: ({ extras }) => ({ extras: extras.filter((can) => can !== "derived-manager-role") }) },
  },
  "new-account": {
    scenarios: /^lifecycle: .*created|^manager: a manager (is|of)|^roles: roles: 1|^users: managers/,
    changes: { later: { settling } },
  },
  "welcome-mail": { scenarios: /^lifecycle: a person is created once/ },
  "external-answer": {
    scenarios: /^attributes: externalProfile/,
    changes: { nothing: { lacks: [{ ...nameless, scenario: /can't even be read keeps what was declared/ }] } },
  },
  "external-writes": {
    scenarios: /^attributes: externalProfile/,
    changes: {
      refused: {
        lacks: [
          { scenario: /externalProfile/, what: unchanged },
          { scenario: /all attributes together are created, changed/, what: unchanged },
          { scenario: /a person with everything is created/, what: unchanged },
          { scenario: /an import brings every attribute/, what: unchanged },
          { scenario: /can't even be read keeps what was declared/, what: unchanged },
        ],
      },
    },
  },
  "email-lookup": {
    scenarios: /^lifecycle: .*created|^adoption: |^identity: whom/,
    changes: { nobody: { lacks: [listAlone] }, refused: { lacks: [listAlone] } },
  },
  "deleted-in-lists": { scenarios: /^(lifecycle|removal): .*(gone|import)|^adoption: |^users: .*(whole|gone)/ },
  "page-size": { scenarios: /^users: .*(whole account|thirty|a set is created)|^identity: who/ },
  paging: { scenarios: /^users: .*(whole account|thirty)/ },
  "error-shape": {
    scenarios: /^lifecycle: .*gone|^adoption: a natural|^removal: .*gone|^hostile: .*404|^writes: .*refuse/,
  },
  "group-asker": { scenarios: /^groups: / },
  headers: { scenarios: /^(lifecycle|tenancy): / },
  "refresh-token": { scenarios: /^tenancy: / },
});
