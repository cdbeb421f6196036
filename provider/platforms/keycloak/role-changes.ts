import type { UpdateRequest } from "../../core/contract/connector.js";
import { declaredMembers } from "../../core/contract/declaration.js";
import { isAbout } from "../../core/model/change.js";
import type { Sections } from "../../core/model/entity.js";
import { own, sameValue } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { changeRoles, getRoleMappings } from "./api.js";
import type { RealmRoles } from "./roles.js";
import type { WireRole } from "./wire.js";

interface SectionChange {
  /** `realm`, or a client's internal id. */
  readonly container: string;
  readonly grant: readonly WireRole[];
  readonly revoke: readonly WireRole[];
}

export interface RoleChanges {
  readonly sections: readonly SectionChange[];
  /** All roles by section, once this is done. */
  readonly after: Sections;
}

/** What has to be done so that declared sections with a change become what is declared; roles may be only added. */
export async function roleChanges(
  http: HttpClient,
  roles: RealmRoles,
  { id, changes, desired, addOnly, seen }: UpdateRequest,
): Promise<RoleChanges> {
  const declared = declaredMembers(desired, "roles") ?? {};
  const shown = seen?.sets["roles"];
  const isSeen = roles.sections.every((section) => own(shown?.members, section) !== undefined);
  const { members: now } = isSeen && shown ? shown : await roles.shown(await getRoleMappings(http, id));
  const after: Record<string, readonly string[]> = { ...now };
  const touched = new Set(changes.filter(isAbout("roles")).map(({ path }) => String(path[1] ?? "")));
  const names = touched.has("") ? Object.keys(declared) : [...touched];
  const sections: SectionChange[] = [];
  for (const section of names) {
    const [held, wanted] = [own(now, section) ?? [], own(declared, section) ?? []];
    const added = wanted.filter((name) => !holds(held, name));
    const removed = addOnly.includes("roles") ? [] : held.filter((name) => !holds(wanted, name));
    const grant = await roles.named(section, added);
    const revoke = await roles.removable(section, removed);
    sections.push({ container: await roles.container(section), grant, revoke });
    after[section] = [...held.filter((name) => !removed.includes(name)), ...grant.map(({ name }) => name)];
  }
  return { sections, after };
}

/** Carries out one half of the changes, section by section. */
export async function applyRoles(
  http: HttpClient,
  id: string,
  sections: RoleChanges["sections"],
  action: "grant" | "revoke",
): Promise<void> {
  for (const section of sections) {
    const roles = section[action];
    if (roles.length > 0) await changeRoles(http, id, section.container, action, roles);
  }
}

function holds(names: readonly string[], name: string): boolean {
  return names.some((other) => sameValue(other, name));
}
