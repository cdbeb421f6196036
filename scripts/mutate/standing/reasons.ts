export const SAVED = "It saves work: without it the same comes out empty in the end";
export const UNREAD = "What stands there in place of nothing is no group, person or role, and is passed over";
export const NO_NUMBER = "What is not told is no number above or below another";
export const NO_TEXT = "A text that isn't there is none that anything is told by, as this one";
export const TYPES = "The types ask for it: it is always there";
export const FIRST = "The first part of a match is passed over";
export const CAUSE = "Only the cause that an error keeps for whoever looks for it; its code and message are tested";
export const COMPLETE = "The configuration is refused without it, or it is not used";
