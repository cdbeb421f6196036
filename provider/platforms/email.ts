import { z } from "zod";

/**
 * An address as RFC 5321 and, for names in other scripts, RFC 6531 write it, in a domain with a dot. zod's own pattern
 * knows neither `r&d@example.com` nor `josé@example.com`, and what it refuses no vendor could be asked for.
 */
const ADDRESS =
  /^(?!\.)(?!.*\.[.@])[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+@(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*\.)+[\p{L}][\p{L}\p{M}\p{N}-]+$/u;

export const Email = z.email({ pattern: ADDRESS });
