import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StackLockedError } from "../../engine";
import { Passphrase } from "../../engine/secrets";
import type { ResourceState } from "../../engine/state/deployment";
import { acquireLock } from "../../engine/state/lock";
import { sortResources } from "../../engine/state/order";
import { type Slot, StateStore } from "../../engine/state/store";
import { secret } from "./lab";

const passphrase = new Passphrase("open sesame");
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-state-"));
  file = join(folder, "dev.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function resource(name: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: `urn:pulumi:dev::p::lab:index:Thing::${name}`, custom: true, type: "lab:index:Thing", ...more };
}

/** Adds resources to a store, as steps do. */
function add(store: StateStore, ...states: ResourceState[]): Slot[] {
  const put = states.map((state) => ({ slot: store.newSlot(state), state }));
  store.apply({ put });
  return put.map(({ slot }) => slot);
}

async function names(): Promise<string[]> {
  const store = await StateStore.openForReading(file, passphrase);
  return store.all().map(({ state }) => state.urn.split("::").at(-1) ?? "");
}

describe("secrets in the state", () => {
  test("a value goes through encryption with Pulumi's form, and differs at every write", async () => {
    const crypter = await passphrase.create();
    const texts = [crypter.encrypt('"a"'), crypter.encrypt('"a"')];
    expect(texts[0]).toMatch(/^v1:[A-Za-z0-9+/=]{16}:[A-Za-z0-9+/=]+$/);
    expect(texts[0]).not.toBe(texts[1]);
    expect(texts.map((text) => crypter.decrypt(text))).toEqual(['"a"', '"a"']);
    expect(crypter.salt).toMatch(/^v1:[A-Za-z0-9+/=]{12}:v1:/);
  });

  test("a salt that the pulumi CLI made is opened by its passphrase and by no other", async () => {
    const salt = "v1:aUiJ/bqY2nM=:v1:Nqk9v6PskEOt9DwA:L9WC4pkil21Y6uGnElaImrKWCVi1yg==";
    const crypter = await passphrase.open(salt);
    expect(crypter.decrypt(crypter.encrypt("x"))).toBe("x");
    await expect(new Passphrase("other").open(salt)).rejects.toMatchObject({ code: "passphrase" });
  });

  test("no secret is written in clear, and all are read again", async () => {
    const store = await StateStore.openForWriting(file, passphrase);
    store.begin("creating", resource("a", { inputs: { list: [secret("hush") as never] } }));
    add(store, resource("a", { id: "1", inputs: { list: [secret("hush") as never] } }));
    const journal = readFileSync(join(folder, "dev.journal"), "utf8");
    store.close();
    expect(journal + readFileSync(file, "utf8")).not.toContain("hush");
    const read = await StateStore.openForReading(file, passphrase);
    expect(read.all()[0]?.state.inputs).toEqual({ list: [secret("hush")] });
    expect(read.export(true).deployment.resources?.[0]?.inputs?.["list"]).toMatchObject([{ plaintext: '"hush"' }]);
  });
});

describe("the journal", () => {
  test("changes are readable at once and folded at the end", async () => {
    const store = await StateStore.openForWriting(file, passphrase);
    const [a] = add(store, resource("a"), resource("b"));
    store.apply({ drop: a === undefined ? [] : [a] });
    expect(existsSync(file)).toBe(false);
    expect(await names()).toEqual(["b"]);
    store.close();
    expect(existsSync(join(folder, "dev.journal"))).toBe(false);
    expect(await names()).toEqual(["b"]);
  });

  test("a line that was cut off is left out, and the operation it would have ended is pending", async () => {
    const store = await StateStore.openForWriting(file, passphrase);
    add(store, resource("a"));
    store.begin("creating", resource("b"));
    appendFileSync(join(folder, "dev.journal"), '{"end":1,"put":[{"slot":1,"resou');
    const recovered = await StateStore.openForWriting(file, passphrase);
    expect(recovered.all().map(({ state }) => state.urn)).toEqual([resource("a").urn]);
    expect(recovered.pendingOperations()).toMatchObject([{ type: "creating", resource: { urn: resource("b").urn } }]);
    recovered.close();
    expect(await names()).toEqual(["a"]);
  });

  test("one whose changes are in the state file already is not applied again", async () => {
    const store = await StateStore.openForWriting(file, passphrase);
    add(store, resource("a"));
    const journal = readFileSync(join(folder, "dev.journal"), "utf8");
    store.close();
    writeFileSync(join(folder, "dev.journal"), journal);
    expect(await names()).toEqual(["a"]);
  });

  test("a run after a recovered one numbers its slots from the folded file", async () => {
    const first = await StateStore.openForWriting(file, passphrase);
    add(first, resource("leaf", { dependencies: [resource("root").urn] }));
    add(first, resource("root"));
    const second = await StateStore.openForWriting(file, passphrase);
    const leaf = second.live().get(resource("leaf").urn);
    second.apply({ drop: leaf === undefined ? [] : [leaf] });
    expect(await names()).toEqual(["root"]);
  });

  test("one that is damaged in the middle is refused by its line, and left as it is", async () => {
    const store = await StateStore.openForWriting(file, passphrase);
    add(store, resource("a"));
    add(store, resource("b"));
    const journal = join(folder, "dev.journal");
    const damaged = readFileSync(journal, "utf8").replace('{"put"', "{put");
    writeFileSync(journal, damaged);
    await expect(StateStore.openForWriting(file, passphrase)).rejects.toMatchObject({
      code: "state",
      message: expect.stringContaining(`${journal} is damaged in line 2`),
    });
    expect(readFileSync(journal, "utf8")).toBe(damaged);
  });

  test("one that can't be read is never taken for none, and neither is a state file", async () => {
    for (const path of [join(folder, "dev.journal"), file]) {
      mkdirSync(path);
      for (const open of [StateStore.openForReading, StateStore.openForWriting]) {
        await expect(open(file, passphrase)).rejects.toMatchObject({
          code: "state",
          message: expect.stringContaining(`${path} can't be read: EISDIR`),
        });
      }
      rmSync(path, { recursive: true });
    }
  });
});

