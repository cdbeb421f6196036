import { describe, expect, it } from "vitest";
import { misroutedPath } from "../../sandbox/altered";

describe("an answer from another address", () => {
  it.each([
    ["/t612f/scim/v2/Groups/12", "12", "13", "/t612f/scim/v2/Groups/13"],
    ["/t612f/scim/v2/Groups/2", "2", "1", "/t612f/scim/v2/Groups/1"],
    ["/users?filter=id%3A12,121", "12", "13", "/users?filter=id%3A13,121"],
    ["/users/ada%40example.com", "ada@example.com", "eve@example.com", "/users/eve%40example.com"],
    ["/users/ada@example.com", "ada@example.com", "eve@example.com", "/users/eve@example.com"],
    ["/users/12/12", "12", "13", "/users/13/13"],
    ["/api/users", "/users", "/users/12", "/api/users/12"],
    ["/users/7", "12", "13", "/users/7"],
  ])("of %s is asked with %s replaced by %s", (path, find, replace, other) => {
    expect(misroutedPath(path, { find, replace })).toBe(other);
  });
});
