import { folded } from "../cells/folded-names";

/**
 * Names of columns by the attribute that they hold, the most telling first: OneRoster, Moodle, Canvas, Okta, Entra, Google Workspace,
 * BambooHR, Workday, Adobe Learning Manager's own import and the files of Adobe's User Sync Tool.
 */
const KNOWN = {
  key: [
    ...[
      "employeeid",
      "employeenumber",
      "employee#",
      "employeeno",
      "workerid",
      "personnelnumber",
      "personnelno",
      "personid",
      "staffid",
    ],
    ...[
      "associateid",
      "userid",
      "sisuserid",
      "sourcedid",
      "externalid",
      "number",
      "id",
      "uniqueid",
      "useruniqueid",
      "key",
      "identifier",
    ],
    ...["username", "loginid", "login", "userprincipalname", "email", "emailaddress", "workemail", "mail"],
  ],
  given: ["firstname", "givenname", "legalfirstname", "preferredfirstname", "forename", "vorname"],
  family: ["lastname", "familyname", "legallastname", "preferredlastname", "surname", "sn", "nachname"],
  name: ["name", "fullname", "displayname", "employeename", "workername", "preferredname", "legalname"],
  email: [
    "email",
    "workemail",
    "emailaddress",
    "primaryemail",
    "businessemail",
    "emailid",
    "mail",
    "emailwork",
    "userprincipalname",
  ],
  username: ["username", "loginid", "login", "userprincipalname", "samaccountname"],
  manager: [
    ...[
      "managerid",
      "manageremployeeid",
      "managernumber",
      "managersourcedid",
      "supervisorid",
      "supervisoremployeeid",
      "manager",
      "manageremail",
    ],
    ...["supervisoremail", "reportsto", "reportingto", "supervisor"],
  ],
  starts: ["hiredate", "startdate", "dateofhire", "employmentstartdate", "joiningdate", "joindate", "originalhiredate"],
  ends: [
    "terminationdate",
    "enddate",
    "lastdayofwork",
    "lastday",
    "leavingdate",
    "contractenddate",
    "employmentenddate",
  ],
  title: ["jobtitle", "businesstitle", "employeetitle", "title", "position", "designation", "profile"],
  department: ["department", "dept", "departmentname"],
} as const;
export type KnownAttribute = keyof typeof KNOWN;

/** Columns that say who is still there, and the values for which somebody is. */
const PRESENT: Readonly<Record<string, readonly string[]>> = {
  status: ["active", "a"],
  workerstatus: ["active"],
  employmentstatus: ["active", "full-time", "part-time"],
  userstatus: ["active"],
  enableduser: ["true"],
  accountenabled: ["true"],
  blocksignin: ["no", "false"],
  suspended: ["0", "false", "no"],
  deleted: ["0", "false", "no"],
  active: ["true", "yes", "1"],
};

/** Columns that no roster has: nobody's password is read from an export. */
const SECRET = /password|passwd|secret|hash/;

/**
 * The column of an attribute, among those whose name is known for it; the most telling first.
 *
 * @param columns the header, as it is written
 */
export function columnsFor(attribute: KnownAttribute, columns: readonly string[]): readonly string[] {
  return KNOWN[attribute].flatMap((name) =>
    columns.filter((column) => !SECRET.test(folded(column)) && namesOf(column).includes(name)),
  );
}

/** Values by which a column says that somebody is still there; undefined where it says no such thing. */
export function presentValues(column: string): readonly string[] | undefined {
  const name = namesOf(column).find((one) => Object.hasOwn(PRESENT, one));
  return name === undefined ? undefined : PRESENT[name];
}

/** What a header may be called: as a whole, without what stands in brackets, and by what stands there. */
function namesOf(column: string): readonly string[] {
  const inside = [...column.matchAll(/\[([^\]]*)\]|\(([^)]*)\)/g)].map(([, square, round]) => square ?? round ?? "");
  const outside = column.replace(/\[[^\]]*\]|\([^)]*\)/g, " ").replace(/\b(required|optional)\b/gi, " ");
  return [column, outside, ...inside].map(folded).filter((name) => name !== "");
}
