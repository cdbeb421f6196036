import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of a few pages, which a test fills. Only an administrator of a Linux machine may mount one. */
export class TinyDisk {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-disk-"));

  static readonly canMount = probe();

  constructor(kilobytes: number) {
    const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", this.folder]);
    if (status !== 0) throw new Error(String(stderr));
  }

  /** Leaves so many bytes free, rounded down to pages. */
  fill(free = 0): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const size = Math.max(0, bavail * bsize - free);
    writeFileSync(join(this.folder, `ballast-${readdirSync(this.folder).length}`), Buffer.alloc(size));
  }

  makeRoom(): void {
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith("ballast-")) rmSync(join(this.folder, name));
    }
  }

  close(): void {
    spawnSync("umount", ["--lazy", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function probe(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "roster-disk-"));
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", folder]).status === 0;
  if (isMounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
  return isMounted;
}
