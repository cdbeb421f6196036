import type { JsonObject } from "../json";

/** Time zones of the account; the code is what a user's `timeZoneCode` takes. In the shape of Adobe's reference client. */
export const TIME_ZONES = [
  { timeZoneCode: "1", name: "(GMT-08:00) Pacific Time", zoneId: "America/Los_Angeles" },
  { timeZoneCode: "2", name: "(GMT-05:00) Eastern Time", zoneId: "America/New_York" },
  { timeZoneCode: "3", name: "(GMT+00:00) London", zoneId: "Europe/London" },
  { timeZoneCode: "4", name: "(GMT+01:00) Berlin", zoneId: "Europe/Berlin" },
  { timeZoneCode: "5", name: "(GMT+05:30) Kolkata", zoneId: "Asia/Kolkata" },
  { timeZoneCode: "6", name: "(GMT+09:00) Tokyo", zoneId: "Asia/Tokyo" },
];

const LOCALES = {
  "en-US": "English (United States)",
  "de-DE": "German",
  "es-ES": "Spanish",
  "fr-FR": "French",
  "it-IT": "Italian",
  "ja-JP": "Japanese",
  "nl-NL": "Dutch",
  "pl-PL": "Polish",
  "pt-BR": "Portuguese (Brazil)",
  "tr-TR": "Turkish",
  "zh-CN": "Chinese (Simplified)",
};

function locales() {
  return Object.entries(LOCALES).map(([locale, name]) => ({ locale, name }));
}

/** The account as a JSON:API resource. */
export function accountResource(accountId: string): JsonObject {
  return {
    id: accountId,
    type: "account",
    attributes: {
      name: "Example Academy",
      subdomain: "example-academy",
      timeZoneCode: "3",
      timeZones: TIME_ZONES,
      contentLocales: locales(),
      uiLocales: locales(),
    },
  };
}
