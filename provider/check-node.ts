import { RunError } from "@pulumi/pulumi/errors.js";
import { oldNodeMessage } from "./node-version.js";

// Imported before everything else by what a program requires. Pulumi prints a RunError as one line, without a trace.
const message = oldNodeMessage();
if (message !== undefined) throw new RunError(message);
