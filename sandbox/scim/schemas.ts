/** Definitions of RFC 7643, sections 4.1, 4.3 and 7, from which documents, paths and filters are understood. */
export interface Attribute {
  readonly name: string;
  readonly type: "string" | "boolean" | "reference" | "binary" | "complex";
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: "readWrite" | "readOnly" | "writeOnly";
  readonly returned: "default" | "never" | "always";
  readonly uniqueness: "none" | "server";
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

export const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/** Groups, as RFC 7643, 4.2, defines them. */
export const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
/** An extension of an invented company, as every larger server has one. */
export const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

function text(name: string, description: string, more: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...more,
  };
}

function flag(name: string, description: string): Attribute {
  return text(name, description, { type: "boolean" });
}

function link(name: string, description: string, referenceTypes = ["external"], more: Partial<Attribute> = {}) {
  return text(name, description, { type: "reference", referenceTypes, caseExact: true, ...more });
}

function complex(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  more: Partial<Attribute> = {},
) {
  return text(name, description, { type: "complex", subAttributes, ...more });
}

/** A multi-valued attribute with the usual parts. */
function values(name: string, description: string, value = text("value", "The value.")): Attribute {
  const parts = [
    value,
    text("display", "A name for display."),
    text("type", "What it is for."),
    flag("primary", "Whether it is the preferred one."),
  ];
  return complex(name, description, parts, { multiValued: true });
}

const USER: Schema = {
  id: CORE,
  name: "User",
  description: "User Account",
  attributes: [
    text("userName", "Unique identifier for the user.", { required: true, uniqueness: "server" }),
    complex("name", "The components of the user's real name.", [
      text("formatted", "The full name."),
      text("familyName", "The family name."),
      text("givenName", "The given name."),
      text("middleName", "The middle names."),
      text("honorificPrefix", "The honorific prefixes."),
      text("honorificSuffix", "The honorific suffixes."),
    ]),
    text("displayName", "The name for display."),
    text("nickName", "The casual name."),
    link("profileUrl", "The user's online profile."),
    text("title", "The user's title."),
    text("userType", "The relation to the organization."),
    text("preferredLanguage", "The preferred languages."),
    text("locale", "The default location for localizing."),
    text("timezone", "The time zone."),
    flag("active", "The administrative status."),
    text("password", "The cleartext password.", { mutability: "writeOnly", returned: "never" }),
    values("emails", "Email addresses."),
    values("phoneNumbers", "Phone numbers."),
    values("ims", "Instant messaging addresses."),
    values("photos", "Addresses of photos.", link("value", "The photo's address.")),
    complex(
      "addresses",
      "Physical mailing addresses.",
      [
        text("formatted", "The full address."),
        text("streetAddress", "Street and number."),
        text("locality", "The city."),
        text("region", "The state or region."),
        text("postalCode", "The postal code."),
        text("country", "The country."),
        text("type", "What it is for."),
        flag("primary", "Whether it is the preferred one."),
      ],
      { multiValued: true },
    ),
    values("entitlements", "What the user is entitled to."),
    complex(
      "groups",
      "The groups that the user is in, by themselves or by other groups.",
      [
        text("value", "The id of the group.", { caseExact: true, mutability: "readOnly" }),
        link("$ref", "The address of the group.", ["Group"], { mutability: "readOnly" }),
        text("display", "The group's name.", { mutability: "readOnly" }),
        text("type", "Whether the user is a member of the group itself: direct or indirect.", {
          mutability: "readOnly",
        }),
      ],
      { multiValued: true, mutability: "readOnly" },
    ),
    values("roles", "The user's roles."),
    values("x509Certificates", "Certificates.", text("value", "The certificate.", { type: "binary", caseExact: true })),
  ],
};

const ENTERPRISE_USER: Schema = {
  id: ENTERPRISE,
  name: "EnterpriseUser",
  description: "Enterprise User",
  attributes: [
    text("employeeNumber", "The number of the employment."),
    text("costCenter", "The cost center."),
    text("organization", "The organization."),
    text("division", "The division."),
    text("department", "The department."),
    complex("manager", "The user's manager.", [
      text("value", "The id of the manager's user.", { caseExact: true }),
      link("$ref", "The address of the manager's user.", ["User"]),
      text("displayName", "The manager's name.", { mutability: "readOnly" }),
    ]),
  ],
};

const ACME_USER: Schema = {
  id: ACME,
  name: "AcmeUser",
  description: "What Acme keeps of its people",
  attributes: [
    text("badge", "The colour of the badge."),
    text("building", "Where the desk is."),
    flag("remote", "Whether the person works from home."),
    complex("desk", "The desk.", [text("floor", "The floor."), text("number", "The number.")]),
  ],
};

const GROUP_SCHEMA: Schema = {
  id: GROUP,
  name: "Group",
  description: "Group",
  attributes: [
    text("displayName", "A name for people to read.", { required: true }),
    complex(
      "members",
      "The members of the group.",
      [
        text("value", "The id of the member.", { caseExact: true }),
        link("$ref", "The address of the member.", ["User", "Group"]),
        text("type", "What the member is: User or Group."),
        text("display", "The member's name."),
      ],
      { multiValued: true },
    ),
  ],
};

/** A type of resource, as /ResourceTypes has them (RFC 7643, 6). */
export interface ResourceType {
  readonly name: "User" | "Group";
  readonly description: string;
  /** Where its resources are, below the base. */
  readonly endpoint: string;
  readonly core: Schema;
  readonly extensions: readonly Schema[];
}

export const USERS: ResourceType = {
  name: "User",
  description: "User Account",
  endpoint: "/Users",
  core: USER,
  extensions: [ENTERPRISE_USER, ACME_USER],
};

/** The same at a server that compares userNames exactly. */
export const EXACT_USERS: ResourceType = {
  ...USERS,
  core: {
    ...USERS.core,
    attributes: USERS.core.attributes.map((attribute) =>
      attribute.name === "userName" ? { ...attribute, caseExact: true } : attribute,
    ),
  },
};

export const GROUPS: ResourceType = {
  name: "Group",
  description: "Group",
  endpoint: "/Groups",
  core: GROUP_SCHEMA,
  extensions: [],
};

export const SCHEMAS: readonly Schema[] = [USERS, GROUPS].flatMap(({ core, extensions }) => [core, ...extensions]);

const EXTERNAL_ID = text("externalId", "The client's own identifier.", { caseExact: true });
const ID = text("id", "The server's identifier.", { mutability: "readOnly", returned: "always", caseExact: true });

/** A schema's attribute, or one of those that every resource has; names are compared without regard to case. */
export function attributeOf(schema: Schema, name: string): Attribute | undefined {
  const common = isCore(schema) ? [EXTERNAL_ID, ID] : [];
  return [...schema.attributes, ...common].find((attribute) => same(attribute.name, name));
}

export function partOf(attribute: Attribute, name: string): Attribute | undefined {
  return attribute.subAttributes?.find((part) => same(part.name, name));
}

/** Whether the schema's attributes stand in the document itself, and not in an extension of it. */
export function isCore({ id }: Schema): boolean {
  return id === CORE || id === GROUP;
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
