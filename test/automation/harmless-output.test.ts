import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "../../automation/cli/run";
import { jsonText } from "../../automation/common/json-text";
import { withoutRunnerCommands } from "../../automation/reports/untrusted";
import { renderEvents } from "../../demo/display";
import { RejectedError } from "../../provider/core/contract/errors";
import { forTerminal } from "../../provider/core/messages/hidden-characters";
import { quoteVendor } from "../../provider/core/messages/mask";
import { keptContext } from "./cli-context";

/** C0 but line breaks, DEL, C1, bidirectional overrides and isolates, zero-width and tag characters. */
const STEERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  /[\u0000-\u0009\u000B-\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/u;
const EVIL = "a\u001b]0;title\u0007\u001b[2J\u009b31m\u202eb\u200bc\u{E0041}\r\u0008";
const any = fc.oneof(fc.constant(EVIL), fc.string({ unit: "binary" }));

describe("text from outside on a terminal", () => {
  test("steers nothing, whatever it is", () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(forTerminal(text, false)).not.toMatch(STEERS);
        // Colours, which our own reports use, are the one sequence that may pass.
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
        expect(forTerminal(text, true).replace(/\u001b\[[\d;]*m/g, "")).not.toMatch(STEERS);
      }),
    );
  });

  test.each([
    ["a path", ["report", "--plan", EVIL]],
    ["an option", [`--${EVIL}`]],
    ["a command", [EVIL]],
    ["a path, in JSON", ["report", "--json", "--plan", EVIL]],
  ])("is shown where the command repeats %s", async (_, args) => {
    const { context, said } = keptContext();
    expect(await run(args, "0.0.0", context)).toBe(1);
    expect(said.all).not.toMatch(STEERS);
    expect(said.all).not.toBe("");
    if (args.includes("--json")) expect(JSON.stringify(JSON.parse(said.all))).toContain("title");
  });

  test("is shown in JSON by escapes that mean the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), any, (value, text) => {
        const json = jsonText({ value, text });
        expect(json).not.toMatch(STEERS);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });

  test("is shown in errors of the provider and in what they quote of a vendor", () => {
    expect(quoteVendor(EVIL, [])).not.toMatch(STEERS);
    expect(new RejectedError(`adobe: ${EVIL}`).message).not.toMatch(STEERS);
    expect(new RejectedError("one\ntwo").message).toBe("one\ntwo");
  });

  test("is shown in what an engine tells, in colours too", () => {
    const urn = "urn:pulumi:dev::acme::roster:adobe:User::ada";
    const event = { diagnosticEvent: { severity: "error", message: EVIL, urn, prefix: "", color: "never" } };
    const end = { summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {}, policyPacks: {} } };
    for (const color of [false, true]) {
      const shown = renderEvents([event, end] as unknown as Parameters<typeof renderEvents>[0], { color });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
      expect(shown.replace(/\u001b\[\d*m/g, "")).not.toMatch(STEERS);
      expect(shown).toContain("⟨U+001B⟩");
    }
  });
});

describe("text from outside in a log of GitHub Actions", () => {
  const isCommand = (line: string): boolean => line.trimStart().startsWith("::") || line.includes("##[");

  test("is no command to the runner", async () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(":", "#", "[", " ", "\t", "\n", "x") }), (text) => {
        expect(withoutRunnerCommands(text).split("\n").filter(isCommand)).toEqual([]);
      }),
    );
    expect(withoutRunnerCommands("  ::add-mask::x\n##[error]\nkey: a::b\n")).not.toContain("  ::");
    const json = jsonText({ text: "##[error]" });
    expect(JSON.parse(withoutRunnerCommands(json))).toEqual({ text: "##[error]" });
    const { context, said } = keptContext({ environment: { GITHUB_ACTIONS: "true" } });
    await run(["report", "--plan", "\n::stop-commands::x"], "0.0.0", context);
    expect(said.all.split("\n").filter(isCommand)).toEqual([]);
  });
});
