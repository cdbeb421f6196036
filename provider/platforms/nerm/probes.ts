import type { Probes } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import type { JobOptions } from "./jobs.js";
import { looks } from "./looks.js";
import { trials } from "./trials.js";

/** How a tenant is asked which variants of the assumptions it has. */
export function probes(http: HttpClient, options: JobOptions): Probes {
  return {
    looks: looks(http),
    trials: trials(http, options),
    person: (address) => ({
      ...NOTHING,
      attributes: { email: address, login: address, name: "Roster Doctor", title: "Trial" },
    }),
  };
}
