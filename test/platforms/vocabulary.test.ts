import { expect, it } from "vitest";
import { PermissionDeniedError } from "../../provider/core/contract/errors";
import { AskedOnce } from "../../provider/platforms/asked-once";
import { all, source, Vocabularies } from "../../provider/platforms/vocabulary";

it("an answer is read once, however many ask, and again once there is a newer one", async () => {
  let answers = 0;
  let reads = 0;
  const languages = source(["language"], new AskedOnce(async () => [`l${answers++}`]), (names) => {
    reads++;
    return { attributes: { language: all(names.map((name) => ({ name }))) } };
  });
  const vocabularies = new Vocabularies([languages]);
  const first = await vocabularies.told(["language"]);
  expect(await vocabularies.told(["language"])).toBe(first);
  expect(await vocabularies.told(["language"], first)).toMatchObject({
    attributes: { language: { terms: [{ name: "l1" }] } },
  });
  expect([answers, reads]).toEqual([2, 2]);
});

it("what was refused is not asked for again, and is told each time", async () => {
  let asked = 0;
  const roles = source(
    ["roles"],
    new AskedOnce<never>(async () => {
      asked++;
      throw new PermissionDeniedError("no");
    }),
    () => ({}),
  );
  const vocabularies = new Vocabularies([roles]);
  for (let i = 0; i < 3; i++) {
    expect(await vocabularies.told(["roles"])).toMatchObject({ untold: [{ about: ["roles"], isDenied: true }] });
  }
  expect(asked).toBe(1);
});
