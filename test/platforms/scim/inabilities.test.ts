import { describe, expect, it } from "vitest";
import type { ScimOptions } from "../../../sandbox/index";
import { GroupOf } from "../../conformance/driver";
import { operationsOf, world, writesOf } from "./lab";

const work = { value: "ada@example.com", type: "work" };
const home = { value: "ada@example.net", type: "home" };
const ada = { userName: "ada.acme", title: "Engineer", emails: [work, home], department: "Notes" };
const { department, ...plain } = ada;

describe("what a server can't do by PATCH is done in another way", () => {
  it.each<[string, ScimOptions, object, object, readonly string[]]>([
    [
      "a removal by a filter that is refused becomes one replace",
      { patches: { filtered: 400 } },
      ada,
      { ...ada, emails: [work] },
      ["PATCH 400", "PATCH 200"],
    ],
    [
      "a removal by a filter that fails becomes one replace",
      { patches: { filtered: 500 } },
      ada,
      { ...ada, emails: [work] },
      ["PATCH 500", "PATCH 500", "PATCH 500", "PATCH 500", "PATCH 500", "PATCH 200"],
    ],
    [
      "a removal by a filter without effect becomes one replace",
      { patches: { filtered: "ignored" } },
      ada,
      { ...ada, emails: [work] },
      ["PATCH 200", "PATCH 200"],
    ],
    [
      "a removal by a filter that is refused with replace and add becomes a PUT",
      { patches: { unsupported: ["add", "replace"], filtered: 400 } },
      ada,
      { ...ada, emails: [work] },
      ["PATCH 400", "PATCH 501", "PUT 200"],
    ],
    [
      "a removal that is not supported becomes a PUT",
      { patches: { unsupported: ["remove"] } },
      ada,
      { ...ada, title: null },
      ["PATCH 501", "PUT 200"],
    ],
    [
      "a removal without effect becomes a PUT",
      { patches: { ignoresRemovals: true } },
      ada,
      { ...ada, title: null },
      ["PATCH 200", "PUT 200"],
    ],
    [
      "a set that is emptied without effect becomes a replace",
      { patches: { ignoresRemovals: true } },
      ada,
      { ...ada, emails: null },
      ["PATCH 200", "PATCH 200"],
    ],
    [
      "an add that is not supported becomes a replace",
      { patches: { unsupported: ["add"] } },
      { userName: "ada.acme" },
      { userName: "ada.acme", emails: [work] },
      ["PATCH 501", "PATCH 200"],
    ],
    [
      "an attribute of an extension that the person has nothing of is added",
      { patches: { failsWithoutExtension: true } },
      plain,
      ada,
      ["PATCH 200"],
    ],
    [
      "a PATCH that is not supported becomes a PUT",
      { patch: false, says: { features: { patch: true } } },
      plain,
      ada,
      ["PATCH 501", "PATCH 501", "PUT 200"],
    ],
    [
      "what a PUT leaves out and the server keeps is sent as null",
      { patch: false, put: "merge" },
      ada,
      { ...ada, title: null },
      ["PUT 200", "PUT 200"],
    ],
    [
      "a set that a PUT leaves out and the server keeps is sent as an empty list",
      { patch: false, put: "merge" },
      ada,
      { ...ada, emails: null },
      ["PUT 200", "PUT 200"],
    ],
    ["a server that says that it has no PATCH gets a PUT", { patch: false }, plain, ada, ["PUT 200"]],
    ["a server that says so in texts gets a PUT", { patch: false, says: { asTexts: true } }, plain, ada, ["PUT 200"]],
  ])("%s", async (_, options, before, after, writes) => {
    for (const etags of [true, false]) {
      const opened = await world({ ...options, etags });
      await opened.settled({ ada: { ...before } });
      await opened.settled({ ada: { ...after } });
      expect(writesOf(opened)).toEqual(["POST 201", ...writes]);
      const { emails = [], title } = (await opened.account("ada")).attributes;
      const declared = after as Partial<typeof ada>;
      expect([emails, title ?? null]).toEqual([declared.emails ?? [], declared.title ?? null]);
    }
  });

  it("a PATCH that is not allowed is not tried again", async () => {
    const opened = await world();
    const bob = { ...ada, userName: "bob.acme" };
    await opened.settled({ ada, bob });
    opened.stage.faults.add({ method: "PATCH", fault: { kind: "status", status: 405 } });
    await opened.settled({ ada: { ...ada, title: "A" }, bob: { ...bob, emails: [work] } });
    expect(writesOf(opened).slice(2)).toEqual(["PATCH 405", "PUT 200", "PUT 200"]);
  });

  it("is found out once a run", async () => {
    const opened = await world({ patches: { filtered: "ignored" } });
    const bob = { ...ada, userName: "bob.acme" };
    await opened.settled({ ada, bob });
    await opened.settled({ ada: { ...ada, emails: [work] }, bob: { ...bob, emails: [work] } });
    expect(writesOf(opened).filter((write) => write.startsWith("PATCH"))).toHaveLength(3);
  });

  it("a removal by a filter that works is looked for once a run", async () => {
    const opened = await world({ etags: false });
    const bob = { ...ada, userName: "bob.acme" };
    await opened.settled({ ada, bob });
    const reads = opened.stage.log.reads().length;
    await opened.up({ ada: { ...ada, emails: [work] }, bob: { ...bob, emails: [work] } });
    // The run asks for the server's configuration and schemas, and for each person before and after; one is looked at once more.
    expect(opened.stage.log.reads().length - reads).toBe(2 + 4 + 1);
    expect(operationsOf(opened, 0)).toEqual([{ op: "remove", path: 'emails[value eq "ada@example.net"]' }]);
  });

  it("a 500 that was carried out all the same is no reason for a PUT", async () => {
    const opened = await world();
    await opened.settled({ ada });
    opened.stage.faults.add({ method: "PATCH", fault: { kind: "status", status: 500, applied: true } });
    const failure = await opened.refused({ ada: { ...ada, title: "Analyst" } });
    expect(failure.code).toBe("unavailable");
    expect(
      writesOf(opened)
        .slice(1)
        .every((write) => write === "PATCH 500"),
    ).toBe(true);
    expect(opened.driver.resource("ada").outputs["title"]).toBe("Analyst");
  });

  it.each([502, 503])("an outage of %d is none: nothing is written in another way", async (status) => {
    const opened = await world();
    await opened.settled({ ada });
    opened.stage.faults.add({ method: "PATCH", fault: { kind: "status", status } });
    expect((await opened.refused({ ada: { ...ada, title: "Analyst" } })).code).toBe("unavailable");
    expect(writesOf(opened).some((write) => write.startsWith("PUT"))).toBe(false);
  });

  it("a creation that is not supported is an error that says so, without a second try", async () => {
    const opened = await world();
    opened.stage.faults.add({ method: "POST", fault: { kind: "status", status: 501 } });
    const failure = await opened.refused({ ada });
    expect(failure).toMatchObject({
      code: "rejected",
      message: expect.stringMatching(/does not support this, and nothing/),
    });
    expect(writesOf(opened)).toEqual(["POST 501"]);
  });
});

