import { expect, it } from "vitest";
import { target } from "../../conformance/targets/netex";
import { World } from "../../conformance/world";

/** Every parameter that "Web Services API | User web services | Update user", 13 April 2023, lists, in its own names. */
const user = {
  name: "Rest",
  surname: "User",
  language: "es",
  timezone: "Europe/Madrid",
  email: "restuser@acme.example",
  username: "restuser.acme",
  officePhone: "981 000 000",
  mobilePhone: "600 000 000",
  interests: "web services",
  aboutMe: "A user of the web services",
  location: "A Coruña",
  authSource: "LDAP",
  image: { url: "https://acme.example/restuser.png" },
  enabled: true,
  roles: {
    management: ["admin", "user"],
    training: ["trainer", "user"],
    social: ["user"],
    play: ["author"],
    talent: ["employee"],
    content: ["reviewer"],
  },
  extendedFields: { costCentre: "7" },
  externalId: "hr-7",
  extra: { badge: "blue" },
};

const before = {
  name: "Before",
  surname: "Then",
  language: "en",
  timezone: "Europe/London",
  email: "before@acme.example",
  username: "before.acme",
  officePhone: "1",
  mobilePhone: "2",
  interests: "none",
  aboutMe: "Nobody yet",
  location: "London",
  authSource: "LOCAL",
  image: { base64Image: "aGVsbG8=", mimeType: "image/png" },
  enabled: false,
  roles: {
    management: ["user"],
    training: ["admin"],
    social: ["admin"],
    play: ["user"],
    talent: ["admin"],
    content: ["author"],
  },
  extendedFields: { costCentre: "1" },
  externalId: "hr-1",
  extra: { badge: "red" },
};

it("a person of whom everything differs is changed by the seed's own request", async () => {
  const world = await World.open(target);
  try {
    await world.settled({ sample: before });
    const id = world.driver.id("sample");
    const { writes } = await world.settled({ sample: user });
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({
      method: "PUT",
      path: `/integration/ws/management/rest/users/${id}`,
      status: 200,
    });
    expect(writes[0]?.body).toEqual({ user });
    expect(writes[0]?.headers).toMatchObject({
      "content-type": "application/json",
      accept: expect.stringContaining("application/vnd.netex.nlc-api"),
      "x-cloud-auth-token": world.configuration()["token"],
      "x-cloud-synchronization": "synchronous",
    });
    expect((await world.account("sample")).attributes).toMatchObject({
      name: "Rest",
      image: user.image,
      extra: user.extra,
    });
  } finally {
    await world.close();
  }
});
