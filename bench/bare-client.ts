import { Agent } from "undici";
import { adobePerson } from "./adobe-person";
import { AT_ONCE, inTurns, timed } from "./in-turns";
import { startSandboxProcess } from "./vendor-process";

/**
 * Wall time and this process's processor time, in seconds, of a loop that creates the bench's people at Adobe by the calls that
 * the provider makes, as many at once, and does nothing but send and parse.
 */
export async function bareCreation(n: number): Promise<{ readonly seconds: number; readonly processor: number }> {
  const vendor = await startSandboxProcess();
  const dispatcher = new Agent({ connections: AT_ONCE });
  const { origin, pathname } = new URL(vendor.adobe.url);
  const type = "application/vnd.api+json";
  const headers = { authorization: `oauth ${vendor.adobe.token}`, accept: type, "content-type": type };
  const call = (method: "GET" | "POST" | "PATCH", path: string, data?: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = 0;
      dispatcher.dispatch(
        { origin, path: `${pathname}${path}`, method, headers, body: data ? JSON.stringify({ data }) : null },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_, code) => {
            status = code;
          },
          onResponseData: (_, chunk) => chunks.push(chunk),
          onResponseEnd: () => {
            if (status >= 300) reject(new Error(`the emulator answers ${status}`));
            else resolve(JSON.parse(Buffer.concat(chunks).toString()));
          },
          onResponseError: (_, error) => reject(error),
        },
      );
    });
  let boss: string | undefined;
  const create = async (number: number): Promise<void> => {
    const { roles, ...attributes } = adobePerson(number);
    await call("GET", `/users?ids=${encodeURIComponent(`email:${attributes.email}`)}&include=manager`);
    const manager = boss && { relationships: { manager: { data: { id: boss, type: "user" } } } };
    const made = await call("POST", "/users", {
      type: "user",
      attributes: { ...attributes, userType: "INTERNAL" },
      ...manager,
    });
    const { id } = (made as { data: { id: string } }).data;
    boss ??= id;
    await call("GET", `/users/${id}?include=manager`);
    if (number % 10 > 0) return;
    await call("PATCH", `/users/${id}`, { id, type: "user", attributes: { ...attributes, roles } });
  };
  try {
    const others = Array.from({ length: n - 1 }, (_, i) => i + 1);
    const before = process.cpuUsage();
    // The first is the others' manager.
    const seconds = await timed(() => create(0).then(() => inTurns(others, create)));
    const { user, system } = process.cpuUsage(before);
    return { seconds, processor: (user + system) / 1_000_000 };
  } finally {
    await dispatcher.close();
    await vendor.close();
  }
}
