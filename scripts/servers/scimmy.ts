import { randomBytes, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

type Record_ = Readonly<Record<string, unknown>> & { readonly id: string; readonly userName: string };

/** A server built with SCIMMY, as people build theirs, with a store for each tenant. */
export interface ScimmyServer {
  readonly token: string;
  url(tenant: string): string;
  stop(): Promise<void>;
}

const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const acmeDefinition = new SCIMMY.Types.SchemaDefinition("AcmeUser", ACME, "What Acme keeps of its people", [
  new SCIMMY.Types.Attribute("string", "badge", { description: "The colour of the badge" }),
  new SCIMMY.Types.Attribute("string", "building", { description: "Where the desk is" }),
]);

class AcmeUser extends SCIMMY.Types.Schema {
  static override get definition() {
    return acmeDefinition;
  }

  constructor(resource: object, direction = "both", basepath?: string, filters?: SCIMMY.Types.Filter) {
    super(resource, direction);
    Object.assign(this, acmeDefinition.coerce(resource, direction, basepath, filters));
  }
}

const stores = new Map<string, Map<string, Record_>>();

/** SCIMMY keeps its declarations for the whole process, so the tenant comes with each request. */
function declareUsers(): void {
  if (SCIMMY.Resources.declared("User")) return;
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser)
    .extend(AcmeUser)
    .ingress((resource, instance, tenant: string) => {
      const store = storeOf(tenant);
      const user = JSON.parse(JSON.stringify(instance)) as Record_;
      const id = resource.id ?? randomUUID();
      if (resource.id !== undefined && !store.has(resource.id)) throw notFound(resource.id);
      const name = user.userName.toLowerCase();
      for (const other of store.values()) {
        if (other.id !== id && other.userName.toLowerCase() === name) {
          throw new SCIMMY.Types.Error(409, "uniqueness", "userName is taken");
        }
      }
      const now = new Date().toISOString();
      const stored = { ...user, id, meta: { created: now, lastModified: now } };
      store.set(id, stored);
      return stored;
    })
    .egress((resource, tenant: string) => {
      const store = storeOf(tenant);
      if (resource.id === undefined) {
        const users = [...store.values()];
        return resource.filter ? resource.filter.match(users) : users;
      }
      const user = store.get(resource.id);
      if (user === undefined) throw notFound(resource.id);
      return user;
    })
    .degress((resource, tenant: string) => {
      if (resource.id === undefined || !storeOf(tenant).delete(resource.id)) throw notFound(resource.id);
    });
}

function storeOf(tenant: string): Map<string, Record_> {
  const store = stores.get(tenant) ?? new Map<string, Record_>();
  stores.set(tenant, store);
  return store;
}

function notFound(id: string | undefined) {
  return new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
}

/** Starts an express server on 127.0.0.1. */
export async function startScimmyServer(port = 0): Promise<ScimmyServer> {
  declareUsers();
  const token = randomBytes(16).toString("hex");
  const app = express();
  const router = new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
      if (request.header("authorization") !== `Bearer ${token}`) throw new Error("the token is not valid");
      return "client";
    },
    context: (request) => request.params["tenant"],
  });
  app.use("/:tenant/scim/v2", router);
  const server = app.listen(port, "127.0.0.1");
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const { port: taken } = server.address() as AddressInfo;
  return {
    token,
    url: (tenant) => `http://127.0.0.1:${taken}/${tenant}/scim/v2`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
