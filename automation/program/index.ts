export { declareRoster } from "./declare-roster";
