import { describe, expect, it } from "vitest";
import { UnavailableError } from "../../../provider/core/contract/errors";
import { FLAT } from "../../../provider/core/model/entity";
import { ActiveFields } from "../../../provider/platforms/adobe/active-fields";
import { allowance } from "../../../provider/platforms/adobe/api";
import { AdobeConnector } from "../../../provider/platforms/adobe/connector";
import type { WireField } from "../../../provider/platforms/adobe/wire";
import { AskedOnce } from "../../../provider/platforms/asked-once";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { group } from "./small-account";

const DENIED: Answer = { status: 403, body: {} };
const UNTOLD = { reason: expect.any(String) };

/** What an account offers that gives these answers, by address. */
function offers(answers: Readonly<Record<string, unknown>>) {
  const calls: string[] = [];
  const { http, clock } = scripted(({ path }): Answer => {
    const { pathname } = new URL(path, ORIGIN);
    const own = pathname.replace("/api", "");
    calls.push(own);
    const answer = answers[own];
    if (answer === undefined || answer === DENIED) return DENIED;
    return { status: 200, body: typeof answer === "function" ? answer(calls.length) : answer };
  });
  const connector = new AdobeConnector(http, "shown");
  return { told: (...about: string[]) => clock.ended(connector.vocabulary(about)), calls };
}

describe("an Adobe account offers", () => {
  it("zones and locales with what they are called, as far as it lists them", async () => {
    const attributes = {
      timeZones: [
        { timeZoneCode: 42, name: "Paris", zoneId: "Europe/Paris" },
        { timeZoneCode: "7", name: "" },
      ],
      contentLocales: [{ locale: "en_US", name: "English" }, { locale: "fr_FR" }],
      uiLocales: [],
    };
    for (const name of ["timeZoneCode", "contentLocale"]) {
      const told = await offers({ "/account": { data: { id: "a-1", attributes } } }).told(name);
      expect(told.attributes).toHaveProperty(name);
    }
    expect(await offers({ "/account": { data: { id: "a-1", attributes } } }).told("uiLocale")).toEqual({
      attributes: {
        timeZoneCode: { terms: [{ name: "42", titles: ["Europe/Paris", "Paris"] }, { name: "7" }], isComplete: true },
        contentLocale: { terms: [{ name: "en_US", titles: ["English"] }, { name: "fr_FR" }], isComplete: true },
      },
      maps: {},
      sets: {},
      untold: [{ about: ["uiLocale"], ...UNTOLD }],
    });
    const uiLocales = [{ locale: "en-US", name: "English" }];
    const all = { ...attributes, uiLocales };
    expect(await offers({ "/account": { data: { id: "a-1", attributes: all } } }).told("timeZoneCode")).toMatchObject({
      attributes: { uiLocale: { terms: [{ name: "en-US", titles: ["English"] }], isComplete: true } },
      untold: [],
    });
  });

  it.each([[{ id: "a-1" }], [{ id: "a-1", attributes: null }]])(
    "none of them where it says nothing: %j",
    async (data) => {
      expect(await offers({ "/account": { data } }).told("timeZoneCode")).toEqual({
        attributes: {},
        maps: {},
        sets: {},
        untold: [{ about: ["timeZoneCode", "contentLocale", "uiLocale"], ...UNTOLD }],
      });
    },
  );

  it("its active fields, with the values that they take", async () => {
    const fields = [
      { name: "Site", allowedValues: ["Bath"], isMultiValue: true },
      { name: "Team", allowedValues: [], isMultiValue: false },
      { name: "Desk", isMultiValue: null },
    ];
    const { maps } = await offers({ "/account/fields": { fields } }).told("fields");
    expect(maps).toStrictEqual({
      fields: {
        terms: [
          { name: "Site", values: { terms: [{ name: "Bath" }], isComplete: true }, takesSeveral: true },
          { name: "Team", takesSeveral: false },
          { name: "Desk" },
        ],
        isComplete: true,
      },
    });
  });

  it("no fields where it lists none, or may not be asked", async () => {
    expect((await offers({ "/account/fields": { fields: [] } }).told("fields")).untold).toEqual([
      { about: ["fields"], ...UNTOLD },
    ]);
    expect((await offers({}).told("fields")).untold).toEqual([{ about: ["fields"], ...UNTOLD, isDenied: true }]);
  });

  const links = (next: number) => ({ next: `${ORIGIN}/userGroups?page[offset]=${next}` });

  it("its user groups by their ids, but for those that are deleted", async () => {
    const { told } = offers({
      "/userGroups": { data: [group("g-1"), group("g-2", { state: "DELETED" }), group("g-3", { name: null })] },
    });
    expect((await told("groups")).sets).toEqual({
      groups: { [FLAT]: { terms: [{ name: "g-1", titles: ["group g-1"] }, { name: "g-3" }], isComplete: true } },
    });
  });

  it("some of very many groups, and says that there may be others", async () => {
    const { told, calls } = offers({
      "/userGroups": (nth: number) => ({ data: [group(`g-${nth}`)], links: links(nth) }),
    });
    expect((await told("groups")).sets["groups"]?.[FLAT]?.isComplete).toBe(false);
    expect(calls).toHaveLength(10);
  });

  it("its external profiles, page by page", async () => {
    const pages = [
      { data: [{ id: "p-1", attributes: { name: "Partners" } }], links: links(1) },
      { data: [{ id: "p-2" }] },
    ];
    const { told } = offers({ "/externalProfiles": (nth: number) => pages[nth - 1] });
    expect((await told("externalProfile")).attributes).toEqual({
      externalProfile: { terms: [{ name: "p-1", titles: ["Partners"] }, { name: "p-2" }], isComplete: true },
    });
  });

  it("roles that were seen, of which an account can have others, without a call", async () => {
    const { told, calls } = offers({});
    const { sets, untold } = await told("roles");
    expect(sets["roles"]?.[FLAT]?.terms.map(({ name }) => name)).toContain("Learner");
    expect([sets["roles"]?.[FLAT]?.isComplete, untold, calls]).toEqual([false, [{ about: ["roles"], ...UNTOLD }], []]);
  });
});

