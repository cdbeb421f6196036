import { z } from "zod";

/** 32 MiB: some thirty times the largest page of people that a vendor gives. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

/** Settings that every platform's configuration object has. */
export const commonSettings = {
  maxConcurrency: z.int().min(1).max(100).default(8).meta({
    description: "How many requests may be under way at once. Default 8.",
  }),
  requestsPerMinute: z.number().positive().optional().meta({
    description:
      "How many requests may start in a minute, spread evenly. Default: as many as the vendor announces in its answers, and no limit where it announces none; a 429 is honoured in any case.",
  }),
  timeout: z.number().positive().default(300).meta({
    description:
      "Seconds that one request may take with all its tries, and that a change may take until the vendor shows it. A single request may take as long at most, from the connection to the last byte of its answer. Default 300.",
  }),
  maxResponseBytes: z.int().min(1024).default(MAX_RESPONSE_BYTES).meta({
    description:
      "How many bytes of one answer are read. A longer answer is an error that is not asked for again. Default 33554432 (32 MiB).",
  }),
  maxRemovals: z.int().min(0).optional().meta({
    description:
      "How many accounts one run may deactivate or delete on this platform; one more is refused. Default 10; 0 allows none. The default leaves the people of Users to their own maxRemovals; a value that is set holds for them too.",
  }),
  readOnly: z.boolean().default(false).meta({
    description: "Refuses every write, so that a run can only look. Default false.",
  }),
  skipVocabularyCheck: z.boolean().default(false).meta({
    description:
      "Sends roles, groups, fields and values as declared, without asking the tenant whether it has them. For tenants whose lists cost too much, or name less than they take. Names that have to become ids are looked up all the same. Default false.",
  }),
} as const;

export const CommonSettings = z.object(commonSettings);
export type CommonSettings = z.infer<typeof CommonSettings>;

/** An http or https address without query or trailing slash. */
export const BaseUrl = z
  .url({ protocol: /^https?$/, error: "must be an address that begins with https:// or http://" })
  .refine((url) => !/[?#]/.test(url), { error: "must have no query" })
  .refine((url) => !/\/\/[^/]*@/.test(url), { error: "must hold no user name or password" });

export function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
