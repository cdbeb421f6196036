import { describe, expect, it } from "vitest";
import { calledAs, runBy } from "../../automation/caller";

describe("who runs the command", () => {
  const unknown = () => {
    throw new Error("uv_os_get_passwd returned ENOENT");
  };

  it("is the account at the CI service, or the one of the machine", () => {
    expect(runBy({ GITHUB_ACTOR: "ada", GITLAB_USER_LOGIN: "bob" }, unknown)).toBe("ada");
    expect(runBy({ GITLAB_USER_LOGIN: "bob" }, unknown)).toBe("bob");
    expect(runBy({}, () => ({ username: "cy" }))).toBe("cy");
  });

  it("is a number where the machine has no name for it, as in a container", () => {
    expect(runBy({}, unknown)).toMatch(/^uid \d+$|^unknown$/);
  });
});

describe("how the command is called again", () => {
  it("is with npx where npx called it", () => {
    expect(calledAs({ npm_command: "exec", npm_config_user_agent: "npm/11.0.0 node/v24.0.0" })).toBe("npx roster");
    expect(calledAs({ npm_command: "run-script", npm_config_user_agent: "npm/11.0.0" })).toBe("roster");
    expect(calledAs({})).toBe("roster");
  });
});
