import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createUsers, readUsers, updateUsers } from "../../../provider/core/many/reconcile";
import { Ownership } from "../../../provider/core/session/ownership";
import { openTenant } from "../../../provider/open-tenant";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { systemClock } from "../../../provider/system-context";

const PEOPLE = 1000;
const CHANGED = 10;

let close: () => void = () => undefined;
afterEach(() => close());

/** As much of a realm as a set of people asks for, with what it was asked, ids left out. */
async function realm() {
  const users = new Map<string, Record<string, unknown>>();
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
      const path = pathname.replace("/admin/realms/acme", "");
      calls.push(`${request.method} ${path.replace(/\/p\d+/, "/{id}")}`);
      const [, id = ""] = /^\/users\/(p\d+)/.exec(path) ?? [];
      const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>) : {};
      const answer = (content?: unknown, status = 200, headers = {}) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(content === undefined ? "" : JSON.stringify(content));
      };
      if (request.method === "POST" && path === "/users") {
        const made = `p${users.size}`;
        users.set(made, { emailVerified: false, ...body, id: made });
        return answer(undefined, 201, { location: `http://127.0.0.1/users/${made}` });
      }
      if (request.method === "PUT") users.set(id, { ...users.get(id), ...body });
      if (request.method !== "GET") return answer(undefined, 204);
      const ids = searchParams.get("search")?.slice("id:".length).split(" ");
      const first = Number(searchParams.get("first"));
      const page = [...users.values()].slice(first, first + Number(searchParams.get("max")));
      if (path === "/users") return answer(ids ? ids.map((wanted) => users.get(wanted)) : page);
      if (path === "/roles") return answer([{ id: "r", name: "reviewer" }]);
      return answer(path === "/roles/reviewer/users" ? page : []);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = { info: () => undefined, warn: () => undefined };
  const context = { clock: systemClock, random: Math.random, environment: {}, log };
  /** As a new process opens it. */
  const session = () =>
    openTenant(
      keycloak,
      { url, realm: "acme", token: "t" },
      { context, ownership: new Ownership(), canImport: true },
    ).session("user");
  return { calls, session };
}

it("1,000 people take the calls that look them up and create them, ten looks at what was made, and five more", async () => {
  const { calls, session } = await realm();
  const declared = (changed: number) => ({
    users: Object.fromEntries(
      Array.from({ length: PEOPLE }, (_, i) => [
        `k${i}`,
        { username: `person.${i}`, lastName: i < changed ? "Changed" : `N${i}`, roles: { realm: ["reviewer"] } },
      ]),
    ),
  });
  const run = { owner: "set" };
  const { outputs } = await createUsers(session(), declared(0), run);
  expect(calls.filter((call) => call === "POST /users")).toHaveLength(PEOPLE);
  // A look-up, a creation and a grant each; ten looks at what was made; the lists of nobody and of roles, and the realm.
  expect(calls).toHaveLength(3015);

  calls.length = 0;
  const seen = await readUsers(session(), outputs, run);
  expect(seen.outputs).toEqual(outputs);
  expect(calls).toHaveLength(8);

  calls.length = 0;
  await updateUsers(session(), outputs, declared(CHANGED), run);
  expect(calls.filter((call) => call.startsWith("PUT"))).toHaveLength(CHANGED);
  expect(calls).toHaveLength(CHANGED + 1);
});
