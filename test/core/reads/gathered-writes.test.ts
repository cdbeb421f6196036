import { beforeEach, describe, expect, it } from "vitest";
import type { Outcome, UpdateRequest } from "../../../provider/core/contract/connector";
import { RejectedError } from "../../../provider/core/contract/errors";
import type { Desired } from "../../../provider/core/model/entity";
import { GatheredWrites, latest, MOST } from "../../../provider/core/reads/gathered-writes";
import { FakeConnector } from "../fake-connector";

/** A vendor that takes several people in one call, and answers calls when it is told to. */
class Bulk extends FakeConnector {
  manyAtMost?: number;
  /** Whoever is refused when they come alone, by login. */
  refused: string | undefined;
  /** What becomes of a call for several, instead of success. */
  answer: ((logins: readonly string[]) => Promise<readonly Outcome[]>) | undefined;

  override async create(desired: Desired, until?: number) {
    this.calls.push(`create ${loginOf(desired)} until ${until}`);
    if (loginOf(desired) === this.refused) throw new RejectedError("no");
    return { id: loginOf(desired) };
  }

  override async update({ desired }: UpdateRequest) {
    this.calls.push(`update ${loginOf(desired)}`);
    return { id: loginOf(desired) };
  }

  createMany = (people: readonly Desired[], until?: number) => this.#many("create", people, ` until ${until}`);
  updateMany = (all: readonly UpdateRequest[]) =>
    this.#many(
      "update",
      all.map(({ desired }) => desired),
    );

  async #many(verb: string, people: readonly Desired[], more = ""): Promise<readonly Outcome[]> {
    const logins = people.map(loginOf);
    this.calls.push(`${verb} ${logins.join()}${more}`);
    return this.answer ? this.answer(logins) : logins.map((id) => ({ written: { id } }));
  }
}

const loginOf = ({ attributes }: Desired) => String(attributes["login"]);
const person = (login: string): Desired => ({ attributes: { login }, sets: {}, references: {} });
const creation = (login: string, until?: number) => ({ desired: person(login), until });
const change = (login: string): UpdateRequest => ({ id: login, changes: [], desired: person(login), addOnly: [] });
const logins = (count: number, first = 1) => Array.from({ length: count }, (_, i) => `p${first + i}`);

/** Until whoever can go on has gone on. */
async function turns(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
}

let vendor: Bulk;
/** How each write went, in the order of the ends. */
let ends: string[];

beforeEach(() => {
  vendor = new Bulk();
  ends = [];
});

function open(announced = 100): GatheredWrites {
  const writes = new GatheredWrites(vendor);
  writes.announceLoad(announced);
  return writes;
}

/** Asks for writes in one turn, and notes their ends. */
function ask(verb: "create" | "update", writes: GatheredWrites, names: readonly string[], until?: number): void {
  for (const login of names) {
    const written = verb === "create" ? writes.create(creation(login, until)) : writes.update(change(login));
    written?.then(
      ({ id }) => ends.push(id),
      ({ code }) => ends.push(`${login}: ${code}`),
    );
  }
}

describe("writes that are asked for at the same time", () => {
  it("share a call where many were announced, and each has its own result", async () => {
    const writes = open(5);
    ask("create", writes, logins(5), 7);
    ask("update", writes, logins(6));
    await turns();
    expect(vendor.calls).toEqual(["create p1,p2,p3,p4,p5 until 7", "update p1,p2,p3,p4,p5,p6"]);
    expect(ends.sort()).toEqual([...logins(5), ...logins(6)].sort());
  });

  it("are not taken where few were announced, or nobody has said how many", () => {
    for (const writes of [new GatheredWrites(vendor), open(4)]) {
      expect(writes.create(creation("ada"))).toBeUndefined();
      expect(writes.update(change("ada"))).toBeUndefined();
    }
    const writes = open(5);
    writes.announceLoad(1);
    expect(writes.create(creation("ada"))).toBeDefined();
  });

  it("are not taken where the vendor has no such call", () => {
    const writes = new GatheredWrites(new FakeConnector());
    writes.announceLoad(100);
    expect(writes.create(creation("ada"))).toBeUndefined();
    expect(writes.update(change("ada"))).toBeUndefined();
  });

  it("go out one by one where they are fewer than five after all, and one that is refused stops no other", async () => {
    const writes = open();
    vendor.refused = "p2";
    ask("create", writes, logins(3), 8);
    ask("update", writes, logins(4));
    await turns();
    expect(vendor.calls).toEqual([
      ...logins(3).map((login) => `create ${login} until 8`),
      ...logins(4).map((login) => `update ${login}`),
    ]);
    expect(ends.sort()).toEqual(["p1", "p1", "p2", "p2: rejected", "p3", "p3", "p4"]);
  });

  it("fill calls of as many as the vendor takes, and else of a hundred", async () => {
    vendor.manyAtMost = 6;
    const few = open();
    ask("update", few, logins(12));
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(6).join()}`, `update ${logins(6, 7).join()}`]);
    vendor = new Bulk();
    const many = open();
    ask("update", many, logins(MOST + 5));
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(MOST).join()}`, `update ${logins(5, MOST + 1).join()}`]);
  });

  it("wait for the call that is under way, and share the next one", async () => {
    const answers: (() => void)[] = [];
    vendor.answer = (all) =>
      new Promise((resolve) => answers.push(() => resolve(all.map((id) => ({ written: { id } })))));
    const writes = open();
    ask("update", writes, logins(5));
    await turns();
    ask("update", writes, logins(2, 6));
    await turns();
    ask("update", writes, logins(3, 8));
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(5).join()}`]);
    answers[0]?.();
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(5).join()}`, `update ${logins(5, 6).join()}`]);
    expect(ends).toEqual(logins(5));
  });

  it("may wait as long as the one of them that may wait longest", () => {
    expect(latest([{ until: 3 }, {}, { until: 9 }, { until: 5 }])).toBe(9);
    expect(latest([{}, { until: undefined }])).toBeUndefined();
  });
});

