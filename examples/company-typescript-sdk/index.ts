// The people of a small company, declared with the SDK that `pulumi package add` generates from the plugin.
import { adobe, nerm, netex } from "@pulumi/roster";

// Adobe Learning Manager: everybody learns, some teach, and everybody but Ada reports to somebody.
const ada = new adobe.User("ada", {
  email: "ada@example.com",
  name: "Ada Byron",
  profile: "Head of Engineering",
  roles: ["Admin"],
});
const bob = new adobe.User("bob", {
  email: "bob@example.com",
  name: "Bob Noyce",
  profile: "Team Lead",
  roles: ["Author", "Instructor"],
  fields: { Department: "Engineering" },
  manager: ada.id,
});
new adobe.User("cleo", {
  email: "cleo@example.com",
  name: "Cleo Murphy",
  profile: "Engineer",
  roles: ["Learner"],
  fields: { Department: "Engineering" },
  manager: bob.id,
});
new adobe.User("dan", {
  email: "dan@example.com",
  name: "Dan Bricklin",
  profile: "Engineer",
  roles: ["Learner"],
  manager: bob.id,
});

// Netex learningCloud: the trainers of the customer academy. It knows no managers.
for (const [username, name, surname, trains] of [
  ["ada", "Ada", "Byron", false],
  ["bob", "Bob", "Noyce", true],
] as const) {
  new netex.User(username, {
    username,
    name,
    surname,
    email: `${username}@example.com`,
    language: "en",
    timezone: "Europe/London",
    roles: { management: ["user"], training: trains ? ["trainer", "user"] : ["user"] },
  });
}

// SailPoint NERM: Eve works for a partner, and Ada answers for her.
const sponsor = new nerm.User("ada", {
  login: "ada",
  email: "ada@example.com",
  name: "Ada Byron",
  roles: ["Sponsors"],
});
new nerm.User("eve", {
  login: "eve",
  email: "eve@partner.example",
  name: "Eve Torres",
  title: "Consultant",
  roles: ["Contractors"],
  manager: sponsor.id,
});

export const head = ada.id;
