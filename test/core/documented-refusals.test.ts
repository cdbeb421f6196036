import { expect, it } from "vitest";
import { RejectedError } from "../../provider/core/contract/errors";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { RemovalLimit } from "../../provider/core/session/removal-limit";
import type { Session } from "../../provider/core/session/session";
import { textOf } from "../repository/files";
import { account, FakeConnector, sessionOf } from "./fake-connector";

const ada = { login: "ada", bio: "a" };
const stored = { ...ada, status: "on", tenant: "here", origin: "created" };
const CALLS: Readonly<Record<string, (session: Session, olds: object) => Promise<unknown>>> = {
  create: (session) => create(session, ada, "urn"),
  read: (session, olds) => read(session, "9", { ...olds }, undefined),
  update: (session, olds) => update(session, "9", { ...olds }, { ...ada, bio: "b" }, "urn"),
  remove: (session, olds) => remove(session, "9", { ...olds }, "urn"),
};

/** What makes the provider refuse a call, and the code of that. */
interface Refusal {
  readonly calls: readonly string[];
  readonly code: string;
  readonly set?: (session: ReturnType<typeof sessionOf>) => Partial<Session>;
  readonly olds?: object;
  readonly prepare?: (session: Session, vendor: FakeConnector) => void;
}

const OTHER = { platform: "lab", tenant: "here", id: "9" };
const REFUSALS: Readonly<Record<string, Refusal>> = {
  maxRemovals: {
    calls: ["remove"],
    code: "removal-limit",
    set: () => ({ removalLimit: new RemovalLimit(0, "roster:lab.maxRemovals") }),
  },
  readOnly: { calls: ["create", "update", "remove"], code: "read-only", set: () => ({ readOnly: true }) },
  tenant: { calls: ["read", "update", "remove"], code: "foreign-tenant", olds: { tenant: "elsewhere" } },
  "one owner": {
    calls: ["update"],
    code: "claimed",
    prepare: ({ ownership }) => ownership.claim(OTHER, "another"),
  },
  absence: {
    calls: ["read"],
    code: "rejected",
    prepare: (_, vendor) => {
      vendor.read = async () => {
        throw new RejectedError("404 of a proxy");
      };
    },
  },
};

/** Kept by Pulumi, before the provider is asked. */
const OTHERS = ["protect"];

it("each limit that docs/reference/safety.md names is tried here", () => {
  const [table = ""] = textOf("docs/reference/safety.md").split("## `maxRemovals`");
  const [, ...names] = [...table.matchAll(/^\| `?(\w[\w ]*?)`? +\|/gm)].map(([, name = ""]) => name);
  expect([...Object.keys(REFUSALS), ...OTHERS]).toEqual(names);
});

const tried = Object.entries(REFUSALS).flatMap(([name, refusal]) =>
  refusal.calls.map((call) => ({ name, call, refusal })),
);

it.each(tried)("$name alone refuses a $call, and writes nothing", async ({ call, refusal }) => {
  for (const isRefused of [true, false]) {
    const vendor = new FakeConnector();
    if (call !== "create") vendor.account = account({ ...ada, status: "on" });
    const session = sessionOf(vendor);
    if (isRefused) {
      Object.assign(session, refusal.set?.(session));
      refusal.prepare?.(session, vendor);
    }
    const result = CALLS[call]?.(session, { ...stored, ...(isRefused ? refusal.olds : {}) });
    if (isRefused) await expect(result).rejects.toMatchObject({ code: refusal.code });
    else await expect(result).resolves.toBeDefined();
    const writes = vendor.calls.filter((made) => made !== "read" && made !== "find");
    expect(writes).toHaveLength(isRefused || call === "read" ? 0 : 1);
  }
});
