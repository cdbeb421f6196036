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

  it("fits where reasons are many too, each with some of those whom it stops", () => {
    const failures = new Failures();
    for (let n = 0; n < 10_000; n++) failures.add(`person-${n}`, new RejectedError(`reason ${n % 40}`));
    const { message } = failures.error("none is done");
    expect(message.length).toBeLessThan(9_000);
    expect(message.match(/250 people: (person-\d+, ){10,}/g)).toHaveLength(20);
    expect(message).toMatch(/and for other reasons 5000 people: person-/);
    expect([...failures.untold()]).toHaveLength(20);
  });

  it("is repeated as it is where it is about no account", () => {
    const failures = new Failures();
    for (const key of ["a", "b"]) failures.add(key, new RejectedError("undefined is no role"));
    expect(failures.error("0 of 2").message).toBe("0 of 2; 2 people: a, b: undefined is no role");
  });

  it("is repeated as it is where no account is named", () => {
    const failures = new Failures();
    for (const key of ["a", "b"]) failures.add(key, new AlreadyExistsError("exists already", ""));
    expect(failures.error("0 of 2").message).toBe("0 of 2; 2 people: a, b: exists already");
  });
});
