import type { Value } from "../model/value.js";

/** Where a reading of a vendor comes from: its own pages, a client or server that was seen to do it, or a guess. */
export type Grade = "documented" | "seen" | "guessed";

/** Something that a vendor doesn't say, or says in two ways. The tables of uncertainties and docs/variants.md are made of it. */
export type Assumption = Uncertainty & (Handled | Settable);

/** What is sent is right in every variant, or the vendor's first answer tells which one it is. Nothing has to be set. */
interface Handled {
  readonly handling: "either" | "found";
}

/** A setting tells, whose default is the safe one. */
interface Settable {
  readonly handling: "setting";
  readonly setting: Setting;
}

/** A setting of the platform's configuration that must fit the tenant. */
export interface Setting {
  readonly name: string;
  /** By variant, the value that is right for it: one for each variant. */
  readonly values: Readonly<Record<string, Value>>;
}

interface Uncertainty {
  /** In kebab-case, unique at its platform: `fields-merge`. */
  readonly id: string;
  /** What the vendor is taken to do, as a clause: "a PATCH with some keys of `fields` leaves the others". */
  readonly statement: string;
  readonly grade: Grade;
  /** A page, specification or client that says or shows it. */
  readonly source: string;
  /** The day on which the source was read, as yyyy-mm-dd. */
  readonly date: string;
  /** What would happen to a person if the reading were wrong and nothing were done about it. */
  readonly ifWrong: string;
  /** What is done about it. */
  readonly weDo: string;
  /** By name, what happens in each possible behaviour. The first is taken for the likeliest, and is the emulator's usual one. */
  readonly variants: Readonly<Record<string, string>>;
  readonly probe: Probe;
}

/** How to find out which variant a tenant has. */
export interface Probe {
  /** A look changes nothing. A trial writes to one person who was made for it. */
  readonly by: "look" | "trial" | "nothing";
  /** What is done; why nothing can be. */
  readonly how: string;
}
