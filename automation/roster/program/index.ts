import "../../../provider/check-node";

export { declareRoster } from "./declare-roster";
export type * from "./public";
export { fromRows, readRoster } from "./read";
