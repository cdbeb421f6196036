import { describe, expect, it } from "vitest";
import { Memberships } from "../../../provider/platforms/adobe/memberships";
import { type Answer, scripted } from "../../http/scripted-vendor";
import { group, refusal } from "./small-account";

/** What becomes of somebody who is put into a group, by what Adobe says to that and shows of the group. */
async function joining(said: Answer, shown: Answer) {
  const { http, clock, sent } = scripted(({ method }) => (method === "POST" ? said : shown));
  const error = await clock
    .ended(new Memberships(http).change("g-1", ["1"], "add"))
    .then(() => undefined)
    .catch((reason: unknown) => reason);
  return { error, looks: sent.filter(({ method }) => method === "GET").length };
}

describe("a membership that Adobe refuses", () => {
  const kept: Answer = { status: 200, body: { data: group("g-1", { readOnly: true }) } };
  const free: Answer = { status: 200, body: { data: group("g-1") } };

  it("is the group's fault where the account keeps it by itself", async () => {
    const { error } = await joining(refusal(403), kept);
    expect(error).toMatchObject({ code: "rejected", properties: ["groups"] });
  });

  it.each([
    ["another group", free],
    ["a group that doesn't show", refusal(500)],
  ])("is a permission that the token lacks at %s", async (_, shown) => {
    expect((await joining(refusal(403), shown)).error).toMatchObject({ code: "permission-denied" });
  });

  it("is about no argument of a person's", async () => {
    const { error } = await joining(refusal(400, "User already exists in the user group"), free);
    expect(error).toMatchObject({ code: "rejected", properties: [], message: expect.stringMatching(/^Adobe /) });
  });

  it.each([400, 401])("is what Adobe says it is for any other reason: %d", async (status) => {
    const { error, looks } = await joining(refusal(status), kept);
    expect(error).toMatchObject({ code: status === 400 ? "rejected" : "unauthenticated" });
    expect((error as Error).message).not.toContain("by itself");
    expect(looks).toBe(0);
  });
});
