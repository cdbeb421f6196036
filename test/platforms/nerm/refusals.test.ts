import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { FLAT } from "../../../provider/core/model/entity";
import {
  ADA,
  BOB,
  changing,
  FIRST,
  GET_ADA,
  LIST_ROLES,
  MANAGED,
  managedBy,
  NO_MANAGERS,
  SEED_USER,
  scripted,
} from "./helpers";

describe("refusals", () => {
  const title: Change = { kind: "attribute", path: ["title"], to: "Secret title" };
  const refusal = async (answer: object, status = 400) => {
    const vendor = scripted({ call: `PATCH /users/${ADA}`, status, answer });
    const request = changing([title], { attributes: { title: "Secret title" } });
    return vendor.connector.update(request).catch((error: unknown) => error);
  };

  it("without attributes say what the vendor says, without the person's values and the token", async () => {
    const error = await refusal({ error: "Invalid JSON syntax near Secret title, key-1234" });
    expect(error).toMatchObject({ code: "rejected", properties: [] });
    expect(String(error)).toContain("Invalid JSON syntax near ***, ***");
  });

  it("with attributes reach the arguments, as a text or a list of texts", async () => {
    const errors = { email: "is invalid", group_strings: ["is odd", "is long"], other_thing: "is new" };
    const error = await refusal({ error: "The user failed to create/update", errors });
    expect(error).toMatchObject({
      code: "rejected",
      properties: ["email", "groupStrings"],
      message: expect.stringMatching(/^email: is invalid; groupStrings: is odd, is long; other_thing: is new\./),
    });
  });

  it("without attributes reach the argument that the sentence begins with", async () => {
    expect(await refusal({ error: "Group strings can't be this long" })).toMatchObject({
      code: "rejected",
      properties: ["groupStrings"],
      message: expect.stringMatching(/^groupStrings: .*Correct what it names/),
    });
    expect(await refusal({ error: "Login has already been taken" })).toMatchObject({
      properties: ["login"],
      message: expect.stringMatching(/^login: .*leaves in this same run, run again/),
    });
  });

  it.each([
    ["in a list", ["Expiration must be after today", "Group strings can't be this long, Secret title"]],
    ["in a list with others", ["Group strings can't be this long, Secret title", 7, null]],
  ])("%s reach the arguments that the sentences begin with", async (_, errors) => {
    const error = await refusal({ errors });
    expect(error).toMatchObject({
      code: "rejected",
      properties: ["groupStrings"],
      message: expect.stringMatching(
        /^groupStrings: .*Group strings can't be this long, \*\*\*\. Correct what it names/,
      ),
    });
    if (errors[0] === "Expiration must be after today") expect(String(error)).toContain(`${errors[0]}; Group strings`);
  });

  it("in a list beside a sentence are told after it", async () => {
    const error = await refusal({ error: "The user failed to update", errors: ["Title is too long"] });
    expect(error).toMatchObject({ code: "rejected", properties: ["title"] });
    expect(String(error)).toContain("The user failed to update; Title is too long");
  });

  it("in a list say that somebody is gone only where they say nothing else", async () => {
    expect(await refusal({ errors: ["User not found"] }, 404)).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/is gone from SailPoint NERM/),
    });
    const error = await refusal({ errors: ["User not found", "Title is too long"] });
    expect(error).toMatchObject({ code: "rejected", properties: ["title"] });
  });

  it("in an empty list are none", async () => {
    expect(String(await refusal({ errors: [] }))).toContain("no reason given");
    const vendor = scripted({ call: `PATCH /users/${ADA}`, answer: { user: SEED_USER, errors: [] } });
    await vendor.connector.update(changing([title], { attributes: { title: "Secret title" } }));
  });

  it("in a list with a 200 are refusals all the same", async () => {
    expect(await refusal({ errors: ["Title is too long"] }, 200)).toMatchObject({ properties: ["title"] });
  });

  it.each([
    ["Profile not found", /^profileId: .*Profile not found/],
    ["The profile does not exist", /^profileId: .*does not exist/],
    ["no user found", /is gone from SailPoint NERM/],
    ["User not found", /is gone from SailPoint NERM/],
  ])("of something that isn't there tell the person from what they refer to: %s", async (error, says) => {
    expect(await refusal({ error })).toMatchObject({ code: "not-found", message: expect.stringMatching(says) });
  });

  it("of a login say what to do where a leaver has it", async () => {
    const error = await refusal({ error: "failed", errors: { login: "has already been taken" } });
    expect(String(error)).toContain("leaves in this same run, run again");
    const odd = await refusal({ error: "failed", errors: { login: "is too long" } });
    expect(String(odd)).toContain("Correct what it names");
  });

  it("of a person who is not seen yet are not-found, so that core waits", async () => {
    const vendor = scripted(
      GET_ADA,
      { call: MANAGED, answer: NO_MANAGERS },
      { call: "POST /user_manager", status: 400, answer: { error: "failed", errors: { manager: "must exist" } } },
    );
    await expect(
      vendor.connector.update(changing([managedBy(BOB)], { references: { manager: BOB } })),
    ).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/^manager: must exist/),
    });
  });
});

it("a 404 that is not the vendor's own points at the address", async () => {
  const page = { call: `GET /users?login=ada&${FIRST}`, status: 404, answer: {} } as const;
  await expect(scripted(page).connector.find("ada")).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringContaining("check roster:nerm.url or tenant"),
  });
});

describe("removal", () => {
  it("deactivates by a PATCH of the status", async () => {
    const user = { ...SEED_USER, status: "Disabled" };
    const body = { user: { id: ADA, status: "Disabled" } };
    const vendor = scripted({ call: `PATCH /users/${ADA}`, body, answer: { user } });
    expect(await vendor.connector.deactivate(ADA)).toBe("done");
    expect(vendor.sent[0]?.actual).toEqual(body);
  });

  it.each([
    [200, { info: "object deleted" }, "done"],
    [404, { error: "no user found" }, "already"],
    [400, { error: "no user found" }, "already"],
  ])("deletes: %i %j is %s", async (status, answer, outcome) => {
    const vendor = scripted({ call: `DELETE /users/${ADA}`, status, answer });
    expect(await vendor.connector.remove(ADA)).toBe(outcome);
  });

  it.each([
    [400, { error: "The user can't be deleted" }],
    [200, { error: "The user can't be deleted" }],
  ])("that is refused is an error (%i)", async (status, answer) => {
    const vendor = scripted({ call: `DELETE /users/${ADA}`, status, answer });
    await expect(vendor.connector.remove(ADA)).rejects.toMatchObject({ code: "rejected" });
  });
});

it("someone who was refused before anything was sent is in no doubt, whatever becomes of the others", async () => {
  const vendor = scripted(
    LIST_ROLES,
    { call: "POST /users", status: 400, answer: { error: "The users failed to create" } },
    { call: "GET /users?limit=500&offset=0&metadata=true", status: 403, answer: { error: "no" } },
  );
  const desired = (i: number, roles: readonly string[]) => ({
    attributes: { name: `Person ${i}`, email: `p${i}@example.com`, login: `p${i}` },
    sets: { roles: { [FLAT]: roles } },
    references: {},
  });
  const outcomes = await vendor.connector.createMany([desired(0, ["Wizards"]), desired(1, [])]);
  expect(outcomes).toMatchObject([{ error: { code: "invalid-arguments" } }, { error: { code: "uncertain" } }]);
});
