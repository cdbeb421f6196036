import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import type { Observed, Sections } from "../../../provider/core/model/entity";
import { AskedOnce } from "../../../provider/platforms/asked-once";
import { applyRoles, roleChanges } from "../../../provider/platforms/keycloak/role-changes";
import { RealmRoles } from "../../../provider/platforms/keycloak/roles";
import type { RealmDocument, WireRole } from "../../../provider/platforms/keycloak/wire";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";

const DEFAULT: WireRole = { id: "r-0", name: "default-roles-acme", composite: true };
const REVIEWER: WireRole = { id: "r-1", name: "reviewer", composite: false };
const AUDITOR: WireRole = { id: "r-2", name: "auditor", composite: false };
const READER: WireRole = { id: "r-3", name: "reader", composite: false };
const NAMED: RealmDocument = { defaultRole: { id: "r-0", name: "default-roles-acme" } };

/** A realm with the client `portal`, whose internal id is c-1, and what of it is managed. */
function realm(of: {
  roles?: WireRole[];
  document?: RealmDocument | undefined;
  held?: readonly WireRole[];
  heldAtPortal?: readonly WireRole[];
}) {
  const { roles = [DEFAULT, REVIEWER, AUDITOR], held = [], heldAtPortal = [] } = of;
  const document = "document" in of ? of.document : NAMED;
  const { http, clock, sent } = scripted(({ method, path }): Answer => {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    if (method !== "GET") return 204;
    const page = (rows: readonly unknown[]) => ({ status: 200, body: searchParams.get("first") === "0" ? rows : [] });
    switch (pathname.replace("/api", "")) {
      case "/roles":
        return page(roles);
      case "/clients":
        return {
          status: 200,
          body: [{ id: "c-1", clientId: "portal" }].filter(({ clientId }) => clientId === searchParams.get("clientId")),
        };
      case "/clients/c-1/roles":
        return page([READER, { id: "r-4", name: "default-roles-of-portal", composite: true }]);
      default: {
        const clientMappings = { portal: { mappings: heldAtPortal }, account: { mappings: [AUDITOR] } };
        return { status: 200, body: { realmMappings: held, clientMappings } };
      }
    }
  });
  const known = new RealmRoles(http, { realm: "acme", clients: ["portal"] }, new AskedOnce(async () => document));
  const told = <T>(work: Promise<T>) => clock.ended(work);
  const calls = () => sent.map(({ method, path }) => `${method} ${new URL(path, ORIGIN).pathname.replace("/api", "")}`);
  return { http, known, told, calls, roles };
}

function request(
  declared: Sections,
  changed: readonly (readonly string[])[],
  more: Partial<UpdateRequest> = {},
): UpdateRequest {
  return {
    id: "u-1",
    changes: changed.map((path): Change => ({ kind: "member", path: ["roles", ...path] })),
    desired: { attributes: {}, sets: { roles: declared }, references: {} },
    addOnly: [],
    ...more,
  };
}

function seen(members: Sections): Observed {
  return { id: "u-1", active: true, attributes: {}, sets: { roles: { members } }, references: {}, info: {} };
}

