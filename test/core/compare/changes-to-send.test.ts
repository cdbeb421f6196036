import { describe, expect, it } from "vitest";
import { changesToSend } from "../../../provider/core/compare/changes-to-send";
import { FLAT } from "../../../provider/core/model/entity";
import { capabilities, declaration } from "../lab";

const person = (attributes: object, roles?: readonly string[], references: object = {}) =>
  declaration({
    attributes: { login: "ada", ...attributes } as never,
    references: references as never,
    ...(roles && { sets: { roles: { [FLAT]: roles } } }),
  });

const sent = (declared: ReturnType<typeof person>, last: ReturnType<typeof person>, pendingOn?: readonly string[]) =>
  changesToSend(capabilities, declared, { ...last, ...(pendingOn && { pendingOn }) }).map(({ path, from, to }) => [
    path.join("."),
    from,
    to,
  ]);

describe("where a system lacks the last write", () => {
  it.each<[string, ReturnType<typeof person>, ReturnType<typeof person>, readonly unknown[]]>([
    [
      "all that is declared is sent, beside what changes, each once",
      person({ bio: "b", tags: ["x"] }),
      person({ bio: "a", tags: ["x"], locale: "z" }),
      [
        ["bio", "a", "b"],
        ["login", undefined, "ada"],
        ["tags", undefined, ["x"]],
      ],
    ],
    [
      "of several changes too",
      person({ bio: "b", tags: ["x"] }),
      person({ bio: "a" }),
      [
        ["bio", "a", "b"],
        ["tags", undefined, ["x"]],
        ["login", undefined, "ada"],
      ],
    ],
    [
      "what has the value of something that changes",
      person({ bio: "ada" }),
      person({ bio: "a" }),
      [
        ["bio", "a", "ada"],
        ["login", undefined, "ada"],
      ],
    ],
    [
      "a role in the place of one that goes",
      person({}, ["b"]),
      person({}, ["a", "b"]),
      [
        ["roles.0", "a", undefined],
        ["login", undefined, "ada"],
        ["roles.0", undefined, "b"],
      ],
    ],
    [
      "what is emptied, once",
      person({ bio: null }, undefined, { manager: null }),
      person({ bio: "a" }, undefined, { manager: "7" }),
      [
        ["bio", "a", undefined],
        ["manager", "7", undefined],
        ["login", undefined, "ada"],
      ],
    ],
    [
      "what was emptied before",
      person({ bio: null }),
      person({ bio: null }),
      [
        ["login", undefined, "ada"],
        ["bio", undefined, undefined],
      ],
    ],
    [
      "nothing of who is off and stays off",
      person({ status: "off" }),
      person({ status: "off" }),
      [["login", undefined, "ada"]],
    ],
    [
      "that somebody goes off",
      person({ status: "off" }),
      person({}),
      [
        ["status", "on", "off"],
        ["login", undefined, "ada"],
      ],
    ],
  ])("%s", (_, declared, last, changes) => {
    expect(sent(declared, last, ["training"])).toEqual(changes);
  });
});

it("where none lacks it, what changes is sent alone", () => {
  expect(sent(person({ bio: "b", tags: ["x"] }), person({ bio: "a", tags: ["x"], locale: "z" }))).toEqual([
    ["bio", "a", "b"],
  ]);
});
