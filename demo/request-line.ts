import type { LoggedRequest } from "../sandbox/index";

const LONGEST_VALUE = 32;

/** A request as one line: method, path, and what the body sets. Addresses are masked. */
export function requestLine({ method, path, body, status }: LoggedRequest): string {
  const sets = Object.entries(innermost(body)).map(([name, value]) => `${name}=${brief(value)}`);
  const trouble = status >= 400 ? ` (${status})` : "";
  return maskAddresses(`${method.padEnd(6)} ${decodeURIComponent(path)}${trouble}  ${sets.join(" ")}`).trimEnd();
}

/** `ada@example.com` as `a***@example.com`. */
export function maskAddresses(text: string): string {
  return text.replace(/([\p{L}\d])[\p{L}\d._%+-]*@([\p{L}\d.-]+)/gu, "$1***@$2");
}

/** The part of a vendor's document that says something of the person. */
function innermost(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== "object" || body === null) return {};
  const { data, user, user_role, user_manager } = body as Record<string, unknown>;
  const inner = data ?? user ?? user_role ?? user_manager;
  if (typeof inner !== "object" || inner === null) return {};
  const { attributes, relationships, id: _, ...rest } = inner as Record<string, unknown>;
  const manager = (relationships as { manager?: { data?: { id?: string } } } | undefined)?.manager;
  return {
    ...(attributes as object | undefined),
    ...(data ? {} : rest),
    ...(manager ? { manager: manager.data?.id ?? null } : {}),
  };
}

function brief(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const quoted = /\s/.test(text) && typeof value === "string" ? `"${text}"` : text;
  return quoted.length > LONGEST_VALUE ? `${quoted.slice(0, LONGEST_VALUE - 1)}…` : quoted;
}
