/** A reply as the tests look at it; `body` is parsed JSON, undefined where there is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReturnType<typeof JSON.parse>;
}

/** A client that sends JSON with fixed headers to one base URL. */
export function jsonClient(base: () => string, fixed: () => Record<string, string>, contentType: string) {
  return async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const payload = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const type: Record<string, string> = body === undefined ? {} : { "content-type": contentType };
    const url = path.startsWith("http") ? path : `${base()}${path}`;
    const response = await fetch(url, { method, headers: { ...fixed(), ...type, ...headers }, ...payload });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
}

/** A clock that only moves when told, in milliseconds. */
export function handClock(start = 1_700_000_000_000) {
  let time = start;
  return {
    now: () => time,
    forward: (ms: number) => {
      time += ms;
    },
  };
}
