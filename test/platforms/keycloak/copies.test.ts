import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { planOf } from "../../../provider/core/many/plan";
import { Ownership } from "../../../provider/core/session/ownership";
import { DynamicProvider } from "../../../provider/dynamic/provider";
import { Tenant } from "../../../provider/dynamic/tenant";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { withMaps } from "../../../provider/plugin/property-maps";
import { entityCalls } from "../../../provider/plugin/resources";
import { Tenants } from "../../../provider/plugin/tenants";
import { send } from "../../../provider/plugin/wire-values";
import { testContext } from "../nerm/helpers";

const ada = { username: "ada" };
const outputs = { ...ada, enabled: true, federationLink: "ldap-1", tenant: "here", origin: "adopted" };

/** A preview's comparison on each adapter: what it answers, or the refusal that it throws. */
const previews = {
  dynamic: (olds: Properties, news: Properties) => {
    const provider = new DynamicProvider(new Tenant(keycloak, new Ownership(), testContext()));
    return provider.diff("7", { ...olds }, { ...news });
  },
  plugin: async (olds: Properties, news: Properties) => {
    const request = new proto.DiffRequest();
    request.setId("7");
    const context = testContext();
    const silent = () => undefined;
    const engine = { run: context.log, warn: silent, status: silent, close: silent };
    return entityCalls.diff(withMaps(request, { olds: send(olds, []), news: send(news, []) }), {
      kind: keycloak.kinds.user,
      tenants: new Tenants(context, new Ownership()),
      engine,
    });
  },
};

describe("a preview of somebody who is a copy from another directory", () => {
  describe.each(Object.entries(previews))("%s", (_, diff) => {
    it("refuses a deletion that is declared for the first time", async () => {
      const news = { ...ada, onDestroy: "delete" };
      const refused = await Promise.resolve(diff(outputs, news)).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["onDestroy"] }] });
      await diff(outputs, { ...ada, onDestroy: "deactivate" });
      await diff({ ...outputs, federationLink: undefined }, news);
    });

    it("lets a state be in which it was declared before", async () => {
      await diff({ ...outputs, onDestroy: "delete" }, { ...ada, onDestroy: "delete" });
    });
  });

  it("names each of a set by key, where the set's default says so too", () => {
    const person = { ...ada, federationLink: "ldap-1", enabled: true };
    const olds = { users: { ada: person, bob: { username: "bob" } }, ids: { ada: "7", bob: "8" }, tenant: "here" };
    const users = { ada, bob: { username: "bob" } };
    expect(() => planOf(keycloak.kinds.user, { users, onDestroy: "delete" }, olds)).toThrow(
      /^users\.ada\.onDestroy: account 7 /,
    );
    expect(planOf(keycloak.kinds.user, { users }, olds).changed.size).toBe(0);
  });
});
