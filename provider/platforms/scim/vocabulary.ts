import type { Term, Terms } from "../../core/contract/vocabulary.js";
import { FLAT } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { type Part, type Source, source, untold } from "../vocabulary.js";
import { getRolesEndpoint, listRoles } from "./api.js";
import { CORE, ENTERPRISE, extensionPath } from "./arguments.js";
import type { Discovery } from "./discovery.js";
import { type GroupRow, listGroups } from "./group/api.js";
import { pages } from "./pages.js";
import { ENTERPRISE_NAMES, placeOf, TEXTS } from "./places.js";
import type { Schemas } from "./schemas.js";
import type { RoleList } from "./wire.js";

/** Arguments of which a schema can name values. */
const VALUED: readonly string[] = [...TEXTS, ...ENTERPRISE_NAMES.filter((name) => name !== "manager"), "entitlements"];

/** Pages of groups that are read for a vocabulary. */
const MOST_PAGES = 10;

/** What a SCIM server tells: attributes of extensions and suggested values in its schemas, its groups, and roles where it lists them. */
export function sourcesOf(http: HttpClient, discovery: Discovery): readonly Source[] {
  const roles = new AskedOnce(async () => {
    const endpoint = await getRolesEndpoint(http);
    return endpoint === undefined ? undefined : listRoles(http, endpoint);
  });
  return [
    source(["extensions", "roles", ...VALUED], discovery.schemas, (schemas) => (schemas ? ofSchemas(schemas) : {})),
    source(["groups"], new AskedOnce(() => someGroups(http)), ofGroups),
    source(["roles"], roles, (listed) => (listed ? ofRoles(listed) : {})),
  ];
}

/** A server may take other values than those that its schemas suggest (RFC 7643, section 7), so that these prove nothing. */
function ofSchemas({ byUrn, urns, isComplete }: Schemas): Part {
  const users = byUrn.get(CORE.toLowerCase());
  if (users === undefined) return {};
  const suggested = VALUED.flatMap((name): [string, Terms][] => {
    const { urn = CORE, attribute } = placeOf([name]);
    const found = byUrn.get(urn.toLowerCase())?.get(attribute.toLowerCase());
    const values = [...(found?.canonical ?? []), ...(found?.parts.get("value")?.canonical ?? [])];
    return values.length === 0 ? [] : [[name, { terms: termsOf(values), isComplete: false }]];
  });
  const roles = users.get("roles");
  const roleValues = [...(roles?.canonical ?? []), ...(roles?.parts.get("value")?.canonical ?? [])];
  const extensions = urns.filter((urn) => !/^urn:ietf:params:scim:schemas:core:/i.test(urn) && !isEnterprise(urn));
  const keys = extensions.flatMap((urn) =>
    [...(byUrn.get(urn.toLowerCase())?.values() ?? [])].map(({ name }) => `${urn}:${name}`),
  );
  return {
    attributes: Object.fromEntries(suggested),
    ...(keys.length > 0 ? { maps: { extensions: { terms: termsOf(keys), isComplete, wordOf: withoutPart } } } : {}),
    ...(roleValues.length > 0
      ? { sets: { roles: { [FLAT]: { terms: termsOf(roleValues), isComplete: false } } } }
      : {}),
  };
}

function isEnterprise(urn: string): boolean {
  return urn.toLowerCase() === ENTERPRISE.toLowerCase();
}

/** Parts of an attribute are held against its definition as it is written: not every server lists them. */
function withoutPart(key: string): string {
  const { urn = "", attribute = "" } = extensionPath(key) ?? {};
  return `${urn}:${attribute.split(".")[0]}`;
}

interface SomeGroups {
  readonly groups: readonly GroupRow[];
  readonly isComplete: boolean;
}

async function someGroups(http: HttpClient): Promise<SomeGroups> {
  const groups: GroupRow[] = [];
  let left = MOST_PAGES;
  for await (const page of pages(listGroups(http), { things: "groups" })) {
    groups.push(...page);
    if (--left === 0) return { groups, isComplete: false };
  }
  return { groups, isComplete: true };
}

/** A list without any group may be all that these credentials are shown. */
function ofGroups({ groups, isComplete }: SomeGroups): Part {
  if (groups.length === 0) return untold("groups", "no group is shown");
  const terms = groups.flatMap(({ id, group }): Term[] => {
    if (id === undefined) return [];
    return [group?.displayName ? { name: id, titles: [group.displayName] } : { name: id }];
  });
  return { sets: { groups: { [FLAT]: { terms, isComplete: isComplete && terms.length === groups.length } } } };
}

function ofRoles({ roles, isComplete }: RoleList): Part {
  const terms = roles.map(({ value, display }) => (display ? { name: value, titles: [display] } : { name: value }));
  return terms.length === 0 ? {} : { sets: { roles: { [FLAT]: { terms, isComplete } } } };
}

function termsOf(names: readonly string[]): readonly Term[] {
  return names.map((name) => ({ name }));
}
