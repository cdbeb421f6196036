import { afterEach, expect, it } from "vitest";
import { startAdobe, startNerm, startNetex } from "../../sandbox/index";
import { SEED_USER } from "../platforms/nerm/helpers";
import { jsonClient } from "./helpers";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

function opened<T extends { close(): Promise<void> }>(emulator: T): T {
  open.push(emulator);
  return emulator;
}

it("Adobe answers the page's own curl as the page shows it", async () => {
  const emulator = opened(await startAdobe());
  const { id } = emulator.create({ email: "before@example.com", name: "Before" });
  const shown = {
    enrollOnClick: false,
    fields: { "Learning Categories": ["IT"], Categories: "Business" },
    gamificationEnabled: false,
    name: "Sample Name",
    pointsEarned: 0,
    pointsRedeemed: 0,
    preferredResolution: "AUTO",
    profile: "Employee",
    roles: ["Learner", "Instructor"],
    state: "ACTIVE",
    userType: "Internal",
  };
  const relationships = {
    account: { data: { id: "108079", type: "account" } },
    manager: { data: { id: "15263446", type: "user" } },
  };
  const encoded = { email: "email_updates%40example.com", userUniqueId: "email_updates%40example.com" };
  const url = `${emulator.url}/users/${id}`;
  const type = "application/vnd.api+json;charset=UTF-8";
  const fixed = () => ({ accept: "application/vnd.api+json", authorization: `oauth ${emulator.token}` });
  const sent = { data: { id, type: "user", attributes: { ...shown, ...encoded }, relationships } };
  const { status, headers, body } = await jsonClient(() => emulator.url, fixed, type)("PATCH", url, sent);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe(type);
  expect(body).toEqual({
    links: { self: url },
    data: {
      id: "15490731",
      type: "user",
      attributes: {
        ...shown,
        email: "email_updates@example.com",
        userUniqueId: "email_updates@example.com",
        avatarUrl: "https://cpcontents.adobe.com/public/images/default_user_avatar.svg",
        binUserId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        metadata: {},
      },
      relationships,
    },
  });
});

it.each([
  ["synchronous", { training: 200, social: 204, play: 204, management: 204 }],
  ["asynchronous", { training: 202, social: 202, play: 204, management: 204 }],
])("Netex answers an update as the page shows it: %s", async (synchronization, statuses) => {
  const emulator = opened(await startNetex());
  const user = {
    name: "Rest",
    surname: "User",
    language: "es",
    timezone: "Europe/Madrid",
    email: "restuser@example.com",
    username: "restuser.acme",
  };
  emulator.create(user);
  const fixed = () => ({ "x-cloud-auth-token": emulator.token, "x-cloud-synchronization": synchronization });
  const send = jsonClient(() => emulator.url, fixed, "application/json");
  const sent = { user: { ...user, roles: { management: ["user"] } } };
  const { status, body } = await send("PUT", "/users/restuser.acme", sent);
  expect(status).toBe(200);
  const platforms = Object.entries(statuses).map(([name, status]) => [name, { location: null, message: null, status }]);
  expect(body).toEqual({
    location: null,
    message: "",
    responsePlatforms: Object.fromEntries(platforms),
    status: 204,
  });
});

it("NERM answers the page's own request with the attributes that the page shows, and its errors in their words", async () => {
  const emulator = opened(await startNerm({ newerAnswers: false }));
  const { id } = emulator.create({ name: "before", email: "before@example.com", login: "before" });
  const fixed = () => ({ authorization: `Bearer ${emulator.token}` });
  const send = jsonClient(() => `${emulator.url}/users/${id}`, fixed, "application/json");
  const { name, email, type, title, login } = SEED_USER;
  const shown = { id, name, email, type, title, login, status: "Active" };
  const hidden = {
    profile_id: "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e",
    admin: false,
    group_strings: "Administrator_group,Developer_group",
  };
  const { status, body } = await send("PATCH", "", { user: { ...shown, ...hidden } });
  expect(status).toBe(200);
  const uid = expect.stringMatching(/^.{32}$/);
  expect(body).toEqual({
    user: { ...shown, uid, last_login: null, cookies_accepted_at: null, preferred_language: null },
  });
  expect(await send("PATCH", "", "{")).toMatchObject({
    status: 400,
    body: { error: "Invalid JSON syntax. Please check your syntax and try again." },
  });
  expect(await send("PATCH", "", { user: { id, name: "" } })).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/failed to/), errors: { name: "can't be blank" } },
  });
});
