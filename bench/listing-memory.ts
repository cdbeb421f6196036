import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startNerm } from "../sandbox/nerm/index";
import { type Figure, figure } from "./figure";
import type { Order, Told } from "./read-everybody";

const CHILD = join(__dirname, "read-everybody.js");
/** Without this, V8 would collect late, and what is measured would be the machine's memory. */
const HEAP_MEBIBYTES = 512;

/**
 * Time, memory and calls of a process that reads `n` people by their ids, through the shared listing of an emulated
 * tenant that has nobody else.
 */
export async function listingMemory(n: number): Promise<readonly Figure[]> {
  const vendor = await startNerm();
  try {
    const outputs: Record<string, Record<string, unknown>> = {};
    for (let i = 0; i < n; i++) {
      const person = { name: `Person ${i}`, email: `p${i}@example.com`, login: `p${i}`, title: "Employee" };
      outputs[vendor.create(person).id] = { ...person, tenant: vendor.url, origin: "created" };
    }
    const { url, token } = vendor;
    const told = await readEverybody({ platform: "nerm", configuration: { url, token }, outputs });
    if (told.found !== n) throw new Error(`${told.found} of ${n} people were found`);
    return [
      figure("listing-calls", n, vendor.log.entries.length, "calls"),
      figure("listing-seconds", n, told.seconds, "seconds"),
      figure("listing-peak-memory", n, told.peakMebibytes, "MiB"),
    ];
  } finally {
    await vendor.close();
  }
}

async function readEverybody(order: Order): Promise<Told> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MEBIBYTES}`, CHILD], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(order));
  const [told, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`reading everybody ended with ${code}`);
  return JSON.parse(told) as Told;
}
