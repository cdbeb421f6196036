import type { Call } from "../exchange";
import { asObject, type JsonObject } from "../json";
import { refusal } from "./answers";

/** The object in a request's body; anything else is refused. */
export function bodyOf(call: Call): JsonObject {
  const body = asObject(call.body.kind === "parsed" ? call.body.value : undefined);
  if (body === undefined) throw refusal(400, "The body must be an object", "invalidSyntax");
  return body;
}
