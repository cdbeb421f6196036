import type { Variants } from "../variants";
import type { KeycloakOptions } from "./index";

const DORA = { username: "dora.acme", firstName: "Dora", lastName: "Example", email: "dora@example.org" };

/** What administrators set in realms, and what becomes of realms with the years. */
export const variants = {
  "default-role": { "by-name": {}, renamed: { defaultRole: "default-roles-former" } },
  pages: { cut: { pages: "cut" }, whole: { pages: "whole" } },
  "further-attributes": { dropped: {}, kept: { unmanagedAttributePolicy: "ADMIN_EDIT" } },
  directories: { none: {}, federated: { directory: [DORA] } },
  usernames: {
    declared: { registrationEmailAsUsername: false },
    address: { registrationEmailAsUsername: true },
  },
  "group-paths": {
    alone: {},
    several: { groups: ["engines", "notes", "north/south", { name: "north", groups: ["south"] }] },
  },
  "required-attributes": { taken: { requiredSince: [] }, refused: { requiredSince: ["badge"] } },
} satisfies Variants<KeycloakOptions>;
