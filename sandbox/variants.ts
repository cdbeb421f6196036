/**
 * How a vendor may behave where its documents leave it open: by question and answer, the options of its emulator. The first
 * answer to each question is the usual one.
 */
export type Variants<Options> = Readonly<Record<string, Readonly<Record<string, Options>>>>;
