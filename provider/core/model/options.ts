import { z } from "zod";

/** How an account that already exists is met. */
export const Adopt = z.union([z.boolean(), z.literal("identical")]);
export type Adopt = z.infer<typeof Adopt>;

/** What happens to the account when the resource goes. */
export const OnDestroy = z.enum(["deactivate", "delete", "retain"]);
export type OnDestroy = z.infer<typeof OnDestroy>;

/** Whether undeclared members of a set are taken away. */
export const SetMode = z.enum(["authoritative", "add"]);
export type SetMode = z.infer<typeof SetMode>;

/** The option of a set: `rolesMode` of `roles`. */
export type ModeName = `${string}Mode`;

/** How an account came under management. */
export const Origin = z.enum(["created", "adopted", "imported"]);
export type Origin = z.infer<typeof Origin>;

/** How a resource is to be treated, as it is declared. */
export interface Options {
  readonly adopt?: Adopt | undefined;
  readonly onDestroy?: OnDestroy | undefined;
  readonly [mode: ModeName]: SetMode | undefined;
}
