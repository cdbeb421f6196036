import type { Answer } from "../exchange";
import { ok, Refusal } from "../exchange";
import type { JsonObject } from "../json";
import type { NoChange, SetBehaviour } from "./behaviour";
import type { NermUser } from "./store";

export const BASE_PATH = "/api";

/** The short error shape: `{error}`. */
export function errorAnswer(status: number, error: string): Answer {
  return { status, body: { error } };
}

/** What is wrong with a record: attribute -> message. */
export type Faulty = Readonly<Record<string, string>>;

/** What is wrong with a record, in sentences: "login has already been taken". */
export function sentencesOf(errors: Faulty): readonly string[] {
  return Object.entries(errors).map(([name, message]) => `${name} ${message}`);
}

/** A refusal with what is wrong: `{error, errors: {attribute: message}}`, or `{errors: [sentence]}`. */
export function validationRefusal(error: string, errors: Faulty, behaviour: SetBehaviour): Refusal {
  const body = behaviour.errors === "list" ? { errors: sentencesOf(errors) } : { error, errors };
  return new Refusal({ status: behaviour.refusal, body });
}

const SAID = "200 - No Change";

/** The answer to a PATCH that changes nothing. */
export function unchangedAnswer(shape: NoChange, user: JsonObject): Answer {
  switch (shape) {
    case "user":
      return ok({ user });
    case "info":
      return ok({ info: SAID });
    case "message":
      return ok({ status: 200, message: "No Change" });
    case "text":
      return { status: 200, text: SAID };
    case "nothing":
      return { status: 200 };
  }
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
