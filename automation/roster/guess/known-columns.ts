import { folded } from "../cells/folded-names";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Names of columns by the attribute that they hold, folded, the most telling first: OneRoster, Moodle, Canvas, Okta, Entra, Active
 * Directory, Google Workspace, BambooHR, Workday, SuccessFactors, Personio, ADP, Adobe Learning Manager's own import and the files of
 * Adobe's User Sync Tool; and what people call them by hand in English, German, Spanish and French.
 */
const KNOWN = {
  key: words(`
    employeeid employeenumber employee# employeeno employeecode empid empno emplid workerid workernumber personnelnumber personnelno
    personid personnumber pernr staffid staffnumber associateid associateoid filenumber payrollnumber
    personalnummer personalnr mitarbeiternummer mitarbeiterid benutzerid codigoempleado numeroempleado numerodeempleado idempleado
    personeelsnummer 社員番号 従業員番号 табельныйномер
    matricule matricola userid sisuserid sourcedid externalid idnumber number nr no id uniqueid useruniqueid key identifier`),
  login: words(
    "username loginid login userprincipalname samaccountname email emailaddress workemail mail correoelectronico",
  ),
  given: words(
    "firstname givenname legalfirstname preferredfirstname forename vorname vorna nombre prenom voornaam imię jméno имя 名",
  ),
  family: words(
    "lastname familyname legallastname preferredlastname surname sn nachname nachn familienname apellidos apellido nom nomdefamille achternaam cognome nazwisko příjmení фамилия 姓",
  ),
  name: words(`
    name fullname displayname employeename employeefullname workername preferredname legalname payrollname vollername nombrecompleto
    nombreyapellidos apellidosynombre nomcomplet nometprenom 氏名 lastname,firstname lastnamefirstname worker employee mitarbeiter`),
  email: words(`
    email workemail emailaddress primaryemail primaryworkemail emailprimarywork businessemail companyemail emailid mail emailwork
    emailaddr emailadresse correoelectronico correo courriel adresseemail メールアドレス userprincipalname`),
  username: words("username loginid login userprincipalname samaccountname benutzername usuario"),
  manager: words(`
    managerid manageremployeeid managernumber managersourcedid supervisorid supervisoremployeeid reportstoassociateid reportstoid
    manager manageremail supervisoremail reportsto reportingto linemanager supervisor workersmanager vorgesetzter fuhrungskraft
    responsable jefe superieur n+1 上司社員番号 上司`),
  starts: words(`
    hiredate startdate dateofhire employmentstartdate joiningdate joindate originalhiredate startedon joinedon hiredt begda entrydate
    eintrittsdatum einstellungsdatum eintritt 入社日 fechadealta fechaalta fechadeingreso datedembauche datedentree`),
  ends: words(`
    terminationdate enddate lastdayofwork lastworkingday lastday leavingdate leavedate contractenddate employmentenddate lefton
    terminationdt endda exitdate
    austrittsdatum austritt 退職日 letzterarbeitstag fechadebaja fechabaja datedesortie`),
  title: words(`
    jobtitle jobtitledescription businesstitle employeetitle title position positiontitle designation profile jobprofile job plstx
    stelle stellenbezeichnung positionsbezeichnung funktion tätigkeit titel puesto cargo poste emploi intitulédeposte intituléduposte 役職`),
  department: words("department dept departmentname abteilung departamento service"),
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type KnownAttribute = keyof typeof KNOWN;
/** The same without accents, as headers are compared. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(KNOWN).map(([attribute, names]) => [attribute, names.map(plain)]),
);
const ALL_NAMES: ReadonlySet<string> = new Set([...NAMES.values()].flat());

/** What names are made of that nobody has listed, such as `Geschäftliche E-Mail`; and what makes them another thing. */
const LIKE = {
  key: [
    /(id|number|no|nr|num|#)$/,
    /social|ssn|tax|steuer|nation|passport|iban|bank|account|phone|mobile|fax|post|zip|cost|position|job|depart|org|company|location|manager|superv|report/,
  ],
  given: [/(first|given|fore|vor|pre)name?$|^(first|given)name/, /manager|superv|emergency|contact|middle|partner|,/],
  family: [/(last|family|sur|nach)name|^apellido/, /manager|superv|emergency|contact|partner|birth|,/],
  email: [/mail|correo|courriel/, /home|personal|privat|recovery|manager|superv|secondary|alternat|stop/],
  manager: [
    /manager|superv|reportsto|vorgesetzt|fuhrungskraft|responsable|superieur|jefe/,
    /date|since|level|title|isman|phone|ismanag/,
  ],
  starts: [
    /(hire|hiring|start|join|entry|onboard|eintritt|alta|ingreso|embauche|entree)/,
    /probation|probe|birth|position|job|benefit|leaveofabs/,
  ],
  ends: [
    /(terminat|exit|leaver|leaving|lastday|lastworking|enddate|austritt|vertragsende|kundig|baja|sortie|finde)/,
    /probation|probe|trial|essai|prueba|visa|permit|leaveofabs|benefit|review|reason|type|code|notice/,
  ],
  title: [/title|stelle|puesto|emploi/, /code|id$|manager|salutation|academic|courtesy/],
} as const satisfies Partial<Readonly<Record<KnownAttribute, readonly [is: RegExp, unless: RegExp]>>>;
export type LikelyAttribute = keyof typeof LIKE;

/** What a cell of a column that says who is still there says of somebody. */
interface Presence {
  readonly here: readonly string[];
  readonly gone: readonly string[];
}

/** Whoever is away for a time has not left. */
const STATUS: Presence = {
  here: words(`
    active a aktiv activo activa actif employed current full-time part-time fulltime parttime permanent
    onleave leave leaveofabsence paidleave unpaidleave parentalleave maternityleave sabbatical elternzeit mutterschutz beurlaubt
    enexcedencia enconge onboarding hired locked_out lockedout password_expired passwordexpired recovery
    provisioned gardenleave activeprocess suspendprocess`).map(folded),
  gone: words(`
    inactive terminated left retired resigned dismissed deceased former ended offboarded inaktiv ausgeschieden inactivo inactiva baja
    inactif parti sorti t term i inact suspended deprovisioned deactivated disabled deleted tobedeleted archived staged
    inactiveprocess`).map(folded),
};
const YES: Presence = {
  here: ["true", "yes", "1", "y", "ja", "si", "oui"],
  gone: ["false", "no", "0", "n", "nein", "non"],
};
const NO: Presence = { here: YES.gone, gone: YES.here };
const PRESENCE: Readonly<Record<string, Presence>> = {
  ...Object.fromEntries(
    words(`
      status workerstatus employmentstatus employeestatus emplstatus userstatus accountstatus positionstatus lifecyclestatus employmentstate
      assignmentstatus assignmentstatustype assignmentstatustypecode
      mitarbeiterstatus estado statut`).map((name) => [name, STATUS]),
  ),
  ...Object.fromEntries(
    words(
      "enableduser accountenabled enabled active activestatus isactive currentlyactive activeflag active? aktiv activo actif",
    ).map((name) => [name, YES]),
  ),
  ...Object.fromEntries(words("blocksignin suspended deleted terminated inactive disabled").map((name) => [name, NO])),
  usertype: { here: ["member", "employee"], gone: ["guest"] },
};

/** Columns that no roster has: nobody's password is read from an export. */
const SECRET = /password|passwd|passwort|secret|hash/;

/** What may stand before a name and a dash, a colon or a dot, and says nothing more of it: `Work Contact: Work Email`. */
const HEADS: ReadonlySet<string> = new Set(
  words("legalname preferredname name workcontact businesscontact work employee worker user person profile job"),
);

/**
 * The columns of an attribute, those whose name is known for it; the most telling first.
 *
 * @param columns the header, as it is written
 */
export function columnsFor(attribute: KnownAttribute, columns: readonly string[]): readonly string[] {
  const named = columns.flatMap((column) => (SECRET.test(folded(column)) ? [] : [[column, namesOf(column)] as const]));
  return (NAMES.get(attribute) ?? []).flatMap((name) =>
    named.flatMap(([column, names]) => (names.includes(name) ? [column] : [])),
  );
}

/** Columns whose name is not known, and made of words that such names have. */
export function columnsLike(attribute: LikelyAttribute, columns: readonly string[]): readonly string[] {
  const [is, unless] = LIKE[attribute];
  const known = new Set(columnsFor(attribute, columns));
  return columns.filter((column) => {
    const name = plain(column);
    return is.test(name) && !unless.test(name) && !SECRET.test(name) && !known.has(column);
  });
}

/** How many cells of a row are names of columns that are known. */
export function knownNames(cells: readonly string[]): number {
  const known = cells.filter((cell) => {
    const names = namesOf(cell);
    return presenceOf(names) !== undefined || names.some((name) => ALL_NAMES.has(name));
  });
  return new Set(known).size;
}

/**
 * What the values of a column say of who is still there; undefined where it says no such thing.
 *
 * @param values each once, as it is written
 */
export function presence(
  column: string,
  values: readonly string[],
):
  | { readonly here: readonly string[]; readonly gone: readonly string[]; readonly unknown: readonly string[] }
  | undefined {
  const words = presenceOf(namesOf(column));
  if (words === undefined) return undefined;
  const isOf = (known: readonly string[], value: string): boolean =>
    meaningsOf(value).some((one) => known.includes(one));
  const here = values.filter((value) => isOf(words.here, value));
  const gone = values.filter((value) => isOf(words.gone, value) && !here.includes(value));
  const unknown = values.filter((value) => value !== "" && !here.includes(value) && !gone.includes(value));
  return here.length === 0 ? undefined : { here, gone, unknown };
}

/** Whether a column says who is still there, by its name. */
export function isOfPresence(column: string): boolean {
  return presenceOf(namesOf(column)) !== undefined;
}

/** What a cell may say: all of it, or what stands behind a code and a dash as in `T - Terminated`. */
function meaningsOf(value: string): readonly string[] {
  const [, text] = /^\w{1,4}\s+-\s+(.+)$/.exec(value) ?? [];
  return [plain(text ?? value)];
}

function presenceOf(names: readonly string[]): Presence | undefined {
  const name = names.find((one) => Object.hasOwn(PRESENCE, one));
  return name === undefined ? undefined : PRESENCE[name];
}

/** A name without case, blanks, accents and the marks that people vary. */
function plain(text: string): string {
  return folded(text)
    .normalize("NFD")
    .replace(/[\p{M}.'’´`]/gu, "");
}

/** What a header may be called: as a whole, without what stands in brackets, by what stands there, and without what stands before it. */
function namesOf(column: string): readonly string[] {
  const inside = [...column.matchAll(/\[([^\]]*)\]|\(([^)]*)\)/g)].map(([, square, round]) => square ?? round ?? "");
  const outside = column.replace(/\[[^\]]*\]|\([^)]*\)/g, " ").replace(/\b(required|optional)\b/gi, " ");
  const [, head = "", rest = ""] = /^(.*?)(?:\s-\s|[:.])\s*(.*)$/.exec(outside) ?? [];
  const after = HEADS.has(plain(head)) ? [rest] : [];
  return [column, outside, ...inside, ...after].map(plain).filter((name) => name !== "");
}
