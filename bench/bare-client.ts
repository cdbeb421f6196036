import { Agent } from "undici";
import { startSandboxProcess } from "./vendor-process";

/** People who are worked on at once, as the provider's default. */
const AT_ONCE = 8;

/**
 * Seconds that a loop takes which creates the bench's people at Adobe by the calls that the provider makes, as many at once,
 * and does nothing but send and parse.
 */
export async function bareCreation(n: number): Promise<number> {
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
    const email = `p${number}@example.com`;
    const named = { email, name: `Person ${number}`, profile: "Employee" };
    await call("GET", `/users?ids=${encodeURIComponent(`email:${email}`)}&include=manager`);
    const attributes = { ...named, fields: { Department: `Department ${number % 20}` }, userType: "INTERNAL" };
    const manager = boss && { relationships: { manager: { data: { id: boss, type: "user" } } } };
    const made = await call("POST", "/users", { type: "user", attributes, ...manager });
    const { id } = (made as { data: { id: string } }).data;
    boss ??= id;
    await call("GET", `/users/${id}?include=manager`);
    if (number % 10 > 0) return;
    const changed = { ...named, fields: attributes.fields, roles: ["Author", "Learner"] };
    await call("PATCH", `/users/${id}`, { id, type: "user", attributes: changed });
  };
  try {
    const started = performance.now();
    await create(0);
    let next = 1;
    const worker = async (): Promise<void> => {
      for (let i = next++; i < n; i = next++) await create(i);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return (performance.now() - started) / 1000;
  } finally {
    await dispatcher.close();
    await vendor.close();
  }
}
