/** Stands for a value that is known only in the run, when what it comes from has been made. */
export const UNKNOWN_TEXT = "[unknown]";