describe("a state file that is damaged", () => {
  test.each(["{", "{}", '{"version":4,"deployment":{}}', ""])(
    "%j is refused, left as it is, and never taken for an empty state",
    async (text) => {
      writeFileSync(file, text);
      for (const open of [StateStore.openForReading, StateStore.openForWriting]) {
        await expect(open(file, passphrase)).rejects.toMatchObject({ code: "state" });
        await expect(open(file, passphrase)).rejects.toThrow("there is no good copy beside it");
      }
      expect(readFileSync(file, "utf8")).toBe(text);
      expect(existsSync(join(folder, "dev.journal"))).toBe(false);
    },
  );

  test("is refused with the name of the last good copy, which can be put in its place", async () => {
    for (const name of ["a", "b"]) {
      const store = await StateStore.openForWriting(file, passphrase);
      add(store, resource(name));
      store.close();
    }
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 200));
    const refusal = expect(StateStore.openForWriting(file, passphrase)).rejects;
    await refusal.toThrow(`the last good copy is ${file}.bak`);
    copyFileSync(`${file}.bak`, file);
    expect(await names()).toEqual(["a"]);
  });
});

describe("a state of another engine", () => {
  test.each([
    ["resources that were read with get", { external: true }],
    ["resources that are half replaced", { pendingReplacement: true }],
    ["deletedWith", { deletedWith: "other" }],
    ["replaceWith", { replaceWith: ["other"] }],
  ])("with %s is refused by name, and left as it is", async (feature, field) => {
    const store = await StateStore.openForWriting(file, passphrase);
    add(store, resource("a", field));
    store.close();
    const text = readFileSync(file, "utf8");
    await expect(StateStore.openForWriting(file, passphrase)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(`${feature}, such as ${resource("a").urn} in ${file}`),
    });
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

describe("the order of resources", () => {
  test("each comes after what it needs, and what waits for its deletion comes last", () => {
    const provider = { ...resource("provider"), id: "1" };
    const sorted = sortResources([
      resource("old", { delete: true }),
      resource("leaf", { dependencies: [resource("base").urn], provider: `${provider.urn}::1` }),
      resource("base", { parent: resource("group").urn }),
      provider,
      resource("group"),
    ]);
    expect(sorted.map(({ urn }) => urn.split("::").at(-1))).toEqual(["provider", "group", "base", "leaf", "old"]);
  });

  test("references to what is gone are dropped", () => {
    const [only] = sortResources([
      resource("only", {
        dependencies: ["gone"],
        propertyDependencies: { a: ["gone"], b: [resource("only").urn] },
        parent: "gone",
      }),
    ]);
    expect(only).toEqual(resource("only", { propertyDependencies: { b: [resource("only").urn] } }));
  });
});

describe("the lock", () => {
  const lockFile = (): string => join(folder, "dev.lock");
  const write = (pid: number, host: string): void =>
    writeFileSync(lockFile(), JSON.stringify({ pid, hostname: host, timestamp: "2026-01-01T00:00:00Z" }));

  test("is held by one at a time", () => {
    const lock = acquireLock(lockFile());
    expect(() => acquireLock(lockFile())).toThrow(StackLockedError);
    lock.release();
    acquireLock(lockFile()).release();
    expect(existsSync(lockFile())).toBe(false);
  });

  test("of a dead process on this host is taken over", () => {
    write(2 ** 22 + 1, hostname());
    const lock = acquireLock(lockFile());
    expect(lock.takenFrom).toEqual({ pid: 2 ** 22 + 1, timestamp: "2026-01-01T00:00:00Z" });
    lock.release();
  });

  test("of a process whose number was given to another one is taken over", () => {
    writeFileSync(
      lockFile(),
      JSON.stringify({ pid: process.pid, hostname: hostname(), timestamp: "2026-01-01T00:00:00Z", started: "1" }),
    );
    expect(acquireLock(lockFile()).takenFrom?.pid).toBe(process.pid);
  });

  test.runIf(process.platform === "linux")(
    "of a process that ended and is waited for by nobody is taken over (needs Linux)",
    async () => {
      // The shell itself would wait for it: it ends once the shell has become somebody who doesn't.
      const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore", "pipe"],
      });
      try {
        const [text] = (await once(parent.stdio[1] as Readable, "data")) as [Buffer];
        const pid = Number(String(text));
        await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n");
        (parent.stdio[3] as Writable).end();
        await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z ");
        write(pid, hostname());
        acquireLock(lockFile()).release();
      } finally {
        parent.kill();
      }
    },
  );

  test("of another host, and one that cannot be read, is respected", () => {
    write(2 ** 22 + 1, "elsewhere");
    expect(() => acquireLock(lockFile())).toThrow("on elsewhere");
    writeFileSync(lockFile(), "nonsense");
    expect(() => acquireLock(lockFile())).toThrow(StackLockedError);
  });
});
