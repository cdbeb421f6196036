import { expect, it } from "vitest";
import { target } from "../../conformance/targets/nerm";
import { World } from "../../conformance/world";

/** The request body of the page's example, "Update a user by id", NERM Lifecycle API 1.0.0, with the account's own id. */
const example = (id: string) => ({
  user: {
    id,
    name: "myusername",
    email: "test@sailpoint.com",
    type: "NeprofileUser",
    profile_id: "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e",
    title: "mytitle",
    status: "Active",
    login: "mylogin",
    admin: false,
    group_strings: "Administrator_group,Developer_group",
  },
});

const declared = {
  name: "myusername",
  email: "test@sailpoint.com",
  type: "NeprofileUser",
  profileId: "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e",
  title: "mytitle",
  status: "Active",
  login: "mylogin",
  admin: false,
  groupStrings: "Administrator_group,Developer_group",
};

const before = {
  name: "before",
  email: "before@sailpoint.com",
  type: "NeaccessUser",
  profileId: "00000000-65c2-47d5-a0db-90bcc4e9df9e",
  title: "trainee",
  status: "Disabled",
  login: "before",
  admin: true,
  groupStrings: "Trainee_group",
};

it("a person of whom everything differs is changed by the seed's own request", async () => {
  const world = await World.open(target);
  try {
    await world.settled({ sample: before });
    const id = world.driver.id("sample");
    const { writes } = await world.settled({ sample: declared });
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({ method: "PATCH", path: `/api/users/${id}`, status: 200 });
    expect(writes[0]?.body).toEqual(example(id));
    expect(writes[0]?.headers).toMatchObject({
      "content-type": "application/json",
      accept: "application/json",
      authorization: expect.stringMatching(/^Bearer [0-9a-f]+$/),
    });
    expect((await world.account("sample")).attributes).toMatchObject(declared);
  } finally {
    await world.close();
  }
});
