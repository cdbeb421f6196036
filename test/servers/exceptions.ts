/** Scenarios that a server can't pass, by name, each with the difference of the server that stands in the way. */
export const SCIM2_SERVER: Readonly<Record<string, string>> = {};

export const SCIMMY_SERVER: Readonly<Record<string, string>> = {};
