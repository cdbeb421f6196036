import { expect, it } from "vitest";
import { modeNames, optionNames, optionsOf, treatmentNames } from "../../../provider/core/contract/options";
import { capabilities } from "../lab";

it("options are those of every kind, and one for each set, which says what it is about", () => {
  const options = optionsOf({ ...capabilities });
  expect(Object.keys(options.shape)).toEqual(["clear", "rolesMode", "adopt", "onDestroy"]);
  expect(options.shape["rolesMode"]?.meta()?.description).toContain("declared roles");
  expect([optionNames(capabilities), modeNames(capabilities), treatmentNames(capabilities)]).toEqual([
    ["clear", "rolesMode", "adopt", "onDestroy"],
    ["rolesMode"],
    ["adopt", "onDestroy", "rolesMode"],
  ]);
});

it("what holds others is not switched off", () => {
  const takes = (of: typeof capabilities) => optionsOf(of).safeParse({ onDestroy: "deactivate" }).success;
  expect([takes({ ...capabilities }), takes({ ...capabilities, holdsOthers: true })]).toEqual([true, false]);
});
