import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NermEmulator, startNerm } from "../../sandbox/index";
import { askedByClient, installSailpoint, sailpointLacks } from "../../scripts/servers/sailpoint";

const lacks = sailpointLacks();
let vendor: NermEmulator;
let told: ReturnType<typeof JSON.parse>;

describe.skipIf(lacks !== undefined)(`SailPoint's own client${lacks ? ` (${lacks})` : ""}`, () => {
  beforeAll(async () => {
    await installSailpoint();
    vendor = await startNerm();
    told = JSON.parse(await askedByClient(vendor));
  }, 180_000);
  afterAll(() => vendor?.close());

  it("creates, reads, finds and filters", () => {
    const ada = { login: "ada", email: "ada@example.com", type: "NeprofileUser", status: "Pending", title: "Engineer" };
    expect(told.created).toMatchObject({ ...ada, locale: "en-US", id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(told.read).toEqual(told.created);
    expect(told.listed).toMatchObject({ users: [told.created], _metadata: { limit: 100, offset: 0, total: 1 } });
    expect(told.pending).toEqual([told.created]);
  });

  it("changes a user by a PATCH without an id in its body", () => {
    const sent = vendor.log.entries.filter(({ method }) => method === "PATCH");
    expect(sent.map(({ body, status }) => ({ body, status }))).toEqual([
      {
        body: {
          user: {
            name: "Ada",
            email: "ada@example.com",
            login: "ada",
            type: "NeprofileUser",
            title: "Director",
            locale: "fr-CA",
          },
        },
        status: 200,
      },
    ]);
    expect(told.patched).toMatchObject({ id: told.created.id, title: "Director", locale: "fr-CA", login: "ada" });
  });

  it("grants a role, lists what is held and takes it away", () => {
    expect(told.role).toMatchObject({ id: expect.any(String), uid: expect.any(String), groups: expect.any(Array) });
    expect(told.granted).toMatchObject({ user_id: told.created.id, role_id: told.role.id });
    expect(told.held).toEqual([told.granted]);
    expect(vendor.log.entries.some(({ method, path }) => method === "DELETE" && path.includes("/user_role/"))).toBe(
      true,
    );
  });

  it("gives a manager, who is listed", () => {
    expect(told.managers).toEqual([told.managed]);
    expect(told.managed).toMatchObject({ user_id: told.created.id, manager_id: told.boss.id });
  });

  it("understands refusals, a deletion and absence", () => {
    expect(told.twice).toMatchObject({ status: 400, body: { errors: { login: "has already been taken" } } });
    expect(told.deleted).toEqual({ info: "object deleted" });
    expect(told.gone).toMatchObject({ status: 404, body: { error: "no user found" } });
    expect(vendor.accounts().map(({ login }) => login)).toEqual(["boss"]);
  });
});
