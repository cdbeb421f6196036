import { describe, expect, it } from "vitest";
import type { PersonChange } from "../../../automation/plan/review/review";
import { type ManagerNode, managerMoves } from "../../../automation/reports/manager-moves";
import { changedPeople } from "../../../automation/reports/people";
import { CHANGES, change } from "./invented";

const treesOf = (changes: readonly PersonChange[]) => managerMoves(changedPeople({ changes })).map(text);

/** A tree on one line. */
function text({ name, move, people }: ManagerNode): string {
  const what = move ? ` ${move.kind}${move.other ? ` ${move.other}` : ""}` : "";
  return `${name}${what}${people.length > 0 ? ` (${people.map(text).join("; ")})` : ""}`;
}

function moves(name: string, from: string | undefined, to: string | undefined, platform = "adobe"): PersonChange {
  const sides = { ...(from && { from: "1", fromName: from }), ...(to && { to: "2", toName: to }) };
  return change(0, ["mover"], { name, key: name, platform, details: [{ kind: "manager", path: "manager", ...sides }] });
}

describe("the tree of managers", () => {
  it("shows who arrives, goes, joins and is left, with teams below those who move", () => {
    expect(treesOf(CHANGES)).toEqual([
      "Tomás Núñez leaves (Zoë Laurent stays; อรุณ สุขใจ stays; 伟 陈 goes Priya Rao)",
      "Mei Tanaka (Priya Rao arrives Ana Sousa (Łukasz Żak joins; 김민준 joins; 伟 陈 arrives Tomás Núñez); محمد الأمين arrives Ana Sousa)",
      "Ana Sousa (Priya Rao goes Mei Tanaka; محمد الأمين goes Mei Tanaka)",
    ]);
  });

  it("counts a move on several platforms once", () => {
    expect(treesOf([moves("Ada", "Bob", "Cid"), moves("Ada", "Bob", "Cid", "nerm")])).toEqual([
      "Cid (Ada arrives Bob)",
      "Bob (Ada goes Cid)",
    ]);
  });

  it("shows who gets or loses a manager altogether", () => {
    expect(treesOf([moves("Ada", undefined, "Cid"), moves("Bob", "Cid", undefined)])).toEqual([
      "Cid (Ada arrives; Bob goes)",
    ]);
  });

  it("ends where names go in a circle, and leaves nobody out", () => {
    const trees = treesOf([
      moves("Ada", undefined, "Bob"),
      moves("Bob", undefined, "Ada"),
      moves("Ada", undefined, "Ada"),
    ]);
    expect(trees.join(" ")).toContain("Ada arrives");
    expect(trees.join(" ")).toContain("Bob arrives");
  });

  it("is empty where no manager changes", () => expect(treesOf([change(1, ["joiner"])])).toEqual([]));
});
