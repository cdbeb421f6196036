import { join } from "node:path";
import { restore } from "./publish/packing";

restore(join(__dirname, "..", ".."), (line) => console.error(`packing: ${line}`));
