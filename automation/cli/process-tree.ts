import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Ends a process and all that it has started, whatever they are at. */
export function killTree(pid: number): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  const all = [...descendantsOf(pid), pid];
  // The worker leads a group: whoever was started in this very moment is in it.
  for (const one of [-pid, ...all]) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

function descendantsOf(pid: number): readonly number[] {
  const children = Map.groupBy(parents(), ([, parent]) => parent);
  const found: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = (children.get(next) ?? []).map(([child]) => child);
    found.push(...own);
    open.push(...own);
  }
  return found;
}

/** Every process with its parent. Small images of Linux have no `ps`. */
function parents(): readonly (readonly [pid: number, parent: number])[] {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    return pairsIn(stdout ?? "");
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The command's name stands in parentheses and may hold anything.
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        return [[Number(name), Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1])] as const];
      } catch {
        return [];
      }
    });
}

function pairsIn(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => [Number(pid), Number(parent)] as const);
}
