/** One line of the company's list, by a key that stays: here the personnel number. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly job: string;
  readonly roles: readonly string[];
  /** The personnel number of whom they report to. */
  readonly boss?: string;
}

/** In a real program these come from a file or from the personnel system. */
export const people: Readonly<Record<string, Person>> = {
  "e-1001": { name: "Ada Byron", email: "ada@example.com", job: "Head of Engineering", roles: ["Admin"] },
  "e-1002": { name: "Bob Noyce", email: "bob@example.com", job: "Team Lead", roles: ["Author"], boss: "e-1001" },
  "e-1003": { name: "Cleo Murphy", email: "cleo@example.com", job: "Engineer", roles: ["Learner"], boss: "e-1002" },
  "e-1004": { name: "Dan Bricklin", email: "dan@example.com", job: "Engineer", roles: ["Learner"], boss: "e-1002" },
};
