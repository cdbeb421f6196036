import { respeller } from "../../core/compare/respell.js";
import { RosterError } from "../../core/contract/errors.js";
import { hasTwoForms, isRecord } from "../../core/model/value.js";
import type { AskedOnce } from "../asked-once.js";
import type { WireField, WriteDocument } from "./wire.js";

/**
 * Names and listed values of fields as the account spells them, where they have two Unicode forms: what is declared is composed, and
 * to a server that compares bytes a field in the other form is another field.
 */
export class ActiveFields {
  /** @param fields the account's fields, or why it doesn't tell them */
  constructor(readonly fields: AskedOnce<readonly WireField[] | RosterError>) {}

  /** The document with the names and listed values of its fields as the account spells them. */
  async spelt(document: WriteDocument): Promise<WriteDocument> {
    const { data } = document;
    const sent = data.attributes["fields"];
    if (!isRecord(sent) || !Object.entries(sent).flat(2).some(isAmbiguous)) return document;
    const told = await this.fields.get();
    const known = told instanceof RosterError ? [] : told;
    const nameOf = respeller(known.map(({ name }) => name));
    const fields = Object.entries(sent).map(([key, value]) => {
      const name = nameOf(key);
      const listed = respeller(known.find((field) => field.name === name)?.allowedValues ?? []);
      const spelt = (item: unknown): unknown => (typeof item === "string" ? listed(item) : item);
      return [name, Array.isArray(value) ? value.map(spelt) : spelt(value)];
    });
    return { data: { ...data, attributes: { ...data.attributes, fields: Object.fromEntries(fields) } } };
  }
}

function isAmbiguous(item: unknown): boolean {
  return typeof item === "string" && hasTwoForms(item);
}
