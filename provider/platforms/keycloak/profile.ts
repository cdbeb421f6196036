import { respeller } from "../../core/compare/respell.js";
import type { Desired } from "../../core/model/entity.js";
import { hasTwoForms, isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { getProfileMetadata, getUserProfile } from "./api.js";
import type { ProfileMetadata, UserProfile } from "./wire.js";

/** Policies of a profile under which an administrator may set attributes that it doesn't declare. */
export const OPEN_POLICIES = ["ENABLED", "ADMIN_EDIT"];

/** What the profile says of attributes. */
export interface Told {
  readonly of: Known;
  readonly attributes: NonNullable<UserProfile["attributes"]>;
  /** Names of those that the realm's settings add, as far as they were asked for. */
  readonly added: readonly string[];
  /** Whether an administrator may set others. */
  readonly isOpen: boolean;
}

interface Known {
  readonly profile: UserProfile | undefined;
  /** Asked for only where the profile lacks something. */
  readonly metadata: AskedOnce<ProfileMetadata | undefined>;
}

/** Which further attributes the realm's users can have: Keycloak drops all others behind a 201. */
export class Profile {
  readonly #known: AskedOnce<Known>;
  #wasMissed = false;

  constructor(http: HttpClient) {
    this.#known = new AskedOnce(async () => ({
      profile: await getUserProfile(http),
      metadata: new AskedOnce(() => getProfileMetadata(http)),
    }));
  }

  /**
   * Whether an attribute of this name would be dropped. It may have been declared in this same run, so the profile is asked again. Where
   * it can't be seen, what is dropped is found when the account is read back.
   */
  async isDropped(name: string): Promise<boolean> {
    const known = await this.#known.get();
    return (await isMissing(known, name)) && isMissing(await this.#known.newerThan(known), name);
  }

  /**
   * The attributes of the profile. The realm's settings add some, which are asked for only where one was missed: whoever asks again gets
   * them too.
   *
   * @param since an earlier answer
   */
  async told(since?: Told): Promise<Told | undefined> {
    const known = since === undefined ? await this.#known.get() : await this.#known.newerThan(since.of);
    if (since !== undefined) this.#wasMissed = true;
    const { profile, metadata } = known;
    if (profile === undefined) return undefined;
    const isOpen = OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "");
    const added = this.#wasMissed && !isOpen ? ((await metadata.get())?.attributes ?? []) : [];
    return { of: known, attributes: profile.attributes ?? [], added: added.map(({ name }) => name), isOpen };
  }

  /**
   * Further attributes with listed values as the profile lists them: what is declared is composed, and Keycloak compares
   * bytes. Names are none of this: a profile's are letters, digits, `.`, `_` and `-` of ASCII (Keycloak's UPConfigUtils).
   */
  async spelt(desired: Desired): Promise<Desired> {
    const further = desired.attributes["attributes"];
    if (!isRecord(further) || !Object.values(further).flat().some(isAmbiguous)) return desired;
    const { profile } = await this.#known.get();
    const entries = Object.entries(further).map(([name, value]) => {
      const attribute = profile?.attributes?.find((known) => known.name === name);
      const listed = respeller(attribute?.validations?.options.options ?? []);
      const inList = (item: unknown): unknown => (typeof item === "string" ? listed(item) : item);
      return [name, Array.isArray(value) ? value.map(inList) : inList(value)];
    });
    return { ...desired, attributes: { ...desired.attributes, attributes: Object.fromEntries(entries) } };
  }
}

async function isMissing({ profile, metadata }: Known, name: string): Promise<boolean> {
  if (profile === undefined || OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "")) return false;
  return !has(profile, name) && !has(await metadata.get(), name);
}

function isAmbiguous(item: unknown): boolean {
  return typeof item === "string" && hasTwoForms(item);
}

function has(known: ProfileMetadata | undefined, name: string): boolean {
  return known?.attributes?.some((attribute) => attribute.name === name) === true;
}
