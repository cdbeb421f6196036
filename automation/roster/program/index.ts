import "../../../provider/check-node";

export { declareRoster } from "./declare-roster";
