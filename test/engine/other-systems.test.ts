import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { acquireLock } from "../../engine/state/lock";
import { replaceFile } from "../../engine/state/replace-file";

// A copy whose functions can be replaced: a module's own can't.
vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()) }));

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "roster-systems-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true, force: true });
});

function failing(code: string): never {
  throw Object.assign(new Error(`${code}: in the way`), { code });
}

describe("a file system without hard links", () => {
  it.each(["EPERM", "ENOTSUP", "ENOSYS"])("locks a stack all the same where it answers %s", (code) => {
    vi.spyOn(fs, "linkSync").mockImplementation(() => failing(code));
    const file = join(folder, "dev.lock");
    const lock = acquireLock(file);
    expect(JSON.parse(fs.readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
    expect(() => acquireLock(file)).toThrow(/lock/);
    lock.release();
    expect(fs.readdirSync(folder)).toEqual([]);
    acquireLock(file).release();
  });

  it("is told apart from one that can't be written", () => {
    vi.spyOn(fs, "linkSync").mockImplementation(() => failing("EIO"));
    expect(() => acquireLock(join(folder, "dev.lock"))).toThrow(/EIO/);
  });
});

describe("a file that somebody has open on Windows", () => {
  const path = () => join(folder, "state.json");
  const heldFor = (times: number, code = "EPERM") => {
    const { renameSync } = fs;
    let left = times;
    return vi
      .spyOn(fs, "renameSync")
      .mockImplementation((from, to) => (left-- > 0 ? failing(code) : renameSync(from, to)));
  };

  it("is replaced as soon as it is let go", () => {
    vi.spyOn(process, "platform", "get").mockReturnValue("win32");
    const rename = heldFor(3);
    replaceFile(path(), "new", 0o600);
    expect(rename).toHaveBeenCalledTimes(4);
    expect(fs.readFileSync(path(), "utf8")).toBe("new");
  });

  it("is left as it is after a while, and at once where waiting helps nothing", () => {
    fs.writeFileSync(path(), "old");
    vi.spyOn(process, "platform", "get").mockReturnValue("win32");
    const rename = heldFor(99);
    expect(() => replaceFile(path(), "new", 0o600)).toThrow(/EPERM/);
    expect(rename.mock.calls.length).toBeGreaterThan(4);
    rename.mockReset().mockImplementation(() => failing("ENOSPC"));
    expect(() => replaceFile(path(), "new", 0o600)).toThrow(/ENOSPC/);
    expect(rename).toHaveBeenCalledTimes(1);
    expect(fs.readdirSync(folder)).toEqual(["state.json"]);
    expect(fs.readFileSync(path(), "utf8")).toBe("old");
  });

  it("is no reason to wait elsewhere", () => {
    const rename = heldFor(99);
    expect(() => replaceFile(path(), "new", 0o600)).toThrow(/EPERM/);
    expect(rename).toHaveBeenCalledTimes(process.platform === "win32" ? 8 : 1);
  });
});
