import { automation } from "./automation";
import { core } from "./core";
import { coreMany } from "./core-many";
import { dynamic } from "./dynamic";
import { http } from "./http";
import { nerm } from "./nerm";
import { netex } from "./netex";
import { platforms } from "./platforms";
import { plugin } from "./plugin";
import { rosterFile } from "./roster-file";
import { rosterSources } from "./roster-sources";
import { scim } from "./scim";
import type { Standing } from "./survivor";

export type { Standing };

/** Survivors that stay, with the reason of each. */
export const standing: readonly Standing[] = [
  ...automation,
  ...core,
  ...coreMany,
  ...dynamic,
  ...http,
  ...nerm,
  ...netex,
  ...platforms,
  ...plugin,
  ...rosterFile,
  ...rosterSources,
  ...scim,
];
