import { expect, it } from "vitest";
import type { Properties } from "../../conformance/adapter";
import { target } from "../../conformance/targets/adobe";
import { World } from "../../conformance/world";

/** The person of the seed's curl, "How to Update User Details in ALM using API", 26 May 2024. */
const declared: Properties = {
  email: "email_updates@example.com",
  name: "Sample Name",
  profile: "Employee",
  enrollOnClick: false,
  gamificationEnabled: false,
  preferredResolution: "AUTO",
  userUniqueId: "email_updates@example.com",
  fields: { "Learning Categories": ["IT"], Categories: "Business" },
  roles: ["Learner", "Instructor"],
};

/** The curl's body, with the address plain, and without what only the vendor sets: state, points, account, userType. */
const body = (id: string, manager: string) => ({
  data: {
    id,
    type: "user",
    attributes: {
      email: "email_updates@example.com",
      enrollOnClick: false,
      fields: { "Learning Categories": ["IT"], Categories: "Business" },
      gamificationEnabled: false,
      name: "Sample Name",
      preferredResolution: "AUTO",
      profile: "Employee",
      roles: ["Instructor", "Learner"],
      userUniqueId: "email_updates@example.com",
    },
    relationships: { manager: { data: { id: manager, type: "user" } } },
  },
});

it("a person of whom everything differs is changed by the seed's own request", async () => {
  const world = await World.open(target);
  try {
    const manager = await world.stage.create({ email: "manager@example.com", name: "Their Manager" });
    const before = { email: "before@example.com", name: "Before", profile: "Trainee", roles: ["Author"] };
    const unlike = { enrollOnClick: true, gamificationEnabled: true, preferredResolution: "LOW", userUniqueId: "0" };
    const fields = { "Learning Categories": ["HR"], Categories: "Art" };
    await world.settled({ sample: { ...before, ...unlike, fields } });
    const id = world.driver.id("sample");
    const { writes } = await world.settled({ sample: { ...declared, manager } });
    expect(writes).toHaveLength(1);
    const [sent] = writes;
    expect(sent).toMatchObject({ method: "PATCH", path: `/primeapi/v2/users/${id}`, status: 200 });
    expect(sent?.body).toEqual(body(id, manager));
    expect(sent?.headers).toMatchObject({
      "content-type": "application/vnd.api+json;charset=UTF-8",
      accept: "application/vnd.api+json",
      authorization: expect.stringMatching(/^oauth [0-9a-f]+$/),
    });
    const { roles: _, ...attributes } = declared;
    expect(await world.account("sample")).toMatchObject({ attributes, roles: ["Instructor", "Learner"], manager });
  } finally {
    await world.close();
  }
});
