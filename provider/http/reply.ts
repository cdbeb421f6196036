import type { z } from "zod";
import { ProtocolError } from "../core/contract/errors.js";
import { type Path, pathText } from "../core/model/value.js";

/** A vendor's answer of any status, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; undefined where the body is empty or, in an error answer, not JSON. */
  readonly body: unknown;
  /** Method and path without its query, for messages. Ids in the path are the vendor's own, never a person's name. */
  readonly request: string;
  /** An earlier try got no answer, a broken one or a 5xx, and may have been carried out all the same. */
  readonly isRepeated: boolean;
  /** A text of this answer fit for a message: cut, with the person's values and every token masked. */
  quote(text: string): string;
}

/** The answer's body in the shape that the vendor documents; a ProtocolError names what is off, never a value. */
export function bodyOf<S extends z.ZodType>(schema: S, reply: Reply): z.infer<S> {
  const parsed = schema.safeParse(reply.body);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map(({ path, code }) => {
    const at = pathText(path as Path);
    return `${at === "" ? "the body" : reply.quote(at)} (${code})`;
  });
  throw new ProtocolError(
    `${reply.request} answered ${reply.status} in a shape that its documentation does not have: ${places.join(", ")}. Check the url in the configuration`,
  );
}
