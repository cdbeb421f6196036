import { respeller } from "../../core/compare/respell.js";
import type { Desired } from "../../core/model/entity.js";
import { hasTwoForms, isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { getProfileMetadata, getUserProfile } from "./api.js";
import type { ProfileMetadata, UserProfile } from "./wire.js";

/** Policies of a profile under which an administrator may set attributes that it doesn't declare. */
const OPEN_POLICIES = ["ENABLED", "ADMIN_EDIT"];

interface Known {
  readonly profile: UserProfile | undefined;
  /** Asked for only where the profile lacks something. */
  readonly metadata: AskedOnce<ProfileMetadata | undefined>;
}

/** Which further attributes the realm's users can have: Keycloak drops all others behind a 201. */
export class Profile {
  readonly #known: AskedOnce<Known>;

  constructor(http: HttpClient) {
    this.#known = new AskedOnce(async () => ({
      profile: await getUserProfile(http),
      metadata: new AskedOnce(() => getProfileMetadata(http)),
    }));
  }

  /**
   * Those of the names that would be dropped. One may have been declared in this same run, so the profile is asked again.
   * Where it can't be seen there are none: what is dropped then is found when the account is read back.
   */
  async dropped(names: readonly string[]): Promise<readonly string[]> {
    if (names.length === 0) return [];
    const known = await this.#known.get();
    const missing = await missingIn(known, names);
    return missing.length === 0 ? [] : missingIn(await this.#known.newerThan(known), names);
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

async function missingIn({ profile, metadata }: Known, names: readonly string[]): Promise<readonly string[]> {
  if (profile === undefined || OPEN_POLICIES.includes(profile.unmanagedAttributePolicy ?? "")) return [];
  const missing = without(names, profile);
  return missing.length === 0 ? [] : without(missing, await metadata.get());
}

function isAmbiguous(item: unknown): boolean {
  return typeof item === "string" && hasTwoForms(item);
}

function without(names: readonly string[], known: ProfileMetadata | undefined): readonly string[] {
  const has = new Set(known?.attributes?.map(({ name }) => name));
  return names.filter((name) => !has.has(name));
}
