import { expect, it } from "vitest";
import { listAll } from "../../../provider/core/reads/queries";
import { account, FakeConnector, sessionOf } from "../fake-connector";

async function matching(filter: Record<string, string>): Promise<string[]> {
  const vendor = new FakeConnector();
  vendor.pages = async function* () {
    yield [
      account({ login: "ada", bio: "a", locale: "x" }, { id: "1" }),
      account({ login: "bob", bio: "b" }, { id: "2", unseen: ["locale"] }),
    ];
  };
  const ids: string[] = [];
  for await (const { id } of listAll(sessionOf(vendor), filter)) ids.push(id);
  return ids;
}

it("a filter on what a vendor doesn't show of somebody is an error that names the account, and nobody is left out", async () => {
  await expect(matching({ locale: "x" })).rejects.toMatchObject({
    code: "invalid-arguments",
    message: expect.stringMatching(/^locale: can't be filtered by: .* account 2$/),
  });
});

it("a filter asks nothing more of whom the rest of it leaves out", async () => {
  expect(await matching({ locale: "x", bio: "a" })).toEqual(["1"]);
});
