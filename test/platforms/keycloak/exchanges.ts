import { expect } from "vitest";
import type { ProfileAttribute } from "../../../sandbox/keycloak/settings";

/** One request to a realm and its answer. Texts such as `{ada}` stand for ids that earlier exchanges have kept. */
export interface Exchange {
  /** Method and path below the realm, such as `GET /users/{ada}`. */
  readonly call: string;
  readonly body?: unknown;
  readonly status: number;
  /** What the answer holds, whole; absent: nothing. */
  readonly shows?: unknown;
  /** The name under which the id in Location is kept. */
  readonly keeps?: string;
  /** Whether the ids of all rows are kept by their names. */
  readonly keepsRows?: true;
}

/** Exchanges in their order, in a realm of their own. */
export interface Story {
  readonly name: string;
  /** Settings of the realm in Keycloak's own names. */
  readonly realm?: Readonly<Record<string, unknown>>;
  /** The least characters of a password. */
  readonly passwordLength?: number;
  /** Attributes beside badge, skills and manager. */
  readonly attributes?: readonly ProfileAttribute[];
  readonly exchanges: readonly Exchange[];
}

/** Sends a request to the realm that a story is told in. */
export type Send = (
  method: string,
  path: string,
  body: unknown,
) => Promise<{ readonly status: number; readonly location: string | undefined; readonly text: string }>;

/** Tells a story to a realm, and expects every answer. */
export async function told({ exchanges }: Story, realm: string, send: Send): Promise<void> {
  const ids = new Map<string, string>();
  const filled = (text: string) => text.replace(/\{([\w-]+)\}/g, (all, name: string) => ids.get(name) ?? all);
  const named = (text: string) => {
    const withIds = [...ids].reduce((sofar, [name, id]) => sofar.replaceAll(id, `{${name}}`), text);
    return withIds.replaceAll(`default-roles-${realm}`, "default-roles-{realm}");
  };
  for (const { call, body, status, shows, keeps, keepsRows } of exchanges) {
    const [method = "", path = ""] = filled(call).split(" ");
    const sent = body === undefined ? undefined : JSON.parse(filled(JSON.stringify(body)));
    const answer = await send(method, path, sent);
    if (keeps !== undefined) ids.set(keeps, answer.location?.split("/").at(-1) ?? "no address");
    const parsed: unknown = answer.text === "" ? undefined : JSON.parse(answer.text);
    if (keepsRows) {
      for (const { id, name, clientId } of parsed as Row[]) ids.set(name ?? clientId ?? "", id);
    }
    const shown: unknown = answer.text === "" ? undefined : JSON.parse(named(answer.text));
    expect({ call, status: answer.status, shows: inOrder(shown) }).toEqual({ call, status, shows: inOrder(shows) });
    if (keeps !== undefined)
      expect(answer.location).toMatch(new RegExp(`/admin/realms/${realm}/(users|groups)/[\\w-]+$`));
  }
}

interface Row {
  readonly id: string;
  readonly name?: string;
  readonly clientId?: string;
}

/** What the server lists in no order of its own is sorted. */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "asymmetricMatch" in value) return value;
  const { requiredActions, errors } = value as { requiredActions?: string[]; errors?: { field: string }[] };
  if (Array.isArray(value)) return value.map(inOrder);
  return {
    ...value,
    ...(Array.isArray(requiredActions) ? { requiredActions: [...requiredActions].sort() } : {}),
    ...(Array.isArray(errors) ? { errors: [...errors].sort((a, b) => (a.field < b.field ? -1 : 1)) } : {}),
  };
}

const NO_USER = { error: "User not found" };
const NO_GROUP = { error: "Could not find group by id" };
const FAILED = { error: "unknown_error", error_description: "For more on this error consult the server log." };
const UNPARSED = { error: "unknown_error", error_description: "Cannot parse the JSON" };
const RIGHTS = { view: true, viewMembers: true, manageMembers: true, manage: true, manageMembership: true };
const said = (errorMessage: string) => ({ errorMessage });
const complaint = (field: string, errorMessage: string, ...params: readonly unknown[]) => ({
  field,
  errorMessage,
  params: [field, ...params],
});
const readOnly = (field: string) => complaint(field, "error-user-attribute-read-only");
const required = (field: string) => complaint(field, "error-user-attribute-required");