describe("a role that is declared", () => {
  const NFC = "é".normalize("NFC");
  const NFD = "é".normalize("NFD");
  const composed: WireRole = { id: "r-c", name: NFC };
  const apart: WireRole = { id: "r-d", name: NFD };

  it.each<[string, WireRole[], string, string | undefined]>([
    ["is the one of exactly this name", [REVIEWER, AUDITOR], "auditor", "r-2"],
    ["is the only one that is written so in another form", [apart], NFC, "r-d"],
    ["is the exact one of two that look alike", [apart, composed], NFC, "r-c"],
    ["is the other exact one of two that look alike", [composed, apart], NFD, "r-d"],
    ["is none in another case", [REVIEWER], "Reviewer", undefined],
    [
      "is none of which nobody can tell which is meant",
      [
        { id: "r-x", name: `${NFD}${NFC}` },
        { id: "r-y", name: `${NFC}${NFD}` },
      ],
      `${NFC}${NFC}`,
      undefined,
    ],
  ])("%s", async (_, roles, name, id) => {
    const { known, told } = realm({ roles });
    const found = await told(known.named("realm", [name])).catch((error: { issues: unknown }) => error.issues);
    if (id === undefined) expect(found).toEqual([{ path: ["roles", "realm", 0], reason: expect.any(String) }]);
    else expect(found).toMatchObject([{ id }]);
  });

  it("is asked for again where it was not there, and only then", async () => {
    const { known, told, calls, roles } = realm({});
    expect(await told(known.named("realm", ["auditor", "reviewer"]))).toMatchObject([{ id: "r-2" }, { id: "r-1" }]);
    await told(known.named("realm", ["reviewer"]));
    const before = calls().length;
    roles.push({ id: "r-9", name: "made just now" });
    expect(await told(known.named("realm", ["reviewer", "made just now"]))).toMatchObject([
      { id: "r-1" },
      { id: "r-9" },
    ]);
    expect(calls().length).toBe(2 * before);
  });

  it("is refused by its place among the others, where it is not there", async () => {
    const { known, told } = realm({});
    await expect(told(known.named("portal", ["reader", "wizard", "other"]))).rejects.toMatchObject({
      issues: [{ path: ["roles", "portal", 1] }, { path: ["roles", "portal", 2] }],
    });
  });

  it("in a section that nobody manages is refused, also where it is empty", async () => {
    const { known, told, calls } = realm({});
    for (const names of [["view"], []]) {
      await expect(told(known.named("account", names))).rejects.toMatchObject({
        issues: [{ path: ["roles", "account"] }],
      });
    }
    expect(calls()).toEqual([]);
  });

  it("is none where nothing is declared, without a look", async () => {
    const { known, told, calls, http } = realm({});
    expect(await told(known.named("realm", []))).toEqual([]);
    expect(calls()).toEqual([]);
    const document = new AskedOnce(async (): Promise<RealmDocument> => Promise.reject(new Error("nobody needs it")));
    const others = new RealmRoles(http, { realm: "acme", clients: [] }, document);
    expect(await told(others.removable("realm", []))).toEqual([]);
  });

  it("of a client that the realm doesn't have is an error that names the setting", async () => {
    const { http, told } = realm({});
    const other = new RealmRoles(http, { realm: "acme", clients: ["gone"] }, new AskedOnce(async () => NAMED));
    await expect(told(other.named("gone", ["reader"]))).rejects.toMatchObject({
      code: "rejected",
      message: expect.stringContaining("roster:keycloak.clients"),
    });
  });
});

describe("a role is taken away", () => {
  const composite: WireRole = { id: "r-8", name: "everything", composite: true };
  const unsaid: WireRole = { id: "r-7", name: "unsaid" };
  const roles = [composite, unsaid, REVIEWER, DEFAULT];

  it.each<[string, RealmDocument | undefined, string, boolean]>([
    ["where the realm says which one everybody has", NAMED, "everything", true],
    ["where it may not be everybody's, being no composite one", {}, "reviewer", true],
    ["not where it may be everybody's", {}, "everything", false],
    ["not where nobody says whether it is a composite one", { defaultRole: null }, "unsaid", false],
  ])("%s", async (_, document, name, isTaken) => {
    const { known, told } = realm({ roles, document });
    const removed = await told(known.removable("realm", [name])).catch((error: { code: string }) => error.code);
    if (isTaken) expect(removed).toMatchObject([{ name }]);
    else expect(removed).toBe("permission-denied");
  });

  it("of a client, whatever the realm says of its own", async () => {
    const { known, told } = realm({ document: undefined });
    expect(await told(known.removable("portal", ["default-roles-of-portal"]))).toMatchObject([{ id: "r-4" }]);
  });
});