describe("a server that keeps one of two", () => {
  const set = [work, home];

  it.each([true, false])("gets them in one order each time, and says which it keeps", async (patch) => {
    const opened = await world({ keepsOne: ["emails"], patch });
    const failure = await opened.refused({ ada: { userName: "ada.acme", emails: set } });
    expect(failure).toMatchObject({
      code: "not-converged",
      message: expect.stringMatching(/keeps 1 of the 2 .*emails\[1\].*not emails\[0\]/),
    });
    expect(failure.message).not.toMatch(/@example/);
    const kept: unknown[] = [];
    for (let run = 0; run < 3; run++) {
      await opened.refused({ ada: { userName: "ada.acme", emails: set } });
      kept.push((await opened.account("ada")).attributes["emails"]);
    }
    expect(kept).toEqual([[home], [home], [home]]);
    await opened.settled({ ada: { userName: "ada.acme", emails: [home] } });
    expect(await opened.stage.accounts()).toHaveLength(1);
  });

  it("is not asked for two where its schema says so", async () => {
    const opened = await world({ keepsOne: ["emails"], says: { attributes: { emails: { multiValued: false } } } });
    const failure = await opened.refused({ ada: { userName: "ada.acme", emails: set } });
    expect(failure.message).toMatch(/emails: .*keeps one value of emails, and 2 are declared/);
    expect(writesOf(opened)).toEqual([]);
  });
});

describe("a server that keeps what is to be emptied", () => {
  const options: ScimOptions = { patch: false, put: "keep" };

  it("is asked twice, each run tells what stays, and the state has it", async () => {
    const opened = await world(options);
    await opened.settled({ ada });
    for (let run = 0; run < 2; run++) {
      const failure = await opened.refused({ ada: { ...ada, title: null, emails: null } });
      expect(failure).toMatchObject({
        code: "not-converged",
        message: expect.stringMatching(/; still there: title, emails\. .* the vendor keeps what is to go$/),
      });
    }
    expect(opened.driver.resource("ada").outputs["title"]).toBe("Engineer");
    expect((await opened.account("ada")).attributes).toMatchObject({ title: "Engineer", emails: [work, home] });
    await opened.settled({ ada });
  });

  it("keeps the last member of a group, and the error names the group", async () => {
    const opened = await world(options);
    const engines = (await opened.stage.memberships?.create("Engines")) ?? "";
    await opened.settled({ ada: { ...ada, groups: [engines] } });
    const failure = await opened.refused({ ada: { ...ada, groups: [] } });
    expect(failure).toMatchObject({
      code: "not-converged",
      message: expect.stringMatching(/; still there: groups\[0\]\. /),
    });
    expect(opened.driver.resource("ada").outputs["groups"]).toEqual([engines]);
    await opened.settled({ ada: { ...ada, groups: [engines] } });
  });

  it("keeps what a group is to lose, and the error names it", async () => {
    const opened = await world(options);
    const payroll = { displayName: "Payroll", externalId: "hr-1" };
    await opened.settled({ payroll: new GroupOf(payroll) });
    const failure = await opened.refused({ payroll: new GroupOf({ ...payroll, externalId: null }) });
    expect(failure).toMatchObject({
      code: "not-converged",
      message: expect.stringMatching(/; still there: externalId\. /),
    });
    expect(opened.driver.resource("payroll").outputs["externalId"]).toBe("hr-1");
  });
});

