import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as roster from "pulumi-roster";
import { type Person, readPeople } from "./people";

// Another file than people.csv can be named: pulumi config set roster other.csv
const file = new pulumi.Config().get("roster") ?? "people.csv";
const people = readPeople(resolve(__dirname, file));

const adobe = new Map<string, roster.adobe.User>();
const nerm = new Map<string, roster.nerm.User>();

/** The resource of a person's manager, where the manager is on the same platform; otherwise nothing is declared. */
function managerOn(
  users: ReadonlyMap<string, pulumi.CustomResource>,
  { manager }: Person,
): { manager?: pulumi.Output<string>; clear?: string[] } {
  if (manager === null) return { clear: ["manager"] };
  const resource = manager === undefined ? undefined : users.get(manager);
  return resource ? { manager: resource.id } : {};
}

for (const person of people) {
  const { key, given, family, email, platforms, attributes } = person;
  if (platforms.includes("adobe")) {
    const name = `${given} ${family}`;
    const user = new roster.adobe.User(key, { email, name, ...managerOn(adobe, person), ...attributes.adobe });
    adobe.set(key, user);
  }
  if (platforms.includes("netex")) {
    const { language, timezone, ...own } = attributes.netex;
    new roster.netex.User(key, {
      username: key,
      name: given,
      surname: family,
      email,
      language: String(language ?? "en"),
      timezone: String(timezone ?? "UTC"),
      ...own,
    });
  }
  if (platforms.includes("nerm")) {
    const name = `${given} ${family}`;
    const user = new roster.nerm.User(key, { login: key, name, email, ...managerOn(nerm, person), ...attributes.nerm });
    nerm.set(key, user);
  }
}

export const headcount = people.length;
