import { execSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calledAs, runBy } from "../../automation/cli/caller";

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
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "roster-caller-"));
    mkdirSync(join(home, "it's here", "sub", "deep"), { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const folder = (...path: string[]) => join(home, "it's here", ...path);

  it("is by its name where nothing else is known", () => {
    expect(calledAs({}, folder())).toBe("roster");
    expect(calledAs({ npm_command: "run-script", npm_config_user_agent: "npm/11.0.0" }, folder())).toBe("roster");
  });

  it("is with npx where npx called it", () => {
    const environment = { npm_command: "exec", npm_config_user_agent: "npm/11.0.0 node/v24.0.0" };
    expect(calledAs(environment, folder())).toBe("npx roster");
  });

  it("is by its path where it is installed in the folder or above it, however it was called", () => {
    mkdirSync(folder("node_modules", ".bin"), { recursive: true });
    writeFileSync(folder("node_modules", ".bin", "roster"), "#!/bin/sh\necho $1\n", { mode: 0o755 });
    for (const path of [[], ["sub"], ["sub", "deep"]]) {
      const called = calledAs({ npm_command: "run-script" }, folder(...path));
      expect(called).toMatch(/^(\.|\.\.)[\\/]/);
      const printed = execSync(`${called} plan`, { cwd: folder(...path), encoding: "utf8" });
      expect(printed).toBe("plan\n");
    }
    expect(calledAs({}, folder())).toBe(`.${sep}${join("node_modules", ".bin", "roster")}`);
  });
});
