// The people of a small company, all of them as one resource for each platform.
import { adobe, nerm } from "pulumi-roster";
import { people } from "./people";

const staff = Object.entries(people);

// At Adobe Learning Manager everybody learns. A manager is another key of the same map, in any order.
const learners = new adobe.Users("learners", {
  users: Object.fromEntries(
    staff.map(([key, { name, email, job, roles, boss }]) => [
      key,
      { name, email, profile: job, roles: [...roles], ...(boss ? { manager: boss } : {}) },
    ]),
  ),
  // No more than a tenth of the company leaves at once. Whoever leaves is switched off.
  maxRemovals: "10%",
});

// In SailPoint NERM only the heads of teams answer for partners.
new nerm.Users("sponsors", {
  users: Object.fromEntries(
    staff
      .filter(([key]) => staff.some(([, { boss }]) => boss === key))
      .map(([key, { name, email }]) => [key, { name, email, login: key, roles: ["Sponsors"] }]),
  ),
  // Other systems rely on these accounts: they are left alone when somebody is a sponsor no more.
  onDestroy: "retain",
});

export const ids = learners.ids;
