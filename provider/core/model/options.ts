import { z } from "zod";

/** How an account that already exists is met. */
export const Adopt = z.union([z.boolean(), z.literal("identical")]);
export type Adopt = z.infer<typeof Adopt>;

/** What happens to the account when the resource goes. */
export const OnDestroy = z.enum(["deactivate", "delete", "retain"]);
export type OnDestroy = z.infer<typeof OnDestroy>;

/** Whether undeclared roles are taken away. */
export const RolesMode = z.enum(["authoritative", "add"]);
export type RolesMode = z.infer<typeof RolesMode>;

/** How an account came under management. */
export const Origin = z.enum(["created", "adopted", "imported"]);
export type Origin = z.infer<typeof Origin>;

/** Arguments that every platform's resource has beside the vendor's own. */
export const Options = z.strictObject({
  clear: z
    .array(z.string())
    .optional()
    .meta({
      description:
        'Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also take null as the ' +
        "attribute's value. An attribute that is neither set nor named here is not managed.",
    }),
  rolesMode: RolesMode.optional().meta({
    description:
      '"authoritative" (default): the account has exactly the declared roles, others are taken away. "add": declared ' +
      "roles are granted and no role is taken away.",
  }),
  adopt: Adopt.optional().meta({
    description:
      "What to do when the account already exists. false (default): fail, naming its id. true: take it on and bring it " +
      'to what is declared, switching it on again if it was off. "identical": take it on without a write, and only if ' +
      "it already shows everything declared.",
  }),
  onDestroy: OnDestroy.optional().meta({
    description:
      'What happens to the account when the resource is removed. "deactivate" (default for accounts created here): ' +
      'switched off. "delete": deleted in the vendor\'s sense. "retain" (default for adopted and imported accounts): ' +
      "left as it is, still active. It follows the last value that was applied.",
  }),
});
export type Options = z.infer<typeof Options>;

/** Names of the options, in the order they are documented. */
export const optionNames = Object.keys(Options.shape) as readonly (keyof Options)[];
