/** Everything outside that a command touches, passed in so that tests own it. */
export interface CliContext {
  /** The folder that paths are relative to. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How this command is called, for what to paste: `roster` (the default), `npx roster`, or its path. */
  readonly command?: string;
  /** The folder of this package. */
  readonly packageFolder: string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether a person at a terminal reads `out`. */
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  readonly hasColour: boolean;
  readonly now: () => Date;
  /** Aborts with the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** To be awaited before anything is changed at a vendor. From then on, a first Ctrl-C waits for whom the run is at. */
  readonly beginWriting: () => Promise<void>;
  /** Who runs this, for reports. */
  readonly user: string;
}

/** How a command ended. */
export const EXIT = {
  nothing: 0,
  error: 1,
  /** `plan`: there is something to do. `drift`: somebody's identity has drifted. `doctor`: something has to be set. */
  changes: 2,
  /** `drift`: roles, activation or an account have drifted. */
  security: 3,
  /** A guard refused. */
  refused: 4,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What every command takes. */
export interface CommonOptions {
  /** Default: the one that is selected. */
  readonly stack?: string | undefined;
  readonly cwd: string;
  readonly engine: "auto" | "pulumi" | "embedded";
  readonly roster?: string;
  /** The day that a roster's dates are read by, ISO 8601; default: today in the roster's time zone. */
  readonly today?: string;
  readonly json?: true;
}
