import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { adobe } from "../../../provider/platforms/adobe/index";
import { systemContext } from "../../../provider/system-context";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An account that gives these refresh tokens with its tokens, one after the other, and then none. */
async function account(rotated: readonly string[]) {
  /** The refresh tokens that it was sent. */
  const granted: (string | null)[] = [];
  let good = "";
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    void text(request).then((body) => {
      if (request.method === "POST") {
        const form = new URLSearchParams(body);
        granted.push(form.get("refresh_token"));
        good = `t-${granted.length}`;
        const refreshToken = rotated[granted.length - 1];
        return answer(200, { access_token: good, refresh_token: refreshToken, expires_in: 3600 });
      }
      if (request.headers.authorization !== `oauth ${good}`) return answer(401, {});
      const id = request.url?.split(/[/?]/).at(-2) ?? "";
      if (id === "u-9") return answer(400, { title: "s3cret-word, r3fresh-word and r3fresh-next are no good" });
      return answer(200, { data: { id, type: "user", attributes: { email: `${id}@example.com` } } });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/primeapi/v2`;
  const credentials = { clientId: "c", clientSecret: "s3cret-word", refreshToken: "r3fresh-word" };
  const settings = adobe.configuration.parse({ url, ...credentials });
  const tenant = adobe.open(settings, { ...systemContext(), environment: {} });
  closing.push(
    () => tenant.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { user } = tenant.connectors;
  return {
    granted,
    read: (id: string) => user.read(id, []),
    /** The token that is in use is no longer taken. */
    expire: () => {
      good = "";
    },
  };
}

it("a refresh token that Adobe gives with a token is used for the next one, and kept where it gives none", async () => {
  const { granted, read, expire } = await account(["r3fresh-next"]);
  await read("u-1");
  expire();
  await read("u-2");
  expire();
  await read("u-3");
  expect(granted).toEqual(["r3fresh-word", "r3fresh-next", "r3fresh-next"]);
});

it("no message repeats the client's secret, or a refresh token old or new", async () => {
  const { read } = await account(["r3fresh-next"]);
  const error = (await read("u-9").catch((reason: unknown) => reason)) as Error;
  expect(error.message).toContain("***, *** and *** are no good");
});