/** A user as a list shows one. */
const listed = (id: string, username: string, more: object = {}) => ({
  id: `{${id}}`,
  username,
  emailVerified: false,
  enabled: false,
  createdTimestamp: expect.any(Number),
  totp: false,
  disableableCredentialTypes: [],
  requiredActions: [],
  notBefore: 0,
  access: { manage: true },
  ...more,
});
/** The same as a read of one. */
const whole = (id: string, username: string, more: object = {}) => ({
  ...listed(id, username, more),
  access: {
    manageGroupMembership: true,
    resetPassword: true,
    view: true,
    mapRoles: true,
    impersonate: false,
    manage: true,
  },
});
const group = (id: string, path: string, more: object = {}) => ({
  id: `{${id}}`,
  name: path.split("/").at(-1),
  path,
  subGroupCount: 0,
  subGroups: [],
  attributes: {},
  realmRoles: [],
  clientRoles: {},
  access: RIGHTS,
  ...more,
});
const role = (name: string, more: object = {}) => ({
  id: `{${name}}`,
  name,
  composite: false,
  clientRole: false,
  containerId: expect.any(String),
  ...more,
});
const EVERYBODYS = role("default-roles-{realm}", {
  id: expect.any(String),
  composite: true,
  description: `\${role_default-roles}`,
});

