import "../../provider/check-node";
import { declareRoster as declare } from "./declare-roster";
import { GUARDED } from "./guarded";

/**
 * Declares everybody in a roster file, one `Users` for each platform. A project needs no more than
 * `module.exports = require("pulumi-roster/roster").declareRoster("roster.yaml");` in its index.js.
 *
 * @param file the roster, YAML or CSV; relative to the project's folder
 * @returns the stack's outputs
 */
export function declareRoster(file: string): { readonly headcount: number } {
  return declare(file, process.env[GUARDED] === "true");
}
