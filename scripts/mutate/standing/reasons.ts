export const SAVED = "It saves work: without it the same comes out empty in the end";
export const UNREAD = "What stands there in place of nothing is no group, person or role, and is passed over";
export const NO_NUMBER = "What is not told is no number above or below another";
