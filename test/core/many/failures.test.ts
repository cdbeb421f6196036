import { describe, expect, it } from "vitest";
import { AlreadyExistsError, RejectedError } from "../../../provider/core/contract/errors";
import { Failures } from "../../../provider/core/many/failures";

describe("why people of a set failed", () => {
  it("is one reason where only the account differs, and names the account of one alone", () => {
    const failures = new Failures();
    for (const n of [1, 2])
      failures.add(`u${n}`, new AlreadyExistsError(`exists already as ${n}00; set adopt`, `${n}00`));
    expect(failures.error("0 of 2").message).toBe("0 of 2; 2 people: u1, u2: exists already as …; set adopt");
    const one = new Failures();
    one.add("u.1", new AlreadyExistsError("exists already as 100; set adopt", "100"));
    expect(one.error("0 of 1").message).toBe('0 of 1; users["u.1"]: exists already as 100; set adopt');
  });

  it("fits into an answer's header for ten thousand people, with their number and whole keys", () => {
    const failures = new Failures();
    for (let n = 0; n < 10_000; n++) failures.add(`person-${n}`, new RejectedError("the vendor allows no more"));
    const { message } = failures.error("none is done");
    expect(message.length).toBeLessThan(4_200);
    expect(message).toMatch(/; 10000 people: person-0, .*, person-\d+ and 9\d{3} more: the vendor allows no more$/);
  });
});
