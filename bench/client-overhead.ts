import { Agent, request } from "undici";
import { HttpClient } from "../provider/http/client";
import { fixedToken } from "../provider/http/credentials";
import { Throttle } from "../provider/http/throttle";
import { systemContext } from "../provider/system-context";
import { type Figure, figure, median } from "./figure";
import { AT_ONCE, inTurns, timed } from "./in-turns";
import { startVendor, type VendorProcess } from "./vendor-process";

const ROUNDS = 9;

/**
 * The wall time of `n` reads and changes through this package's client, against a loop over undici that does nothing
 * but send, and parse what comes: same emulator, same concurrency, turn about; the median of the ratios.
 */
export async function clientOverhead(n: number): Promise<readonly Figure[]> {
  const vendor = await startVendor();
  const dispatcher = new Agent({ connections: AT_ONCE });
  try {
    const paths = await people(vendor, 50, dispatcher);
    const work = Array.from({ length: n }, (_, i) => paths[i % paths.length] ?? "");
    const ours = clientOf(vendor, dispatcher);
    const bare = (): Promise<number> => timed(() => inTurns(work, (path, i) => send(vendor, dispatcher, path, i)));
    const client = (): Promise<number> =>
      timed(() => Promise.all(work.map((path, i) => ours.request(callOf(path, i)))).then(() => undefined));
    // The first rounds compile.
    await bare();
    await client();
    const ratios: number[] = [];
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await vendor.forget();
      // Whoever goes second finds the emulator as the other one left it.
      const [first, second] = round % 2 === 0 ? [bare, client] : [client, bare];
      const [a, b] = [await first(), await second()];
      const [alone, through] = round % 2 === 0 ? [a, b] : [b, a];
      ratios.push(through / alone);
      seconds.push(through);
    }
    return [
      figure("client-overhead-ratio", n, median(ratios), "ratio"),
      figure("client-seconds", n, median(seconds), "seconds"),
    ];
  } finally {
    await dispatcher.close();
    await vendor.close();
  }
}

interface Call {
  readonly method: "GET" | "PATCH";
  readonly path: string;
  readonly json?: { readonly user: { readonly id: string; readonly title: string } };
}

/** Three reads, and then a change. */
function callOf(path: string, i: number): Call {
  if (i % 4 !== 0) return { method: "GET", path };
  return { method: "PATCH", path, json: { user: { id: path.split("/").at(-1) ?? "", title: `Title ${i}` } } };
}

async function send(vendor: VendorProcess, dispatcher: Agent, path: string, i: number): Promise<void> {
  const { method, json } = callOf(path, i);
  const answer = await request(`${vendor.url}${path}`, {
    dispatcher,
    method,
    headers: headersOf(vendor),
    body: json ? JSON.stringify(json) : null,
  });
  await answer.body.json();
  if (answer.statusCode !== 200) throw new Error(`the emulator answers ${answer.statusCode}`);
}

function clientOf(vendor: VendorProcess, dispatcher: Agent): HttpClient {
  const context = systemContext();
  return new HttpClient({
    title: "NERM",
    baseUrl: vendor.url,
    credentials: fixedToken(vendor.token),
    authorization: (token) => ({ authorization: `Bearer ${token}` }),
    headers: { accept: "application/json", "content-type": "application/json" },
    dispatcher: async () => dispatcher,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: AT_ONCE }, context.clock),
    context,
  });
}

async function people(vendor: VendorProcess, count: number, dispatcher: Agent): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const user = { name: `Person ${i}`, email: `p${i}@example.com`, login: `p${i}`, type: "NeprofileUser" };
    const body = JSON.stringify({ user });
    const answer = await request(`${vendor.url}/user`, {
      dispatcher,
      method: "POST",
      headers: headersOf(vendor),
      body,
    });
    const created = (await answer.body.json()) as { user: { id: string } };
    paths.push(`/users/${created.user.id}`);
  }
  return paths;
}

function headersOf({ token }: VendorProcess): Record<string, string> {
  return { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" };
}

/** As many workers as requests may be under way. */