/** Seen on Keycloak 26.7.4 on 2026-11-28, and asserted on it by the tests on real servers. */
export const STORIES: readonly Story[] = [
  {
    name: "people are made, found and deleted",
    exchanges: [
      {
        call: "POST /users",
        body: {
          username: "Ada.Byron",
          email: "Ada@Example.com",
          firstName: "Ada",
          lastName: "Byron",
          enabled: true,
          attributes: { badge: ["blue"], skills: "one", shoe: ["39"] },
          requiredActions: ["UPDATE_PASSWORD", "NONSENSE", "TERMS_AND_CONDITIONS"],
          credentials: [{ type: "password", value: "Difference-1822", temporary: false }],
        },
        status: 201,
        keeps: "ada",
      },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "ada.byron", {
          email: "ada@example.com",
          firstName: "Ada",
          lastName: "Byron",
          enabled: true,
          attributes: { badge: ["blue"], skills: ["one"] },
          requiredActions: ["TERMS_AND_CONDITIONS", "UPDATE_PASSWORD"],
        }),
      },
      { call: "POST /users", body: { username: "bob" }, status: 201, keeps: "bob" },
      { call: "GET /users/{bob}", status: 200, shows: whole("bob", "bob") },
      { call: "GET /users/count", status: 200, shows: 2 },
      { call: "GET /users?first=1&max=5&briefRepresentation=false", status: 200, shows: [listed("bob", "bob")] },
      { call: "GET /users?max=0", status: 200, shows: [] },
      { call: "GET /users?username=BOB&exact=true", status: 200, shows: [listed("bob", "bob")] },
      { call: "GET /users?username=bo&exact=true", status: 200, shows: [] },
      { call: "GET /users?username=ob", status: 200, shows: [listed("bob", "bob")] },
      { call: "GET /users?search=ob", status: 200, shows: [] },
      { call: "GET /users?search=*ob", status: 200, shows: [listed("bob", "bob")] },
      { call: "GET /users?search=id:{bob}%20nobody&max=100", status: 200, shows: [listed("bob", "bob")] },
      { call: "GET /users/count?search=ada%20byron", status: 200, shows: 1 },
      {
        call: "GET /users?q=badge:blue&briefRepresentation=true",
        status: 200,
        shows: [
          {
            id: "{ada}",
            username: "ada.byron",
            email: "ada@example.com",
            firstName: "Ada",
            lastName: "Byron",
            emailVerified: false,
            enabled: true,
            createdTimestamp: expect.any(Number),
            access: { manage: true },
          },
        ],
      },
      // The client's own account is in no list, and is found by its name.
      {
        call: "GET /users?username=service-account-roster&exact=true",
        status: 200,
        shows: [expect.objectContaining({ username: "service-account-roster", enabled: true })],
      },
      { call: "GET /users?search=service-account-roster", status: 200, shows: [] },
      { call: "DELETE /users/{bob}", status: 204 },
      { call: "DELETE /users/{bob}", status: 404, shows: NO_USER },
      { call: "GET /users/{bob}", status: 404, shows: NO_USER },
      { call: "PUT /users/{bob}", body: {}, status: 404, shows: NO_USER },
      { call: "GET /users/{bob}/groups", status: 404, shows: NO_USER },
      { call: "GET /users/{bob}/role-mappings", status: 404, shows: NO_USER },
    ],
  },
  {
    name: "what is no user is refused",
    exchanges: [
      { call: "POST /users", body: { username: "ada", email: "ada@example.com" }, status: 201, keeps: "ada" },
      { call: "POST /users", body: {}, status: 400, shows: said("User name is missing") },
      { call: "POST /users", body: [], status: 400, shows: UNPARSED },
      {
        call: "POST /users",
        body: { username: "bob", shoe: 1 },
        status: 400,
        shows: {
          error: 'Invalid json representation for UserRepresentation. Unrecognized field "shoe" at line 1 column 27.',
        },
      },
      { call: "POST /users", body: { username: "bob", enabled: "x" }, status: 400, shows: UNPARSED },
      { call: "POST /users", body: { username: "ADA" }, status: 409, shows: said("User exists with same username") },
      {
        call: "POST /users",
        body: { username: "bob", email: "ADA@example.com" },
        status: 409,
        shows: said("User exists with same email"),
      },
      {
        call: "POST /users",
        body: { username: "ada@example.com" },
        status: 409,
        shows: said("User exists with same username"),
      },
      ...["a b", "a/b", "a%b", "a,b", "a'b", "Жук", "e\u0301va"].map((username) => ({
        call: "POST /users",
        body: { username: `bob${username}` },
        status: 400,
        shows: complaint("username", "error-username-invalid-character"),
      })),
      {
        call: "POST /users",
        body: { username: "b", email: "b", firstName: "<b>", lastName: "x".repeat(256) },
        status: 400,
        shows: {
          errors: [
            complaint("username", "error-invalid-length", 3, 255),
            complaint("email", "error-invalid-email", "b"),
            complaint("firstName", "error-person-name-invalid-character"),
            complaint("lastName", "error-invalid-length-too-long", null, 255),
          ],
        },
      },
      { call: "POST /users", body: { username: "bob", groups: ["/nowhere"] }, status: 500, shows: FAILED },
      { call: "GET /users?username=bob&exact=true", status: 200, shows: [] },
      { call: "GET /nothing", status: 404, shows: { error: "HTTP 404 Not Found" } },
      { call: "GET /users?max=x", status: 404, shows: { error: "HTTP 404 Not Found" } },
    ],
  },
  {
    name: "a change keeps what it leaves out, and takes it away where attributes are sent",
    exchanges: [
      {
        call: "POST /users",
        body: {
          username: "ada",
          email: "ada@example.com",
          firstName: "Ada",
          lastName: "Byron",
          attributes: { badge: ["blue"], skills: ["a", "b"] },
        },
        status: 201,
        keeps: "ada",
      },
      { call: "PUT /users/{ada}", body: { lastName: "Lovelace", emailVerified: true, firstName: null }, status: 204 },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "ada", {
          email: "ada@example.com",
          emailVerified: true,
          firstName: "Ada",
          lastName: "Lovelace",
          attributes: { badge: ["blue"], skills: ["a", "b"] },
        }),
      },
      {
        call: "PUT /users/{ada}",
        body: { attributes: { badge: ["red"] } },
        status: 400,
        shows: said("User name is missing"),
      },
      {
        call: "PUT /users/{ada}",
        body: { username: "ada", lastName: "Lovelace", attributes: { badge: ["red"], skills: [""], shoe: ["39"] } },
        status: 204,
      },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "ada", { emailVerified: true, lastName: "Lovelace", attributes: { badge: ["red"] } }),
      },
      {
        call: "PUT /users/{ada}",
        body: { id: "another", lastName: "", enabled: true, requiredActions: ["VERIFY_EMAIL", "NONSENSE"] },
        status: 204,
      },
      {
        call: "PUT /users/{ada}",
        body: { username: "LoveLace", groups: ["/engines"], realmRoles: ["reviewer"] },
        status: 204,
      },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "lovelace", {
          emailVerified: true,
          enabled: true,
          attributes: { badge: ["red"] },
          requiredActions: ["VERIFY_EMAIL"],
        }),
      },
      { call: "GET /users/{ada}/groups", status: 200, shows: [] },
      { call: "PUT /users/{ada}", body: { username: "" }, status: 400, shows: said("User name is missing") },
      { call: "POST /users", body: { username: "bob", email: "bob@example.com" }, status: 201, keeps: "bob" },
      {
        call: "PUT /users/{bob}",
        body: { username: "lovelace" },
        status: 409,
        shows: said("User exists with same username"),
      },
      {
        call: "PUT /users/{ada}",
        body: { email: "bob@example.com" },
        status: 409,
        shows: said("User exists with same email"),
      },
      {
        call: "PUT /users/{ada}",
        body: { username: "lovelace", attributes: { badge: ["x".repeat(2049)] } },
        status: 400,
        shows: complaint("badge", "error-invalid-length", 0, 2048),
      },
      { call: "PUT /users/{ada}", status: 400, shows: said("Could not update user!") },
    ],
  },
  {
    name: "a realm's settings decide what is taken",
    realm: { editUsernameAllowed: false, defaultGroups: ["/engines"] },
    passwordLength: 12,
    attributes: [
      { name: "team", options: ["Blue", "Red"], multivalued: false },
      { name: "floor", writable: false },
      { name: "cost", required: true },
    ],
    exchanges: [
      { call: "POST /users", body: { username: "ada" }, status: 400, shows: required("cost") },
      {
        call: "POST /users",
        body: {
          username: "ada",
          attributes: { cost: ["1"] },
          credentials: [{ type: "password", value: "short" }],
        },
        status: 400,
        shows: {
          error: "invalidPasswordMinLengthMessage",
          error_description: "Invalid password: minimum length 12.",
        },
      },
      { call: "GET /users/count", status: 200, shows: 0 },
      { call: "POST /users", body: { username: "ada", attributes: { cost: ["1"] } }, status: 201, keeps: "ada" },
      {
        call: "GET /users/{ada}/groups",
        status: 200,
        shows: [{ id: expect.any(String), name: "engines", path: "/engines", subGroups: [] }],
      },
      { call: "PUT /users/{ada}", body: { username: "bob" }, status: 400, shows: readOnly("username") },
      { call: "PUT /users/{ada}", body: { username: "ADA", enabled: true }, status: 204 },
      {
        call: "PUT /users/{ada}",
        body: { username: "ada", attributes: { cost: [""] } },
        status: 400,
        shows: required("cost"),
      },
      {
        call: "PUT /users/{ada}",
        body: { username: "ada", attributes: { cost: ["1"], team: ["Green"], floor: ["2"] } },
        status: 400,
        shows: { errors: [complaint("team", "error-invalid-value"), readOnly("floor")] },
      },
      {
        call: "PUT /users/{ada}",
        body: { username: "ada", attributes: { cost: ["1"], team: ["Blue", "Red"] } },
        status: 400,
        shows: complaint("team", "error-invalid-multivalued-size", 0, 1),
      },
    ],
  },
  {
    name: "where the address is the username, another one is dropped",
    realm: { registrationEmailAsUsername: true },
    exchanges: [
      { call: "POST /users", body: { username: "ada" }, status: 400, shows: required("email") },
      { call: "POST /users", body: { username: "ada", email: "Ada@example.com" }, status: 201, keeps: "ada" },
      { call: "PUT /users/{ada}", body: { username: "zed" }, status: 204 },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "ada@example.com", { email: "ada@example.com" }),
      },
      { call: "PUT /users/{ada}", body: { email: "" }, status: 400, shows: said("User name is missing") },
      { call: "PUT /users/{ada}", body: { email: "zed@example.com", attributes: { badge: ["1"] } }, status: 204 },
      {
        call: "GET /users/{ada}",
        status: 200,
        shows: whole("ada", "zed@example.com", { email: "zed@example.com", attributes: { badge: ["1"] } }),
      },
    ],
  },
  {
    name: "roles are granted and taken away by id and name",
    exchanges: [
      { call: "POST /users", body: { username: "ada" }, status: 201, keeps: "ada" },
      {
        call: "GET /roles?first=0&max=3",
        status: 200,
        keepsRows: true,
        shows: [role("auditor"), role("contractor"), { ...EVERYBODYS, id: "{default-roles-{realm}}" }],
      },
      {
        call: "GET /roles?first=3&max=100",
        status: 200,
        keepsRows: true,
        shows: [
          role("offline_access", { description: `\${role_offline-access}` }),
          role("reviewer"),
          role("uma_authorization", { description: `\${role_uma_authorization}` }),
        ],
      },
      { call: "GET /roles?first=6&max=100", status: 200, shows: [] },
      {
        call: "GET /users/{ada}/role-mappings",
        status: 200,
        shows: { realmMappings: [{ ...EVERYBODYS, id: "{default-roles-{realm}}" }] },
      },
      {
        call: "POST /users/{ada}/role-mappings/realm",
        body: [
          { id: "{reviewer}", name: "reviewer" },
          { id: "{auditor}", name: "auditor" },
        ],
        status: 204,
      },
      {
        call: "POST /users/{ada}/role-mappings/realm",
        body: [{ id: "{reviewer}", name: "auditor" }],
        status: 404,
        shows: { error: "Role not found" },
      },
      {
        call: "DELETE /users/{ada}/role-mappings/realm",
        body: [{ id: "{auditor}", name: "auditor" }],
        status: 204,
      },
      {
        call: "DELETE /users/{ada}/role-mappings/realm",
        body: [{ id: "{auditor}", name: "auditor" }],
        status: 204,
      },
      {
        call: "GET /clients?clientId=app",
        status: 200,
        keepsRows: true,
        shows: [expect.objectContaining({ id: "{app}", clientId: "app", enabled: true })],
      },
      { call: "GET /clients?clientId=nobody", status: 200, shows: [] },
      {
        call: "GET /clients/{app}/roles?first=0&max=10",
        status: 200,
        keepsRows: true,
        shows: ["reader", "writer"].map((name) => role(name, { clientRole: true, containerId: "{app}" })),
      },
      { call: "GET /clients/nobody/roles", status: 404, shows: { error: "Could not find client" } },
      {
        call: "POST /users/{ada}/role-mappings/clients/{app}",
        body: [{ id: "{reader}", name: "reader" }],
        status: 204,
      },
      {
        call: "POST /users/{ada}/role-mappings/clients/nobody",
        body: [],
        status: 404,
        shows: { error: "Client not found" },
      },
      {
        call: "GET /users/{ada}/role-mappings",
        status: 200,
        shows: {
          realmMappings: expect.arrayContaining([role("reviewer")]),
          clientMappings: {
            app: {
              id: "{app}",
              client: "app",
              mappings: [role("reader", { clientRole: true, containerId: "{app}" })],
            },
          },
        },
      },
      { call: "GET /roles/reviewer/users?first=0&max=10", status: 200, shows: [listed("ada", "ada")] },
      { call: "GET /roles/auditor/users?first=0&max=10", status: 200, shows: [] },
      { call: "GET /roles/nobody/users", status: 404, shows: { error: "Could not find role" } },
      { call: "GET /clients/{app}/roles/reader/users", status: 200, shows: [listed("ada", "ada")] },
      { call: "DELETE /users/{ada}/role-mappings/realm", status: 204 },
      { call: "GET /users/{ada}/role-mappings/realm", status: 200, shows: [] },
    ],
  },
  {
    name: "groups are made, moved, found and deleted with those below them",
    exchanges: [
      {
        call: "POST /groups",
        body: { name: "Staff", description: "All", attributes: { site: ["1"] } },
        status: 201,
        keeps: "staff",
      },
      {
        call: "POST /groups",
        body: { name: "Staff" },
        status: 409,
        shows: said("Top level group named 'Staff' already exists."),
      },
      { call: "POST /groups", body: { name: "staff" }, status: 201, keeps: "small" },
      { call: "POST /groups", body: { name: "" }, status: 400, shows: said("Group name is missing") },
      {
        call: "POST /groups/{staff}/children",
        body: { name: "Legal" },
        status: 201,
        keeps: "legal",
        shows: { ...group("legal", "/Staff/Legal", { parentId: "{staff}" }), subGroupCount: undefined },
      },
      {
        call: "POST /groups/{staff}/children",
        body: { name: "Legal" },
        status: 409,
        shows: said("Sibling group named 'Legal' already exists."),
      },
      {
        call: "GET /groups/{staff}",
        status: 200,
        shows: group("staff", "/Staff", { description: "All", attributes: { site: ["1"] }, subGroupCount: 1 }),
      },
      {
        call: "GET /groups/{staff}/children?first=0&max=10&briefRepresentation=false",
        status: 200,
        shows: [group("legal", "/Staff/Legal", { parentId: "{staff}" })],
      },
      {
        call: "GET /groups?search=Legal&exact=true&populateHierarchy=false&briefRepresentation=false",
        status: 200,
        shows: [group("legal", "/Staff/Legal", { parentId: "{staff}" })],
      },
      { call: "GET /groups?search=legal&exact=true&populateHierarchy=false", status: 200, shows: [] },
      {
        call: "GET /groups?search=leg",
        status: 200,
        shows: [
          {
            id: "{staff}",
            name: "Staff",
            description: "All",
            path: "/Staff",
            subGroupCount: 1,
            access: RIGHTS,
            subGroups: [
              {
                id: "{legal}",
                name: "Legal",
                path: "/Staff/Legal",
                parentId: "{staff}",
                subGroupCount: 0,
                subGroups: [],
                access: RIGHTS,
              },
            ],
          },
        ],
      },
      { call: "PUT /groups/{legal}", body: { description: "x" }, status: 400, shows: said("Group name is missing") },
      { call: "PUT /groups/{legal}", body: { name: "Law", description: "x", attributes: { a: ["1"] } }, status: 204 },
      { call: "PUT /groups/{legal}", body: { name: "Law" }, status: 204 },
      {
        call: "GET /groups/{legal}",
        status: 200,
        shows: group("legal", "/Staff/Law", { parentId: "{staff}", attributes: { a: ["1"] } }),
      },
      {
        call: "PUT /groups/{staff}",
        body: { name: "engines" },
        status: 409,
        shows: said("Sibling group named 'engines' already exists."),
      },
      { call: "POST /groups", body: { id: "{legal}", name: "Law" }, status: 204 },
      { call: "GET /groups/{legal}", status: 200, shows: group("legal", "/Law", { attributes: { a: ["1"] } }) },
      { call: "POST /groups/{staff}/children", body: { id: "{legal}", name: "Law" }, status: 204 },
      { call: "POST /groups/{legal}/children", body: { id: "{staff}", name: "Staff" }, status: 500, shows: FAILED },
      {
        call: "POST /groups/{staff}/children",
        body: { id: "nothing", name: "Law" },
        status: 404,
        shows: { error: "Could not find child by id" },
      },
      { call: "POST /groups/nothing/children", body: { name: "Law" }, status: 404, shows: NO_GROUP },
      ...["GET", "DELETE"].map((method) => ({ call: `${method} /groups/nothing`, status: 404, shows: NO_GROUP })),
      { call: "GET /groups/nothing/members", status: 404, shows: NO_GROUP },
      { call: "POST /groups", body: { name: "Staff/Law" }, status: 201, keeps: "slashed" },
      { call: "GET /groups/{slashed}", status: 200, shows: { ...group("slashed", "/Staff/Law"), name: "Staff/Law" } },
      // Of two groups with one path, the creation means the one below.
      { call: "POST /users", body: { username: "ada", groups: ["/Staff/Law"] }, status: 201, keeps: "ada" },
      {
        call: "GET /users/{ada}/groups",
        status: 200,
        shows: [{ id: "{legal}", name: "Law", path: "/Staff/Law", parentId: "{staff}", subGroups: [] }],
      },
      { call: "PUT /users/{ada}/groups/{slashed}", status: 204 },
      { call: "PUT /users/{ada}/groups/{slashed}", status: 204 },
      { call: "PUT /users/{ada}/groups/nothing", status: 404, shows: { error: "Group not found" } },
      {
        call: "GET /groups/{slashed}/members?first=0&max=10&briefRepresentation=true",
        status: 200,
        shows: [
          {
            id: "{ada}",
            username: "ada",
            emailVerified: false,
            enabled: false,
            createdTimestamp: expect.any(Number),
          },
        ],
      },
      { call: "DELETE /users/{ada}/groups/{slashed}", status: 204 },
      { call: "DELETE /users/{ada}/groups/{slashed}", status: 204 },
      { call: "DELETE /groups/{staff}", status: 204 },
      { call: "GET /groups/{legal}", status: 404, shows: NO_GROUP },
      { call: "GET /users/{ada}/groups", status: 200, shows: [] },
    ],
  },
  {
    name: "a realm tells what it is like",
    realm: { internationalizationEnabled: true, supportedLocales: ["de", "en"] },
    exchanges: [
      {
        call: "GET ",
        status: 200,
        shows: expect.objectContaining({
          enabled: true,
          loginWithEmailAllowed: true,
          duplicateEmailsAllowed: false,
          registrationEmailAsUsername: false,
          editUsernameAllowed: true,
          internationalizationEnabled: true,
          supportedLocales: expect.arrayContaining(["de", "en"]),
          defaultRole: EVERYBODYS,
        }),
      },
      {
        call: "GET /users/profile",
        status: 200,
        shows: {
          attributes: expect.arrayContaining([
            expect.objectContaining({ name: "username", multivalued: false }),
            { name: "badge", permissions: { view: ["admin"], edit: ["admin"] }, multivalued: true },
          ]),
          groups: [expect.objectContaining({ name: "user-metadata" })],
        },
      },
      {
        call: "GET /users/profile/metadata",
        status: 200,
        shows: expect.objectContaining({
          attributes: expect.arrayContaining([
            {
              name: "locale",
              displayName: "locale",
              required: false,
              readOnly: false,
              validators: {},
              multivalued: false,
            },
            {
              name: "badge",
              displayName: "badge",
              required: false,
              readOnly: false,
              validators: {},
              multivalued: true,
            },
          ]),
        }),
      },
      {
        call: "GET /authentication/required-actions",
        status: 200,
        shows: expect.arrayContaining(
          [
            ["TERMS_AND_CONDITIONS", false],
            ["UPDATE_PASSWORD", true],
            ["VERIFY_EMAIL", true],
            ["delete_account", false],
          ].map(([alias, enabled]) => expect.objectContaining({ alias, enabled })),
        ),
      },
      { call: "GET /components?type=org.keycloak.storage.UserStorageProvider", status: 200, shows: [] },
      {
        call: "POST /users",
        body: { username: "ada", attributes: { locale: ["de"] } },
        status: 201,
        keeps: "ada",
      },
      { call: "GET /users/{ada}", status: 200, shows: whole("ada", "ada", { attributes: { locale: ["de"] } }) },
    ],
  },
];
