// The people of a small company in a realm of Keycloak, with the roles and groups that the realm has.
import { keycloak } from "pulumi-roster";

const ada = new keycloak.User("ada", {
  username: "ada",
  email: "ada@example.com",
  emailVerified: true,
  firstName: "Ada",
  lastName: "Byron",
  attributes: { department: "Engineering" },
  groups: ["/engines"],
  roles: { realm: ["auditor", "reviewer"] },
});
const bob = new keycloak.User("bob", {
  username: "bob",
  email: "bob@example.com",
  firstName: "Bob",
  lastName: "Noyce",
  attributes: { department: "Engineering" },
  groups: ["/engines", "/notes"],
  requiredActions: ["UPDATE_PASSWORD"],
  roles: { realm: ["reviewer"] },
  manager: ada.id,
});
new keycloak.User("cleo", {
  username: "cleo",
  email: "cleo@example.com",
  firstName: "Cleo",
  lastName: "Murphy",
  attributes: { department: "Engineering" },
  roles: { realm: ["contractor"] },
  manager: bob.id,
});
