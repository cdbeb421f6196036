import { describeAgreement } from "./agreement";
import { FAILURE_SCENARIOS } from "./scenarios";

describeAgreement("failures and options", FAILURE_SCENARIOS);
