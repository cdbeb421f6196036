import {
  NotFoundError,
  PermissionDeniedError,
  RejectedError,
  type RosterError,
  UnauthenticatedError,
} from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import type { Reply } from "../../http/reply.js";
import { isOfOthers, saysMissing } from "../absence.js";
import { adviceFor, rejection } from "../rejection.js";
import { propertyAtStartOf, propertyOf } from "./convert.js";
import { ErrorDocument } from "./wire.js";

export const TITLE = "SailPoint NERM";

const EMPTY_LIST = /^no\b.*\bfound\b/i;
const NO_CHANGE = /^(200\s*-\s*)?no changes?\b/i;
const RECORDS = /\b(users?|records?|roles?|managers?|profiles?|jobs?|relations?)\b|\buser[_ ](roles?|managers?)\b/i;
/** What the vendor says of a relation to somebody that it doesn't see. */
const MUST_EXIST = /\bmust exist\b|\bnot found\b|\bdoes(n['’]?t| not) exist\b/i;
/** A refusal names a few attributes; more than these are not told. */
const MOST_TOLD = 20;
const SOMEBODY = ["user", "user_id", "manager", "manager_id"];

interface VendorError {
  /** One or, where they come as a list, several. */
  readonly sentences: readonly string[];
  /** What is wrong with which attribute, in the vendor's names. */
  readonly fields: readonly (readonly [name: string, message: string])[];
}

/** The reply, or the error that it means. A 200 that holds an error is no success. */
export function succeeded(reply: Reply): Reply {
  const error = errorOf(reply);
  if (reply.status < 300 && error === undefined) return reply;
  throw meaningOf(reply, error ?? { sentences: ["no reason given"], fields: [] });
}

/** True for the answer to a list that has no rows: "no users found" with 200, 400 or 404, and nothing else. */
export function isEmptyList(reply: Reply): boolean {
  const error = errorOf(reply);
  const sentence = soleSentence(error);
  if (sentence === undefined || !EMPTY_LIST.test(excerpt(sentence))) return false;
  return [200, 400].includes(reply.status) || isMissing(reply);
}

/** True where the vendor says, in its own shape and words, that the one record asked for is not there: with 404 or 400. */
export function isMissing(reply: Reply): boolean {
  const sentence = soleSentence(errorOf(reply));
  if (sentence === undefined || isOfOthers(reply.body)) return false;
  return [400, 404].includes(reply.status) && saysMissing(excerpt(sentence), RECORDS);
}

/** True for an answer that says no to a write. */
export function isRefusal(reply: Reply): boolean {
  return reply.status >= 300 || (errorOf(reply) !== undefined && !isNoChange(reply));
}

/** True where a 200 says, as an error of its own, that nothing had to be changed. */
export function isNoChange(reply: Reply): boolean {
  const sentence = soleSentence(errorOf(reply));
  return reply.status === 200 && sentence !== undefined && NO_CHANGE.test(excerpt(sentence));
}

/** What is all that the error says; undefined where it says more. */
function soleSentence(error: VendorError | undefined): string | undefined {
  return error?.sentences.length === 1 && error.fields.length === 0 ? error.sentences[0] : undefined;
}

/** True where a sentence in an error speaks of an attribute, and so not of the record that the address names. */
export function isAboutAttribute(reply: Reply): boolean {
  return propertiesIn(errorOf(reply)?.sentences ?? []).length > 0;
}

/** A job's complaints about its record, each a sentence. */
export function jobRefusal(reply: Reply, errors: readonly string[]): RejectedError {
  const told = errors.slice(0, MOST_TOLD);
  const said = told.map((sentence) => reply.quote(sentence)).join("; ");
  return inSentences(told, `${TITLE} refused the change in a job: ${said || "no reason given"}`);
}

/** The refusal of whatever argument the sentences begin with. */
function inSentences(sentences: readonly string[], said: string): RejectedError {
  return rejection(said, sentences, propertiesIn(sentences));
}

function propertiesIn(sentences: readonly string[]): readonly string[] {
  return sentences.flatMap((sentence) => propertyAtStartOf(sentence) ?? []);
}

function meaningOf(reply: Reply, error: VendorError): RosterError {
  const { sentences } = error;
  const said = `${TITLE} answers ${reply.status} to ${reply.request}: ${sentences.map((sentence) => reply.quote(sentence)).join("; ")}`;
  if (reply.status === 401) {
    return new UnauthenticatedError(`${said}. Check roster:nerm.token, or clientId, clientSecret and tokenUrl`);
  }
  if (reply.status === 403) {
    return new PermissionDeniedError(
      `${said}. The token must be allowed to read and write users, user roles and user managers, and to read roles`,
    );
  }
  if (reply.status === 404 && error.fields.length === 0 && !isMissing(reply)) {
    return new NotFoundError(
      `${said}. This is not how its interface says that somebody is gone; check roster:nerm.url or tenant`,
    );
  }
  if (reply.status === 404 || isMissing(reply)) {
    const [property] = propertiesIn(sentences);
    return new NotFoundError(property === undefined ? said : `${property}: ${said}`);
  }
  if (error.fields.length === 0) {
    return sentences.every(saysUnseen) ? new NotFoundError(said) : inSentences(sentences, said);
  }
  return fieldRefusal(reply, error, said);
}

function fieldRefusal(reply: Reply, { fields }: VendorError, said: string): RosterError {
  const details = fields
    .map(([name, message]) => `${propertyOf(name) ?? reply.quote(name)}: ${reply.quote(message)}`)
    .join("; ");
  const properties = [...new Set(fields.flatMap(([name]) => propertyOf(name) ?? []))];
  const message = `${details}. ${said}. ${adviceFor(...fields.map(([, text]) => text))}`;
  const unseen = fields.some(([name, text]) => saysUnseen(`${name} ${text}`));
  return unseen ? new NotFoundError(message) : new RejectedError(message, properties);
}

/** An account that was just created may not be seen yet, which is worth another try. */
function saysUnseen(sentence: string): boolean {
  const [name = ""] = /^\w+/.exec(excerpt(sentence).trim().toLowerCase()) ?? [];
  return SOMEBODY.includes(name) && MUST_EXIST.test(excerpt(sentence));
}

function errorOf(reply: Reply): VendorError | undefined {
  const parsed = ErrorDocument.safeParse(reply.body);
  if (!parsed.success) return undefined;
  const { error, errors } = parsed.data;
  const first = typeof error === "string" ? [error] : [];
  if (Array.isArray(errors)) {
    const others = errors.filter((item) => typeof item === "string");
    return { sentences: [...first, ...others].slice(0, MOST_TOLD), fields: [] };
  }
  const entries = Object.entries(errors ?? {}).slice(0, MOST_TOLD);
  return { sentences: first, fields: entries.map(([name, said]) => [name, textOf(said)] as const) };
}

function textOf(said: unknown): string {
  if (typeof said === "string") return said;
  const texts = Array.isArray(said) ? said.filter((item) => typeof item === "string").slice(0, MOST_TOLD) : [];
  return texts.length > 0 ? texts.join(", ") : "is refused";
}