describe("the role that everybody has", () => {
  const lookalike: WireRole = { id: "r-6", name: "default-roles-old", composite: true };
  const plain: WireRole = { id: "r-5", name: "default-roles-plain", composite: false };

  it.each<[string, RealmDocument | undefined, string[], string[]]>([
    [
      "is the one that the realm names",
      NAMED,
      ["default-roles-old", "default-roles-plain", "reviewer"],
      ["default-roles-acme"],
    ],
    [
      "is told by its usual name where the realm may not be seen",
      undefined,
      ["default-roles-plain", "reviewer"],
      ["default-roles-acme", "default-roles-old"],
    ],
  ])("%s, and shown apart", async (_, document, own, everybodys) => {
    const { known, told } = realm({ roles: [DEFAULT, lookalike, plain, REVIEWER], document });
    const shown = await told(known.shown({ realmMappings: [DEFAULT, lookalike, plain, REVIEWER] }));
    expect(shown).toEqual({ members: { realm: own, portal: [] }, implied: { realm: everybodys } });
    expect(await told(known.namesOf("realm"))).toEqual(own);
  });

  it("is one of the realm's own: a client's role of such a name is anybody's", async () => {
    const { known, told } = realm({ document: undefined });
    expect(await told(known.namesOf("portal"))).toEqual(["reader", "default-roles-of-portal"]);
  });

  it.each<[string, RealmDocument | undefined, string[]]>([
    ["is all that somebody has who is new", NAMED, ["default-roles-acme"]],
    ["is not told of somebody who is new where the realm may not be seen", undefined, []],
  ])("%s", async (_, document, everybodys) => {
    const { known, told } = realm({ document });
    expect(await told(known.none())).toEqual({ members: { realm: [], portal: [] }, implied: { realm: everybodys } });
  });
});

describe("what somebody's roles are shown as", () => {
  it("are those of managed clients, and no other client's", async () => {
    const { known, told } = realm({});
    const clientMappings = { portal: { mappings: [READER] }, account: { mappings: [AUDITOR] } };
    const { members } = await told(known.shown({ realmMappings: [REVIEWER], clientMappings }));
    expect(members).toEqual({ realm: ["reviewer"], portal: ["reader"] });
  });

  it.each([[null], [undefined], [{}], [{ portal: {} }], [{ portal: { mappings: null } }]])(
    "are none in a section of which the answer shows nothing: %j",
    async (clientMappings) => {
      const { known, told } = realm({});
      expect((await told(known.shown({ realmMappings: null, clientMappings }))).members).toEqual({
        realm: [],
        portal: [],
      });
    },
  );

  it("are none at a client whose name every object has", async () => {
    const { http, told } = realm({});
    const other = new RealmRoles(http, { realm: "acme", clients: ["constructor"] }, new AskedOnce(async () => NAMED));
    expect((await told(other.shown({ clientMappings: {} }))).members).toEqual({ realm: [], constructor: [] });
  });

  it("costs no look at the realm where there are none of its roles", async () => {
    const { http, told } = realm({});
    const document = new AskedOnce(async (): Promise<RealmDocument> => Promise.reject(new Error("nobody needs it")));
    const others = new RealmRoles(http, { realm: "acme", clients: ["portal"] }, document);
    expect(await told(others.shown({ clientMappings: { portal: { mappings: [READER] } } }))).toMatchObject({
      members: { realm: [], portal: ["reader"] },
    });
    expect(await told(others.namesOf("portal"))).toContain("reader");
  });
});

