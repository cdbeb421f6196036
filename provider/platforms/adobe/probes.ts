import type { Connector } from "../../core/contract/connector.js";
import { RejectedError } from "../../core/contract/errors.js";
import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { NOTHING } from "../../core/model/entity.js";

/** How an Adobe account is asked which variants of the assumptions it has. */
export function probes(users: Connector): Probes {
  return {
    looks: {},
    trials: { revival: (subject) => revival(users, subject) },
    person: (address) => ({ ...NOTHING, attributes: { email: address, name: "Roster Doctor", profile: "Trial" } }),
  };
}

/** The last of the trials: where the address is refused, nobody is left. */
async function revival(users: Connector, { id, created, movedTo }: Subject): Promise<Finding> {
  await users.remove(id);
  try {
    const again = await users.create(created);
    movedTo(again.id);
    return { variant: again.id === id ? "revive" : "new-id" };
  } catch (error) {
    if (error instanceof RejectedError) return { variant: "refuse" };
    throw error;
  }
}
