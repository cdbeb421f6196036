import type { Connector } from "../../core/contract/connector.js";
import type { Probes } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { looks } from "./looks.js";
import { trials } from "./trials.js";

/** How an Adobe account is asked which variants of the assumptions it has. */
export function probes(http: HttpClient, users: Connector): Probes {
  return {
    looks: looks(http),
    trials: trials(http, users),
    person: (address) => ({ ...NOTHING, attributes: { email: address, name: "Roster Doctor", profile: "Trial" } }),
  };
}