describe("what is done for declared roles", () => {
  const names = (roles: readonly WireRole[]) => roles.map(({ name }) => name);
  async function changed(of: Parameters<typeof realm>[0], asked: UpdateRequest) {
    const { http, known, told, calls } = realm(of);
    const { sections, after } = await told(roleChanges(http, known, asked));
    return {
      calls: calls(),
      after,
      done: sections.map(({ container, grant, revoke }) => ({ container, grant: names(grant), revoke: names(revoke) })),
    };
  }
  const LOOK = "GET /users/u-1/role-mappings";

  it("is granted and taken away in the section that changed alone", async () => {
    const asked = request({ realm: ["reviewer"], portal: ["reader"] }, [["portal", "0"]]);
    const { done, after } = await changed({ held: [AUDITOR], heldAtPortal: [] }, asked);
    expect(done).toEqual([{ container: "c-1", grant: ["reader"], revoke: [] }]);
    expect(after).toEqual({ realm: ["auditor"], portal: ["reader"] });
  });

  it("is everything declared where all of it changed, and nothing in other sections", async () => {
    const asked = request({ realm: ["reviewer"] }, [[]]);
    const { done, after } = await changed({ held: [AUDITOR], heldAtPortal: [READER] }, asked);
    expect(done).toEqual([{ container: "realm", grant: ["reviewer"], revoke: ["auditor"] }]);
    expect(after).toEqual({ realm: ["reviewer"], portal: ["reader"] });
  });

  it("is nothing of what changes beside roles", async () => {
    const asked = request({ realm: ["reviewer"] }, [["realm", "0"]]);
    const changes: Change[] = [
      { kind: "member", path: ["groups", 0] },
      { kind: "attribute", path: ["attributes", "x"] },
      ...asked.changes,
    ];
    expect((await changed({}, { ...asked, changes })).done).toEqual([
      { container: "realm", grant: ["reviewer"], revoke: [] },
    ]);
  });

  it("is nothing in a section that nobody manages", async () => {
    const asked = request({ account: ["view"] }, [["account", "0"]]);
    await expect(changed({}, asked)).rejects.toMatchObject({ issues: [{ path: ["roles", "account"] }] });
  });

  it("is taken away in a section that is declared no more", async () => {
    const asked = request({}, [["portal", "0"]]);
    const { done, after } = await changed({ heldAtPortal: [READER] }, asked);
    expect(done).toEqual([{ container: "c-1", grant: [], revoke: ["reader"] }]);
    expect(after).toEqual({ realm: [], portal: [] });
  });

  it.each<[string, Partial<UpdateRequest>, string[], string[]]>([
    ["may be only added", { addOnly: ["roles"] }, [], ["auditor", "reviewer"]],
    ["is added alone where another set may be only added", { addOnly: ["groups"] }, ["auditor"], ["reviewer"]],
  ])("%s", async (_, more, revoke, realms) => {
    const { done, after } = await changed({ held: [AUDITOR] }, request({ realm: ["reviewer"] }, [["realm"]], more));
    expect(done).toEqual([{ container: "realm", grant: ["reviewer"], revoke }]);
    expect(after["realm"]).toEqual(realms);
  });

  it("is nothing for a role that is there, in whatever form it is written", async () => {
    const [one, other] = ["é".normalize("NFC"), "é".normalize("NFD")];
    const held = [{ id: "r-e", name: other }];
    const { done } = await changed({ roles: held, held }, request({ realm: [one] }, [["realm"]]));
    expect(done).toEqual([{ container: "realm", grant: [], revoke: [] }]);
  });

  it.each<[string, Observed | undefined, boolean]>([
    ["looks at the person where nobody has before", undefined, true],
    ["looks at nobody who was seen with all sections", seen({ realm: ["auditor"], portal: [] }), false],
    ["looks at somebody who was seen without a section", seen({ realm: ["auditor"] }), true],
  ])("%s", async (_, shown, isLook) => {
    const { done, calls } = await changed(
      { held: [AUDITOR] },
      request({ realm: ["reviewer"] }, [["realm"]], shown ? { seen: shown } : {}),
    );
    expect(done).toEqual([{ container: "realm", grant: ["reviewer"], revoke: ["auditor"] }]);
    expect(calls.includes(LOOK)).toBe(isLook);
  });

  it("is nobody's where a role that is to go may be everybody's", async () => {
    const { http, known, told, calls } = realm({
      document: undefined,
      held: [{ ...AUDITOR, composite: true }],
      roles: [REVIEWER, { ...AUDITOR, composite: true }],
    });
    await expect(told(roleChanges(http, known, request({ realm: ["reviewer"] }, [["realm"]])))).rejects.toMatchObject({
      code: "permission-denied",
    });
    expect(calls().filter((call) => !call.startsWith("GET"))).toEqual([]);
  });

  it("is sent by halves, each to the section that it is about, and no empty one", async () => {
    const { http, told, calls } = realm({});
    const sections = [
      { container: "realm", grant: [REVIEWER], revoke: [] },
      { container: "c-1", grant: [], revoke: [READER] },
    ];
    await told(applyRoles(http, "u-1", sections, "grant"));
    await told(applyRoles(http, "u-1", sections, "revoke"));
    expect(calls()).toEqual(["POST /users/u-1/role-mappings/realm", "DELETE /users/u-1/role-mappings/clients/c-1"]);
  });
});
