import { expect, it } from "vitest";
import { TokenDocument } from "../../provider/platforms/adobe/wire";
import { IssuedToken } from "../../provider/platforms/token";

it.each(["", " ", "a b", "a\r\nb", "\u{1f511}", "tokén"])(
  "a token that no header can carry is not taken: %j",
  (token) => {
    expect(IssuedToken.safeParse(token).success).toBe(false);
    expect(TokenDocument.safeParse({ access_token: token, expires_in: 60 }).success).toBe(false);
  },
);

it("a token is taken as it is", () => {
  const token = "eyJhbGciOi.J9-_~+/x==";
  expect(TokenDocument.parse({ access_token: token, expires_in: 60 }).access_token).toBe(token);
});
