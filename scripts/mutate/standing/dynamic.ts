import { SAVED } from "./reasons";
import type { Standing } from "./survivor";

export const dynamic: readonly Standing[] = [
  {
    file: "provider/dynamic/resource.ts",
    line: "if (secrets.length === 0 || !isRecord(users)) return users;",
    to: "false",
    why: SAVED,
    equivalent: true,
  },
];
