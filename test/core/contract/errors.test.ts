import { expect, it } from "vitest";
import * as errors from "../../../provider/core/contract/errors";
import {
  InternalError,
  InvalidArgumentsError,
  RejectedError,
  rosterErrorOf,
} from "../../../provider/core/contract/errors";

it("an error's stack is its class, and nothing in its message steers a terminal", () => {
  const error = new RejectedError("no\u202E such role", ["roles"]);
  expect(error).toMatchObject({
    name: "RejectedError",
    stack: "RejectedError",
    message: "no⟨U+202E⟩ such role",
    properties: ["roles"],
    code: "rejected",
  });
  expect(new RejectedError("no").properties).toEqual([]);
});

it("arguments that can't be declared are named, each with its reason", () => {
  const issues = [
    { path: ["bio"], reason: "is required" },
    { path: ["fields", "Cost Center"], reason: "must be a text" },
  ];
  const error = new InvalidArgumentsError(issues);
  expect(error.message).toBe('bio: is required; fields["Cost Center"]: must be a text');
  expect(error.issues).toBe(issues);
});

it("what was thrown on purpose is itself, and everything else is a mistake of ours with its cause", () => {
  const [meant, fault] = [new RejectedError("no"), new TypeError("x is not a function")];
  expect(rosterErrorOf(meant)).toBe(meant);
  const error = rosterErrorOf(fault);
  expect(error).toBeInstanceOf(InternalError);
  expect(error).toMatchObject({ code: "internal", cause: fault });
  expect(error.message).toContain("x is not a function");
});

it("every cause has a code, which its class is named by", () => {
  const classes = Object.entries(errors).filter(([name]) => name.endsWith("Error") && name !== "RosterError");
  const codes = classes.map(([name, of]) => {
    const make = of as unknown as new (...given: unknown[]) => errors.RosterError;
    const { code } = name === "InvalidArgumentsError" ? new make([]) : new make("why", {}, new Error("why"));
    const words = name.replace(/Error$/, "").replace(/(?<=.)[A-Z]/g, "-$&");
    expect(words.toLowerCase().endsWith(code), name).toBe(true);
    return code;
  });
  expect(codes).not.toContain("");
  expect(new Set(codes).size).toBe(codes.length);
});

it("what a vendor that fails has answered is kept, and what it names in a refusal", () => {
  const cause = new Error("lost");
  expect(new errors.UnavailableError("no", cause, 503)).toMatchObject({ cause, status: 503 });
  expect(new errors.PartlyRejectedError("no", ["training"])).toMatchObject({ systems: ["training"], properties: [] });
});
