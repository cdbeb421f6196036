import { RosterError } from "../../core/contract/errors.js";
import type { Term, Terms } from "../../core/contract/vocabulary.js";
import { FLAT } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { all, denied, known, type Part, type Source, source, untold } from "../vocabulary.js";
import type { WireProfile } from "./external-profiles.js";
import type { WireGroup } from "./group/wire.js";
import { customGroups } from "./memberships.js";
import type { WireAccount, WireField } from "./wire.js";

/** Seen in answers and samples; an account can have others. */
const SEEN_ROLES = ["Learner", "Admin", "Author", "Instructor", "Integration Admin", "Manager"];

/** Pages of user groups that are read for a vocabulary. */
const MOST_PAGES = 10;

/** What an Adobe account tells of itself: zones and locales with the account, its active fields, user groups and external profiles. */
export function sourcesOf(
  http: HttpClient,
  account: AskedOnce<WireAccount>,
  fields: AskedOnce<readonly WireField[] | RosterError>,
  profiles: AskedOnce<readonly WireProfile[]>,
): readonly Source[] {
  const groups = new AskedOnce(() => customGroups(http, MOST_PAGES));
  return [
    source(["timeZoneCode", "contentLocale", "uiLocale"], account, ofAccount),
    source(["fields"], fields, ofFields),
    source(["groups"], groups, ofGroups),
    source(["externalProfile"], profiles, ofProfiles),
    known(["roles"], {
      sets: { roles: { [FLAT]: { terms: SEEN_ROLES.map((name) => ({ name })), isComplete: false } } },
      ...untold("roles", "Adobe lists its roles nowhere: a role that was not seen before is sent as declared"),
    }),
  ];
}

function ofAccount({ attributes }: WireAccount): Part {
  const { timeZones, contentLocales, uiLocales } = attributes ?? {};
  const lists = {
    timeZoneCode: timeZones?.map(({ timeZoneCode, name, zoneId }) => term(timeZoneCode, [zoneId, name])),
    contentLocale: contentLocales?.map(({ locale, name }) => term(locale, [name])),
    uiLocale: uiLocales?.map(({ locale, name }) => term(locale, [name])),
  };
  const told = Object.entries(lists).flatMap(([name, terms]): [string, Terms][] =>
    terms && terms.length > 0 ? [[name, all(terms)]] : [],
  );
  const silent = Object.keys(lists).filter((name) => !told.some(([other]) => other === name));
  return {
    attributes: Object.fromEntries(told),
    ...(silent.length > 0 ? untold(silent, `GET /account lists no ${silent.join(", ")} of this account`) : {}),
  };
}

/** An account that shows no field at all proves nothing of those that it has. */
function ofFields(fields: readonly WireField[] | RosterError): Part {
  if (fields instanceof RosterError) return { untold: [denied(["fields"], fields.message)] };
  if (fields.length === 0) return untold("fields", "GET /account/fields lists no active field of this account");
  const terms = fields.map(({ name, allowedValues, isMultiValue }) => ({
    name,
    ...(allowedValues && allowedValues.length > 0
      ? { values: all(allowedValues.map((value) => ({ name: value }))) }
      : {}),
    ...(typeof isMultiValue === "boolean" ? { takesSeveral: isMultiValue } : {}),
  }));
  return { maps: { fields: all(terms) } };
}

function ofGroups({
  groups,
  isComplete,
}: {
  readonly groups: readonly WireGroup[];
  readonly isComplete: boolean;
}): Part {
  const terms = groups.map(({ id, attributes }) => term(id, [attributes.name]));
  return { sets: { groups: { [FLAT]: { terms, isComplete } } } };
}

function ofProfiles(profiles: readonly WireProfile[]): Part {
  const terms = profiles.map(({ id, attributes }) => term(id, [attributes?.name]));
  return { attributes: { externalProfile: all(terms) } };
}

function term(name: string, titles: readonly (string | null | undefined)[]): Term {
  const given = titles.filter((title): title is string => typeof title === "string" && title !== "");
  return given.length > 0 ? { name, titles: given } : { name };
}