describe("an answer about several people", () => {
  it.each([
    ["refuses one", async (all: readonly string[]) => withOne(all, { error: new RejectedError("no") }), "p3: rejected"],
    ["leaves the last one out", async (all: readonly string[]) => written(all).slice(0, -1), "p5: internal"],
  ])("that %s is an error for that one alone", async (_, answer, failed) => {
    vendor.answer = answer;
    ask("create", open(), logins(5));
    await turns();
    expect(ends.sort()).toEqual([...logins(5).filter((login) => !failed.startsWith(login)), failed].sort());
  });

  it("that doesn't come is an error for each of them", async () => {
    vendor.answer = async () => {
      throw new RejectedError("no");
    };
    ask("create", open(), logins(5));
    await turns();
    expect(ends).toEqual(logins(5).map((login) => `${login}: rejected`));
  });
});

const written = (all: readonly string[]): readonly Outcome[] => all.map((id) => ({ written: { id } }));
const withOne = (all: readonly string[], outcome: Outcome) =>
  written(all).map((other, i) => (i === 2 ? outcome : other));

describe("a write during look-ups", () => {
  /** A look-up that ends when it is told to. */
  function look(writes: GatheredWrites) {
    let resolve: (found: string) => void = () => {};
    let reject: (error: Error) => void = () => {};
    const result = writes.after(() => new Promise<string>((...ends) => ([resolve, reject] = ends)));
    return { result, resolve, reject };
  }

  it("waits until the last of them has ended, and goes out with those who write then", async () => {
    const writes = open();
    const [first, second] = [look(writes), look(writes)];
    ask("update", writes, logins(3));
    first.resolve("Ada");
    expect(await first.result).toBe("Ada");
    await turns();
    expect(vendor.calls).toEqual([]);
    second.resolve("Bob");
    await second.result;
    ask("update", writes, logins(2, 4));
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(5).join()}`]);
    ask("update", writes, logins(5, 6));
    await turns();
    expect(vendor.calls).toHaveLength(2);
  });

  it("goes out when the last look-up has ended, also where nobody writes any more", async () => {
    const writes = open();
    const { resolve, result } = look(writes);
    ask("create", writes, logins(5));
    await turns();
    expect(vendor.calls).toEqual([]);
    resolve("Ada");
    await result;
    await turns();
    expect(ends).toEqual(logins(5));
  });

  it("waits no longer where a look-up fails", async () => {
    const writes = open();
    const failing = look(writes);
    ask("create", writes, logins(5));
    failing.reject(new RejectedError("no"));
    await expect(failing.result).rejects.toMatchObject({ code: "rejected" });
    await turns();
    expect(ends).toEqual(logins(5));
  });

  it("goes out at once as soon as a call is full", async () => {
    vendor.manyAtMost = 6;
    const writes = open();
    const { resolve, result } = look(writes);
    ask("update", writes, logins(4));
    await turns();
    ask("update", writes, logins(2, 5));
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(6).join()}`]);
    ask("update", writes, ["p7"]);
    resolve("Ada");
    await result;
    await turns();
    expect(vendor.calls).toEqual([`update ${logins(6).join()}`, "update p7"]);
  });
});
