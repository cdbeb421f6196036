import { expect, it } from "vitest";
import { nameOfUrn, typeOfUrn } from "../provider/urn";

it("tells the resource's own type and its whole name of a URN", () => {
  const urn = "urn:pulumi:dev::acme::acme:hr:Team$roster:adobe:User::Byron::Ada";
  expect(typeOfUrn(urn)).toBe("roster:adobe:User");
  expect(nameOfUrn(urn)).toBe("Byron::Ada");
});
