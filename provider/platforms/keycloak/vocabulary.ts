import type { Key } from "../../core/contract/vocabulary.js";
import { FLAT } from "../../core/model/entity.js";
import { pathText } from "../../core/model/value.js";
import { all, denied, type Part, type Source, source } from "../vocabulary.js";
import * as groups from "./groups.js";
import type { Profile, Told } from "./profile.js";
import type { Realm } from "./realm.js";
import * as roles from "./roles.js";
import type { RealmDocument, RequiredAction } from "./wire.js";

const NOT_SEEN = "These credentials may not see it";

/** What a realm has: roles of each section, groups, attributes of the user profile, required actions and languages. */
export function sourcesOf(realm: Realm): readonly Source[] {
  return [
    ...[...realm.roles.known].map(([section, known]) =>
      source([pathText(["roles", section])], known, (found) => ({
        sets: { roles: { [section]: all(roles.termsOf(found)) } },
      })),
    ),
    source(["groups"], realm.groups.tree, (tree) => ({ sets: { groups: { [FLAT]: all(groups.termsOf(tree)) } } })),
    source([pathText(["attributes", "locale"])], realm.document, ofLanguages),
    ofProfile(realm.profile),
    source(["requiredActions"], realm.actions, ofActions),
  ];
}

function ofProfile(profile: Profile): Source {
  return {
    about: ["attributes"],
    async look(since) {
      const answer = await profile.told(since as Told | undefined);
      return { answer, read: () => (answer ? ofAttributes(answer) : { untold: [denied(["attributes"], NOT_SEEN)] }) };
    },
  };
}

function ofAttributes({ attributes, added, isOpen }: Told): Part {
  const terms = [...attributes.map(keyOf), ...added.map((name) => ({ name }))];
  const advice =
    "Keycloak would drop it without a word: declare it in the realm's settings under User profile, or set Unmanaged attributes there to Only " +
    "administrators can write";
  return { maps: { attributes: { terms, isComplete: !isOpen, advice } } };
}

function keyOf({ name, validations, multivalued }: Told["attributes"][number]): Key {
  const listed = validations?.options.options.map((value) => ({ name: value }));
  return {
    name,
    ...(listed ? { values: all(listed) } : {}),
    ...(typeof multivalued === "boolean" ? { takesSeveral: multivalued } : {}),
  };
}

/** Nobody says that a language which a realm doesn't list is refused. */
function ofLanguages(document: RealmDocument | undefined): Part {
  const { internationalizationEnabled, supportedLocales } = document ?? {};
  if (!internationalizationEnabled || !supportedLocales) return {};
  const values = { terms: supportedLocales.map((name) => ({ name })), isComplete: false };
  return { maps: { attributes: { terms: [{ name: "locale", values }], isComplete: false } } };
}

function ofActions(actions: readonly RequiredAction[] | undefined): Part {
  if (actions === undefined) return { untold: [denied(["requiredActions"], NOT_SEEN)] };
  if (actions.length === 0) return {};
  const terms = actions.map(({ alias, enabled }) => ({
    name: alias,
    ...(enabled ? {} : { unusable: "the realm has this required action switched off, and asks nobody for it" }),
  }));
  return { attributes: { requiredActions: all(terms) } };
}
