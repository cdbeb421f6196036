/**
 * The ways in which exports write a person's name, lower case: as it is spoken, and with the family's name first.
 *
 * @param name as it stands in a column of its own
 */
export function waysToWrite(given: string, family: string, name = ""): readonly string[] {
  const ways = given === "" || family === "" ? [] : [`${given} ${family}`, `${family}, ${given}`, `${family} ${given}`];
  return [...new Set([name, ...ways].filter((way) => way !== "").map((way) => way.toLowerCase()))];
}
