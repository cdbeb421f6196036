/** One vendor request as the emulator saw it. */
export interface LoggedRequest {
  readonly method: string;
  /** Path with the query, as sent. */
  readonly path: string;
  /** The answer's HTTP status; 0 if the connection was destroyed instead. */
  readonly status: number;
  /** The parsed body: JSON, or a form's fields; the raw text where it couldn't be parsed; undefined where none. */
  readonly body: unknown;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the request came in, milliseconds since 1970. */
  readonly at: number;
  /** How long the answer took, milliseconds. */
  readonly ms: number;
  /** GET is a read; POST, PUT, PATCH and DELETE are writes; calls of a token endpoint are neither. */
  readonly kind: "read" | "write" | "token";
  /** The fault that was put on it, if any. */
  readonly fault?: string;
}

/** The requests that one emulator received, oldest first; an entry is added when its answer is sent. */
export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  /** Requests for data. */
  reads(): LoggedRequest[];
  /** Requests that change something, whether they succeeded or not. */
  writes(): LoggedRequest[];
  /** Requests to a token endpoint. */
  tokens(): LoggedRequest[];
  /** How many of each so far. */
  counts(): { reads: number; writes: number; tokens: number };
  clear(): void;
}

/** A log and the function that adds to it. */
export function createRequestLog(): { log: RequestLog; add: (request: LoggedRequest) => void } {
  const entries: LoggedRequest[] = [];
  const ofKind = (kind: LoggedRequest["kind"]) => entries.filter((entry) => entry.kind === kind);
  const log: RequestLog = {
    entries,
    reads: () => ofKind("read"),
    writes: () => ofKind("write"),
    tokens: () => ofKind("token"),
    counts: () => ({
      reads: ofKind("read").length,
      writes: ofKind("write").length,
      tokens: ofKind("token").length,
    }),
    clear: () => {
      entries.length = 0;
    },
  };
  return { log, add: (request) => entries.push(request) };
}
