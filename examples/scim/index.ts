// The people of a small company at a server with SCIM 2.0.
import { scim } from "pulumi-roster";

const ada = new scim.User("ada", {
  userName: "ada@example.com",
  externalId: "hr-1815",
  name: { givenName: "Ada", familyName: "Byron" },
  displayName: "Ada Byron",
  title: "Head of Engineering",
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
  department: "Engineering",
  roles: ["admin"],
});
const bob = new scim.User("bob", {
  userName: "bob@example.com",
  externalId: "hr-1927",
  name: { givenName: "Bob", familyName: "Noyce" },
  displayName: "Bob Noyce",
  title: "Team Lead",
  emails: [{ value: "bob@example.com", type: "work", primary: true }],
  phoneNumbers: [{ value: "+44 20 7946 0927", type: "work" }],
  department: "Engineering",
  manager: ada.id,
});
new scim.User("cleo", {
  userName: "cleo@example.com",
  externalId: "hr-1984",
  name: { givenName: "Cleo", familyName: "Murphy" },
  displayName: "Cleo Murphy",
  title: "Engineer",
  emails: [{ value: "cleo@example.com", type: "work", primary: true }],
  department: "Engineering",
  manager: bob.id,
});
