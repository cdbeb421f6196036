// PEOPLE people on PLATFORM, as one set (SHAPE=users) or a resource each (SHAPE=user); the first EDITED of them have
// another title. ADAPTER=plugin declares the set through the plugin.
const pulumi = require("@pulumi/pulumi");

const { PLATFORM = "adobe", SHAPE = "users", ADAPTER = "dynamic", PEOPLE = "0", EDITED = "0" } = process.env;
const BOSS = "p0";

const title = (number) => (number < Number(EDITED) ? "Lead" : "Employee");
const kinds = {
  adobe: (number, manager) => ({
    email: `p${number}@example.com`,
    name: `Person ${number}`,
    profile: title(number),
    fields: { Department: `Department ${number % 20}` },
    roles: number % 10 === 0 ? ["Author", "Learner"] : ["Learner"],
    ...manager,
  }),
  netex: (number) => ({
    username: `p${number}`,
    email: `p${number}@example.com`,
    name: `Person ${number}`,
    surname: "Example",
    language: "en",
    timezone: "Europe/London",
    officePhone: title(number),
    roles: { management: ["user"], training: number % 10 === 0 ? ["trainer", "user"] : ["user"] },
  }),
  nerm: (number, manager) => ({
    login: `p${number}`,
    email: `p${number}@example.com`,
    name: `Person ${number}`,
    title: title(number),
    roles: number % 10 === 0 ? ["Contractors", "Sponsors"] : ["Contractors"],
    ...manager,
  }),
};

const personOf = kinds[PLATFORM];
const numbers = Array.from({ length: Number(PEOPLE) }, (_, number) => number);
if (SHAPE === "users") {
  const users = {};
  for (const number of numbers) users[`p${number}`] = personOf(number, number === 0 ? {} : { manager: BOSS });
  const args = { users, maxRemovals: "all" };
  if (ADAPTER === "plugin") {
    const outputs = { ids: undefined, origins: undefined, tenant: undefined };
    new pulumi.CustomResource(`roster:${PLATFORM}:Users`, "people", { ...outputs, ...args });
  } else {
    new (require("pulumi-roster")[PLATFORM].Users)("people", args);
  }
} else {
  const { User } = require("pulumi-roster")[PLATFORM];
  let boss;
  for (const number of numbers) {
    const user = new User(`p${number}`, personOf(number, boss === undefined ? {} : { manager: boss.id }));
    boss ??= user;
  }
}
