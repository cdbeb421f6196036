import fc from "fast-check";
import { expect, it } from "vitest";
import { diff, managedView } from "../../../provider/core/compare/diff";
import type { Declaration } from "../../../provider/core/contract/declaration";
import { needsCall } from "../../../provider/core/model/change";
import type { Value } from "../../../provider/core/model/value";
import { toOperations, toReplacement } from "../../../provider/platforms/scim/changes";
import { toObserved } from "../../../provider/platforms/scim/convert";
import { scim } from "../../../provider/platforms/scim/index";
import { WireUser } from "../../../provider/platforms/scim/wire";
import { patched } from "../../../sandbox/scim/patch";
import { USERS } from "../../../sandbox/scim/schemas";

const { capabilities } = scim.kinds.user;
const part = fc.record(
  {
    value: fc.constantFrom("ada@example.com", "ADA@example.com", "ada@example.net"),
    type: fc.constantFrom("home", "work"),
  },
  { requiredKeys: ["value"], noNullPrototype: true },
);

/** A list of addresses of which one at most is preferred. */
const addresses = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.option(fc.nat({ max: 3 })))
  .map(([items, preferred]) => items.map((item, i) => (i === preferred ? { ...item, primary: true } : item)));
const held = addresses.map((items) => items.map((item, i) => (i % 2 === 0 ? { ...item, display: `no. ${i}` } : item)));

function declaring(emails: readonly object[]): Declaration {
  return {
    desired: { attributes: { userName: "ada", emails: emails as Value }, sets: {}, references: {} },
    options: { adopt: undefined, onDestroy: undefined, rolesMode: undefined },
  };
}

function open(declared: Declaration, document: object) {
  const observed = toObserved(WireUser.parse(document));
  return diff(capabilities, declared, managedView(capabilities, observed, declared)).filter(needsCall);
}

it.each(["PATCH", "PUT"])("after a %s of any addresses over any others there is no difference", (method) => {
  fc.assert(
    fc.property(addresses, held, (emails, present) => {
      const declared = declaring(emails);
      const current = WireUser.parse({ id: "1", userName: "ada", emails: present });
      const changes = open(declared, current);
      const request = { changes, desired: declared.desired, addOnly: [] };
      const operations = toOperations(request, current);
      const after =
        method === "PUT"
          ? { id: "1", ...toReplacement(request, current) }
          : operations.length === 0
            ? current
            : patched(structuredClone(current), USERS, { Operations: operations }, []);
      expect(open(declared, after)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
