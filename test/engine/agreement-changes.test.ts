import { describeAgreement } from "./agreement";
import { CHANGE_SCENARIOS } from "./scenarios";

describeAgreement("changes", CHANGE_SCENARIOS);
