import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Passphrase } from "../../engine/secrets";
import { acquireLock } from "../../engine/state/lock";
import { StateStore } from "../../engine/state/store";
import { TinyDisk } from "../tiny-disk";

const passphrase = new Passphrase("for a test");
const NAMES = "a disk that is full (needs root on Linux, for a small file system)";

describe.skipIf(!TinyDisk.canMount)(NAMES, () => {
  let disk: TinyDisk;
  beforeEach(() => {
    disk = new TinyDisk(256);
  });
  afterEach(() => disk.close());

  const add = (store: StateStore, name: string, size = 100): void => {
    const urn = `urn:pulumi:dev::acme::roster:adobe:User::${name}`;
    const state = { urn, custom: true, type: "roster:adobe:User", id: name, outputs: { bio: "x".repeat(size) } };
    const operation = store.begin("creating", state);
    store.apply({ put: [{ slot: store.newSlot(state), state }] }, operation);
  };
  const names = async (file: string): Promise<readonly string[]> =>
    (await StateStore.openForReading(file, passphrase)).all().map(({ state }) => String(state.id));

  test("keeps the state of the last run and every step that was recorded, and says so", async () => {
    const file = join(disk.folder, "acme", "dev.json");
    const first = await StateStore.openForWriting(file, passphrase);
    add(first, "ada");
    first.close();
    const before = readFileSync(file, "utf8");

    const store = await StateStore.openForWriting(file, passphrase);
    disk.fill(12_000);
    const recorded = ["ada"];
    const full = expect.objectContaining({ code: "disk", message: expect.stringContaining("the disk is full") });
    for (let i = 0; recorded.length === i + 1; i++) {
      try {
        add(store, `p${i}`, 2_000);
        recorded.push(`p${i}`);
      } catch (error) {
        expect(error).toEqual(full);
      }
    }
    expect(recorded.length).toBeGreaterThan(1);
    expect(() => store.close()).toThrow(full);
    expect(readFileSync(file, "utf8")).toBe(before);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ version: 3 });
    expect(await names(file)).toEqual(recorded);

    // Whoever makes room goes on, and what comes next is no damaged line behind half of another.
    disk.makeRoom();
    add(store, "later");
    expect(await names(file)).toEqual([...recorded, "later"]);
    store.close();
    expect(await names(file)).toContain("later");
    expect(readFileSync(`${file}.bak`, "utf8")).toBe(before);
  });

  test("is an error of its own where a run can't even begin", async () => {
    const file = join(disk.folder, "acme", "dev.json");
    (await StateStore.openForWriting(file, passphrase)).close();
    disk.fill();
    const full = expect.objectContaining({ code: "disk" });
    expect(() => acquireLock(join(disk.folder, "acme", "dev.lock"))).toThrow(full);
    await expect(StateStore.openForWriting(file, passphrase)).rejects.toEqual(full);
    disk.makeRoom();
    acquireLock(join(disk.folder, "acme", "dev.lock")).release();
  });
});
