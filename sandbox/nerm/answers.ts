import type { Answer } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import type { NermUser } from "./store";

export const BASE_PATH = "/api";

/** The short error shape: `{error}`. */
export function errorAnswer(status: number, error: string): Answer {
  return { status, body: { error } };
}

/** What is wrong with a record: attribute -> message. */
export type Faulty = Readonly<Record<string, string>>;

/** The error shape with the attributes: `{error, errors: {attribute: message}}`. */
export function validationRefusal(error: string, errors: Faulty): Refusal {
  return new Refusal({ status: 400, body: { error, errors } });
}

/** A user as answers show it: without the write-only values, and in the older form without the newer ones. */
export function userAnswer(user: NermUser, newer: boolean): JsonObject {
  const { id, uid, name, email, type, title, status, login } = user;
  return {
    id,
    uid,
    name,
    email,
    type,
    title,
    status,
    login,
    last_login: null,
    cookies_accepted_at: null,
    preferred_language: user.locale,
    ...(newer
      ? {
          locale: user.locale,
          group_strings: user.group_strings,
          sailpoint_identity_id: user.sailpoint_identity_id,
        }
      : {}),
  };
}