describe("what a server's schemas can't hold is refused before the first write", () => {
  const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
  const person = { userName: "ada.acme" };

  it.each<[string, NonNullable<ScimOptions["says"]>["attributes"], object, RegExp]>([
    ["roles that it doesn't have", { roles: "absent" }, { roles: ["reviewer"] }, /roles: .*has no attribute roles/],
    [
      "roles that it holds for read-only",
      { roles: { mutability: "readOnly" } },
      { roles: ["a"] },
      /roles: .*read-only/,
    ],
    [
      "two roles where it holds one",
      { roles: { multiValued: false } },
      { roles: ["a", "b"] },
      /roles: .*keeps one value/,
    ],
    ["an attribute", { title: "absent" }, { title: "x" }, /title: .*has no attribute title/],
    ["a mutability in another case", { title: { mutability: "READONLY" } }, { title: "x" }, /title: .*read-only/],
    [
      "a part of a name",
      { "name.middleName": "absent" },
      { name: { middleName: "x" } },
      /name\.middleName: .*name\.middleName/,
    ],
    [
      "a read-only part of a name",
      { "name.formatted": { mutability: "readOnly" } },
      { name: { formatted: "x" } },
      /read-only/,
    ],
    [
      "a part of an address",
      { "addresses.region": "absent" },
      { addresses: [{ country: "GB" }, { region: "x" }] },
      /addresses\[1\]\.region: /,
    ],
    [
      "a type that it holds for read-only",
      { "emails.type": { mutability: "readOnly" } },
      { emails: [work] },
      /emails\[0\]\.type: /,
    ],
    ["what it never shows", { title: { returned: "never" } }, { title: "x" }, /never shows title/],
    ["what it shows on request alone", { title: { returned: "request" } }, { title: "x" }, /asked for by name/],
    ["what can only be written", { nickName: { mutability: "writeOnly" } }, { nickName: "x" }, /never shows nickName/],
    ["an extension's part", {}, { extensions: { [`${ACME}:desk.colour`]: "x" } }, /desk\.colour/],
  ])("%s", async (_, attributes, declared, says) => {
    for (const schemas of ["list", "plain", "single"] as const) {
      const opened = await world({ says: { attributes: attributes ?? {}, schemas } });
      if (schemas === "single" && /extension/.test(Object.keys(declared).join())) continue;
      const failure = await opened.refused({ ada: { ...person, ...declared } });
      expect(failure).toMatchObject({ during: "create", code: "rejected", message: expect.stringMatching(says) });
      expect(failure.message).toMatch(/Nothing was sent/);
      expect(writesOf(opened)).toEqual([]);
      await opened.settled({ ada: person });
      expect((await opened.refused({ ada: { ...person, ...declared } })).during).toBe("update");
      expect(writesOf(opened)).toEqual(["POST 201"]);
    }
  });

  it("an extension's attribute", async () => {
    for (const schemas of ["list", "plain"] as const) {
      const opened = await world({ says: { attributes: {}, schemas } });
      const declared = { ...person, extensions: { [`${ACME}:colour`]: "x" } };
      const says = {
        code: "invalid-arguments",
        message: expect.stringMatching(/:User:colour"\]: there is no such key/),
      };
      expect(await opened.refused({ ada: declared })).toMatchObject({ during: "create", ...says });
      expect(writesOf(opened)).toEqual([]);
      await opened.settled({ ada: person });
      expect(await opened.refused({ ada: declared })).toMatchObject({ during: "update", ...says });
      expect(writesOf(opened)).toEqual(["POST 201"]);
    }
  });

  it("a value that can be set once alone is not changed", async () => {
    const opened = await world({
      says: { attributes: { externalId: { mutability: "immutable" }, title: { mutability: "immutable" } } },
    });
    await opened.settled({ ada: person });
    await opened.settled({ ada: { ...person, title: "Engineer" } });
    expect((await opened.refused({ ada: { ...person, title: "Analyst" } })).message).toMatch(/immutable/);
    expect(writesOf(opened)).toEqual(["POST 201", "PATCH 200"]);
  });

  it("what the schema leaves to every list is not asked for in it", async () => {
    const attributes = { "emails.primary": "absent", "emails.type": "absent", "addresses.primary": "absent" } as const;
    const opened = await world({ says: { attributes } });
    await opened.settled({ ada: { ...person, emails: [{ ...work, primary: true }] } });
  });

  it("roles that are declared as none are no use of them", async () => {
    const opened = await world({ says: { attributes: { roles: "absent" } } });
    await opened.settled({ ada: { ...person, roles: [] } });
  });
});
