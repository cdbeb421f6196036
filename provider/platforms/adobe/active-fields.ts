import { respeller } from "../../core/compare/respell.js";
import { hasTwoForms, isRecord } from "../../core/model/value.js";
import { AskedOnce } from "../asked-once.js";
import type { WireField, WriteDocument } from "./wire.js";

/**
 * The account's active fields, which are asked for once, and only where a name or a value has two Unicode forms: what is
 * declared is composed, and to a server that compares bytes a field in the other form is another field.
 */
export class ActiveFields {
  readonly #fields: AskedOnce<readonly WireField[]>;

  /** @param load the account's fields; none where it doesn't tell */
  constructor(load: () => Promise<readonly WireField[]>) {
    this.#fields = new AskedOnce(load);
  }

  /** The document with the names and listed values of its fields as the account spells them. */
  async spelt(document: WriteDocument): Promise<WriteDocument> {
    const { data } = document;
    const sent = data.attributes["fields"];
    if (!isRecord(sent) || !Object.entries(sent).flat(2).some(isAmbiguous)) return document;
    const known = await this.#fields.get();
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
