import type { JsonObject } from "../json";

/** Time zones of the account; the code is what a user's `timeZoneCode` takes. */
export const TIME_ZONES = [
  { timeZoneCode: "1", timeZone: "(GMT-08:00) Pacific Time", zoneOffset: -480 },
  { timeZoneCode: "2", timeZone: "(GMT-05:00) Eastern Time", zoneOffset: -300 },
  { timeZoneCode: "3", timeZone: "(GMT+00:00) London", zoneOffset: 0 },
  { timeZoneCode: "4", timeZone: "(GMT+01:00) Berlin", zoneOffset: 60 },
  { timeZoneCode: "5", timeZone: "(GMT+05:30) Kolkata", zoneOffset: 330 },
  { timeZoneCode: "6", timeZone: "(GMT+09:00) Tokyo", zoneOffset: 540 },
] as const;

/** The account as a JSON:API resource. */
export function accountResource(accountId: string): JsonObject {
  return {
    id: accountId,
    type: "account",
    attributes: {
      name: "Example Academy",
      subdomain: "example-academy",
      timeZoneCode: TIME_ZONES[2].timeZoneCode,
      timeZones: TIME_ZONES,
      contentLocales: [
        { locale: "en-US", name: "English (United States)" },
        { locale: "de-DE", name: "German" },
      ],
      uiLocales: [
        { locale: "en-US", name: "English (United States)" },
        { locale: "de-DE", name: "German" },
      ],
    },
  };
}