describe("active fields that can be written in two forms", () => {
  const [composed, apart] = ["Équipe", "Équipe".normalize("NFD")];
  const [value, valueApart] = ["Qualité", "Qualité".normalize("NFD")];
  const KNOWN: WireField[] = [
    { name: "Site", allowedValues: ["Bath"] },
    { name: apart, allowedValues: [valueApart] },
    { name: "Bare" },
  ];

  const spelt = async (fields: unknown, known: readonly WireField[] | UnavailableError = KNOWN) => {
    let asked = 0;
    const active = new ActiveFields(
      new AskedOnce(async () => {
        asked++;
        return known;
      }),
    );
    const attributes = { email: "é", ...(fields === undefined ? {} : { fields }) };
    const { data } = await active.spelt({ data: { id: "1", type: "user", attributes } });
    expect(data).toMatchObject({ id: "1", type: "user", attributes: { email: "é" } });
    return { fields: data.attributes["fields"], asked };
  };

  it.each<[string, unknown, unknown]>([
    ["the name", { [composed]: "x" }, { [apart]: "x" }],
    ["the name, beside others", { Bare: "x", [composed]: null }, { Bare: "x", [apart]: null }],
    ["a listed value", { [composed]: value }, { [apart]: valueApart }],
    ["listed values", { [composed]: [value, "x"] }, { [apart]: [valueApart, "x"] }],
    ["no value that another field lists", { Bare: value, Site: value }, { Bare: value, Site: value }],
  ])("are sent as the account has them: %s", async (_, fields, expected) => {
    expect(await spelt(fields)).toEqual({ fields: expected, asked: 1 });
  });

  it.each([[{ Site: "Bath", Bare: ["x"], Team: null }], [{}], [undefined]])(
    "are asked for where there are such alone: %j",
    async (fields) => {
      expect(await spelt(fields)).toEqual({ fields, asked: 0 });
    },
  );

  it("are sent as declared where the account doesn't tell them", async () => {
    expect((await spelt({ [composed]: value }, new UnavailableError("no", 500))).fields).toEqual({ [composed]: value });
  });
});

it("Adobe's rate of creations is told from that of changes", async () => {
  const rates: Record<string, string> = { POST: "10r/m", PATCH: "60r/m" };
  const { http, clock } = scripted(
    ({ method }) => ({ status: 200, headers: { "x-rate-limit": rates[method] ?? "1r/h" }, body: {} }),
    {
      allowance,
    },
  );
  const connector = new AdobeConnector(http, "shown");
  expect([connector.perMinute("create"), connector.perMinute("update")]).toEqual([undefined, undefined]);
  for (const method of ["POST", "PATCH", "GET"] as const) await clock.ended(http.request({ method, path: "/users" }));
  // A little less than is granted.
  const [create = 0, update = 0] = [connector.perMinute("create"), connector.perMinute("update")];
  expect(create).toBeGreaterThan(5);
  expect(create).toBeLessThanOrEqual(10);
  expect(update).toBeGreaterThan(30);
  expect(update).toBeLessThanOrEqual(60);
});
