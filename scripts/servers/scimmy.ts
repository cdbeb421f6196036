import { randomBytes, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

/** A document as it is kept: which of the two names it has depends on its type. */
type Record_ = Readonly<Record<"id" | "userName" | "displayName", string>> & Readonly<Record<string, unknown>>;

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

/** The resources of one type, by tenant and id. */
class Collection {
  readonly #tenants = new Map<string, Map<string, Record_>>();

  /** @param unique an attribute that no two have, compared without regard to case; undefined: there is none */
  constructor(readonly unique?: string) {}

  ingress(resource: { readonly id?: string }, instance: object, tenant: string): Record_ {
    const store = this.#of(tenant);
    const given = JSON.parse(JSON.stringify(instance)) as Record_;
    const id = resource.id ?? randomUUID();
    if (resource.id !== undefined && !store.has(resource.id)) throw notFound(resource.id);
    const { unique } = this;
    if (unique !== undefined) {
      const name = lower(given[unique]);
      for (const other of store.values()) {
        if (other.id !== id && lower(other[unique]) === name) {
          throw new SCIMMY.Types.Error(409, "uniqueness", `${unique} is taken`);
        }
      }
    }
    const now = new Date().toISOString();
    const stored = { ...given, id, meta: { created: now, lastModified: now } };
    store.set(id, stored);
    return stored;
  }

  egress({ id, filter }: { readonly id?: string; readonly filter?: SCIMMY.Types.Filter }, tenant: string) {
    const store = this.#of(tenant);
    if (id === undefined) {
      const all = [...store.values()];
      return filter ? (filter.match(all) as Record_[]) : all;
    }
    const found = store.get(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  degress({ id }: { readonly id?: string }, tenant: string): void {
    if (id === undefined || !this.#of(tenant).delete(id)) throw notFound(id);
  }

  #of(tenant: string): Map<string, Record_> {
    const store = this.#tenants.get(tenant) ?? new Map<string, Record_>();
    this.#tenants.set(tenant, store);
    return store;
  }
}

function lower(text: unknown): string {
  return String(text).toLowerCase();
}

const users = new Collection("userName");
const groups = new Collection();

/** SCIMMY keeps its declarations for the whole process, so the tenant comes with each request. */
function declareResources(): void {
  if (SCIMMY.Resources.declared("User")) return;
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser)
    .extend(AcmeUser)
    .ingress((resource, instance, tenant: string) => users.ingress(resource, instance, tenant))
    .egress((resource, tenant: string) => users.egress(resource, tenant))
    .degress((resource, tenant: string) => users.degress(resource, tenant));
  SCIMMY.Resources.declare(SCIMMY.Resources.Group)
    .ingress((resource, instance, tenant: string) => groups.ingress(resource, instance, tenant))
    .egress((resource, tenant: string) => groups.egress(resource, tenant))
    .degress((resource, tenant: string) => groups.degress(resource, tenant));
}

function notFound(id: string | undefined) {
  return new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
}

/** Starts an express server on 127.0.0.1. */
export async function startScimmyServer(port = 0): Promise<ScimmyServer> {
  declareResources();
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
