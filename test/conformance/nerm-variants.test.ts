import { target } from "./targets/nerm";
import { conformanceInVariants, type Touched } from "./variants";

const CREATED = /^lifecycle: a person is created once/;
const LISTED = /^lifecycle: (a refresh of an account that is gone|an import finds)|^users: of thirty people/;

/** No scenario of the list has a sign-in; those below have. */
const AT_SIGN_IN: Touched = { scenarios: CREATED };

/** What can't be done in a variant: the error, or the message, is looked at below. */
const lacks = (scenario: RegExp, what: string) => ({ lacks: [{ scenario, what }] });

conformanceInVariants(target, {
  "no-change": {
    scenarios:
      /^writes: an update that was carried out|^adoption: .*(brings it|already as declared)|^removal: .*switched off already/,
  },
  missing: { scenarios: /^lifecycle: .*gone|^removal: .*gone already/ },
  "error-shape": {
    scenarios: /^adoption: .*(way out|as the vendor compares)|^writes: .*refuses|^faults: writes that take two/,
  },
  "error-status": { scenarios: /^adoption: .*(way out|as the vendor compares)|^users: one who fails/ },
  "answer-age": {
    scenarios: /^lifecycle: (a person with everything|a refresh of an unchanged)|^attributes: (locale|groupStrings)/,
    changes: { older: { unshown: ["groupStrings", "locale", "sailpointIdentityId"] } },
  },
  slow: {
    scenarios: CREATED,
    // The emulator plays it in a thousandth of the time. The request's 300 s are longer here, as the list runs much at once.
    changes: {
      "90-s": {
        start: async (stage) => {
          const vendor = await target.start(stage);
          return { ...vendor, configuration: { ...vendor.configuration, timeout: 10 } };
        },
      },
    },
  },
  jobs: { scenarios: /^lifecycle: (a person with everything|several)|^attributes: title|^users: (a set is|one who)/ },
  "job-entries": { scenarios: /^users: managers of a set/ },
  "empty-lists": {
    scenarios:
      /^lifecycle: (a person is created once|an import of nobody)|^roles: .*(taken away by the least|found by refresh)/,
  },
  "page-size": { scenarios: LISTED },
  offsets: { scenarios: LISTED },
  metadata: { scenarios: LISTED },
  order: { scenarios: LISTED },
  "status-filter": { scenarios: /^adoption: .*(inactive|switched off)/ },
  "login-filter": {
    scenarios:
      /^adoption: .*(compared|exists)|^writes: .*(shows up late)|^identity: whom the vendor's list|^users: a set is created/,
  },
  "login-unique": { scenarios: /^adoption: .*(compared|exists)/ },
  "other-types": { scenarios: /^users: (a whole account)|^lifecycle: an import finds/ },
  "id-in-body": { scenarios: /^attributes: title|^removal: .*switched off already/ },
  "later-identity": {
    scenarios: /^attributes: (locale|sailpointIdentityId|all)/,
    changes: {
      ignored: lacks(
        /is changed with one write|changed by another system|all attributes together/,
        "NERM ignores the change",
      ),
    },
  },
  admin: {
    scenarios: /^attributes: admin/,
    changes: {
      ignored: lacks(
        /^attributes: admin (is changed|, which is never)|^attributes: admin, which|^attributes: all/,
        "NERM ignores admin and shows it to nobody",
      ),
    },
  },
  pending: { scenarios: /^attributes: status|^adoption: .*inactive/ },
  "empty-text": {
    scenarios: /^attributes: (title|groupStrings)/,
    changes: { ignored: lacks(/is emptied by null|named in clear/, "NERM ignores an empty text") },
  },
  "bulk-refusal": { scenarios: /^users: (one who fails|people are moved|a set is)/ },
  managers: { scenarios: /^manager: a manager|^users: managers/ },
  "deleted-manager": { scenarios: /^manager: a manager (is set|of a manager)/ },
  "granted-twice": { scenarios: /^roles: |^faults: .*two seconds/ },
  "first-roles": {
    scenarios: /^roles: |^lifecycle: a person with everything|^users: a set is/,
    changes: { some: { writes: { ...target.writes, createFull: target.writes.createFull + 1 } } },
  },
  "sign-in-roles": AT_SIGN_IN,
  "sign-in-names": AT_SIGN_IN,
  merge: AT_SIGN_IN,
});
