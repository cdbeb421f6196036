import { declaredMembers, declaredReference } from "../../core/contract/declaration.js";
import { InvalidArgumentsError, RejectedError } from "../../core/contract/errors.js";
import { type Desired, FLAT } from "../../core/model/entity.js";
import { caseless, isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { getRealm, listFederations, listRequiredActions } from "./api.js";
import { HOLDS_MANAGER } from "./arguments.js";
import { TITLE } from "./errors.js";
import { Groups } from "./groups.js";
import { Profile } from "./profile.js";
import { RealmRoles, type RoleOptions } from "./roles.js";
import type { RealmDocument, RequiredAction, WireUser } from "./wire.js";

export interface RealmOptions extends RoleOptions {
  readonly managerAttribute: string;
}

/** What a realm has beside its users: settings, roles, groups, and the profile of attributes. Each is asked for once a run. */
export class Realm {
  readonly roles: RealmRoles;
  readonly groups: Groups;
  readonly profile: Profile;
  readonly document: AskedOnce<RealmDocument | undefined>;
  readonly actions: AskedOnce<readonly RequiredAction[] | undefined>;
  readonly #federations: AskedOnce<readonly { readonly id: string }[] | undefined>;

  constructor(
    readonly http: HttpClient,
    readonly options: RealmOptions,
  ) {
    this.document = new AskedOnce(() => getRealm(http));
    this.roles = new RealmRoles(http, options, this.document);
    this.groups = new Groups(http);
    this.profile = new Profile(http);
    this.actions = new AskedOnce(() => listRequiredActions(http));
    this.#federations = new AskedOnce(() => listFederations(http));
  }

  /**
   * Refuses what would be dropped or can't be granted, before anything is sent: roles and groups that are not there or of which nobody
   * can tell which is meant, an attribute for managers that the realm's user profile doesn't have, and a username that the realm doesn't
   * keep. Other attributes and required actions are held against the vocabulary.
   *
   * @param written the part of what is declared that is about to be written
   * @param desired everything declared
   */
  async refuseUnknown(written: Desired, desired = written): Promise<void> {
    await this.#refuseOtherUsername(written, desired);
    await this.#refuseDropped(written);
    for (const [section, names] of Object.entries(declaredMembers(written, "roles") ?? {}))
      await this.roles.named(section, names);
    await this.groups.ids(declaredMembers(written, "groups")?.[FLAT] ?? []);
  }

  /** Whether the realm takes people from other directories; true where that may not be seen. */
  async isFederated(): Promise<boolean> {
    return (await this.#federations.get())?.length !== 0;
  }

  /** The directory that the account is a copy from, where that is still there. */
  async federationOf({ federationLink, origin }: WireUser): Promise<string | undefined> {
    const link = federationLink ?? origin ?? undefined;
    const federations = link === undefined ? [] : await this.#federations.get();
    return federations === undefined || federations.some(({ id }) => id === link) ? link : undefined;
  }

  /** Where the address is the username, Keycloak drops another one behind a 201 or 204, each time. */
  async #refuseOtherUsername(written: Desired, { attributes }: Desired): Promise<void> {
    const { username, email } = attributes;
    if (written.attributes["username"] === undefined && written.attributes["email"] === undefined) return;
    const isAddress =
      typeof email === "string" && typeof username === "string" && caseless(email) === caseless(username);
    if (isAddress || !(await this.document.get())?.registrationEmailAsUsername) return;
    const reason =
      "the realm's login settings make the address the username (Email as username), and Keycloak drops another one without a word. " +
      "Declare the person's address as username and as email, or switch that setting off";
    throw new InvalidArgumentsError([{ path: ["username"], reason }]);
  }

  async #refuseDropped(written: Desired): Promise<void> {
    const { managerAttribute } = this.options;
    const further = written.attributes["attributes"];
    if (isRecord(further) && Object.hasOwn(further, managerAttribute)) {
      throw new InvalidArgumentsError([{ path: ["attributes", managerAttribute], reason: HOLDS_MANAGER }]);
    }
    if (declaredReference(written, "manager") === undefined) return;
    if (!(await this.profile.isDropped(managerAttribute))) return;
    throw new RejectedError(
      `manager: the realm's user profile does not have "${managerAttribute}", and ${TITLE} would drop it without a word. ` +
        "Nothing was sent. Declare it in the realm's settings under User profile, or set Unmanaged attributes there to Only administrators can write",
      ["manager"],
    );
  }
}
