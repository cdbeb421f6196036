import { join } from "node:path";
import { rewrite } from "./publish/packing";

rewrite(join(__dirname, "..", ".."), (line) => console.error(`packing: ${line}`));
