import { beforeEach, expect, it } from "vitest";
import { importUsers } from "../../../provider/core/many/import";
import { account, sessionOf } from "../fake-connector";
import { Company } from "./company";

let vendor: Company;
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new Company();
  session = sessionOf(vendor);
});

const put = (id: string, login: string | undefined, manager: string | null = null) =>
  vendor.accounts.set(id, account(login === undefined ? {} : { login }, { id, references: { manager } }));
const imported = (id = "all") => importUsers(session, id, { owner: "set" });

it("everybody of an account is imported as a set, whom nothing happens to when they leave", async () => {
  put("2", "bob", "1");
  put("1", "ada");
  vendor.accounts.set(
    "3",
    account({ login: "cleo", status: "off" }, { id: "3", active: false, info: { seen: "today" } }),
  );
  const { id, outputs, inputs } = await imported();
  expect(id).toBe("here");
  expect(inputs).toEqual({
    users: { ada: { login: "ada" }, bob: { login: "bob", manager: "ada" }, cleo: { login: "cleo", status: "off" } },
    onDestroy: "retain",
  });
  expect(Object.keys(inputs["users"] as object)).toEqual(["ada", "bob", "cleo"]);
  expect(outputs).toMatchObject({
    users: { ada: { login: "ada", status: "on" }, bob: { manager: "ada" }, cleo: { status: "off", seen: "today" } },
    ids: { ada: "1", bob: "2", cleo: "3" },
    origins: { ada: "imported", bob: "imported", cleo: "imported" },
    tenant: "here",
  });
  expect(vendor.writes()).toEqual([]);
});

it("whoever can't be named by the natural key is named by the account's id, and nobody is lost", async () => {
  put("1", "ada");
  put("2", "ada");
  put("3", undefined);
  put("4", "__proto");
  put("5", "id:7");
  put("6", "");
  put("ada", undefined);
  put("7", "a__id:b");
  const { outputs } = await imported();
  const ids = outputs["ids"] as Record<string, string>;
  expect(Object.values(ids).sort()).toEqual(["1", "2", "3", "4", "5", "6", "7", "ada"]);
  expect(ids).toMatchObject({ ada: "1", 2: "2", 3: "3", 4: "4", 5: "5", 6: "6", "a__id:b": "7", "ada#": "ada" });
});

it.each(["", "ALL", "1"])("the id %j is none of a set, and nothing is asked", async (id) => {
  await expect(imported(id)).rejects.toMatchObject({ code: "invalid-arguments", issues: [{ path: ["id"] }] });
  expect(vendor.calls).toEqual([]);
});

it("an account that another resource of the program has is imported by none", async () => {
  put("1", "ada");
  for (const owner of ["set", "other"]) session.ownership.takers.check(owner);
  session.ownership.takers.take({ kind: "user", platform: "lab", tenant: "here", id: "1" }, "other");
  await expect(imported()).rejects.toMatchObject({ code: "claimed" });
});
