/** The bench's person of this number, as bench/program declares it: one of ten has roles, one of twenty each department. */
export function adobePerson(number: number) {
  return {
    email: `p${number}@example.com`,
    name: `Person ${number}`,
    profile: "Employee",
    fields: { Department: `Department ${number % 20}` },
    roles: number % 10 === 0 ? ["Author", "Learner"] : ["Learner"],
  };
}

/** Arguments of a set of `n` people; the first is the others' manager. */
export function adobeSet(n: number) {
  const people = Array.from({ length: n }, (_, number): [string, object] => [
    `p${number}`,
    { ...adobePerson(number), ...(number > 0 && { manager: "p0" }) },
  ]);
  return { users: Object.fromEntries(people), maxRemovals: "all" };
}
