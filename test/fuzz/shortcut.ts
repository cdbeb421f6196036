import { setImmediate as nextTurn } from "node:timers/promises";
import type * as exchanges from "../../provider/http/exchange";
import type { PlainAnswer, Question } from "../servers/forwarding";
import { hasNoBody, type MutatingProxy } from "./mutating-proxy";
import { Spoiler } from "./spoiler";

type Vendor = (question: Question) => Promise<PlainAnswer>;

/** Who answers in this process, by origin. */
const vendors = new Map<string, Vendor>();

/**
 * For `vi.mock`: the provider's exchange of one request, without a connection where a vendor of this process answers. Most
 * of the time of a thousand inputs went into connections, of which only some mutations are about.
 */
export function withShortcuts(real: typeof exchanges): typeof exchanges {
  return {
    ...real,
    exchange: async (url, options, limits) => {
      const vendor = vendors.get(url.origin);
      if (!vendor) return real.exchange(url, options, limits);
      // So that timers run, whatever is asked how often.
      await nextTurn();
      const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
      const question: Question = {
        method: options.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(headers),
        body: typeof options.body === "string" ? options.body : "",
      };
      const { status, text, headers: shown } = await vendor(question);
      return { status, headers: shown, text: hasNoBody(status) ? "" : text };
    },
  };
}

/** Lets this process answer for an origin; the function that is returned ends that. */
export function shortcut(origin: string, vendor: Vendor): () => void {
  vendors.set(origin, vendor);
  return () => void vendors.delete(origin);
}

/** As `startMutatingProxy`, without connections, so that no mutation can be about one. */
export function spoilInProcess(
  origin: string,
  vendor: Vendor,
  elsewhere: (path: string) => string | undefined,
): MutatingProxy {
  const spoiler = new Spoiler(vendor, elsewhere);
  const end = shortcut(origin, async (question) => {
    const spoilt = await spoiler.answer(question);
    if ("reset" in spoilt) throw new Error("a connection can't break where there is none");
    return spoilt;
  });
  return {
    origin,
    tokens: spoiler.tokens,
    asked: spoiler.asked,
    arm: (plan) => spoiler.arm(plan),
    disarm: () => spoiler.disarm(),
    close: async () => end(),
  };
}
