import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fault, FaultRule } from "../../sandbox/faults";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { exportLines } from "../../sandbox/main";
import { hasCommand } from "../e2e/pulumi-lab";
import { textOf } from "../repository/files";

const PAGE = textOf("docs/reference/sandbox.md");

describe("the page about the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    for (const [name, profile] of [
      ["Grace Hopper", "Head of Learning"],
      ["Ada Byron", "Author"],
    ]) {
      const email = `${name?.toLowerCase().replace(" ", ".")}@example.com`;
      const attributes = { email, name, profile, userType: "INTERNAL" };
      const type = "application/vnd.api+json";
      const { status } = await fetch(`${sandbox.adobe.url}/users`, {
        method: "POST",
        headers: { authorization: `oauth ${sandbox.adobe.token}`, accept: type, "content-type": type },
        body: JSON.stringify({ data: { type: "user", attributes } }),
      });
      expect(status).toBe(200);
    }
  });
  afterAll(() => sandbox?.close());

  test.skipIf(!hasCommand("curl", "--version"))("has lines to paste that make drift, and faults", async () => {
    const blocks = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
    const lines = [...exportLines(sandbox), ...blocks.map((block) => block.replaceAll("curl ", "curl -sS --fail "))];
    await promisify(execFile)("sh", ["-ec", lines.join("\n")]);
    const ada = sandbox.adobe.people().find(({ email }) => email === "ada.byron@example.com");
    expect(ada?.roles).toContain("Admin");
    expect(sandbox.adobe.faults.report().map(({ rule }) => rule.fault.kind)).toEqual(["reset-after"]);
  });

  test("lists every kind of fault and every condition", () => {
    const kinds = Fault.options.map(({ shape }) => shape.kind.value);
    const conditions = Object.keys(FaultRule.shape).filter((name) => name !== "fault");
    for (const name of [...kinds, ...conditions]) expect(PAGE).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, "m"));
  });
});
