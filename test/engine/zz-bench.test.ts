import { test } from "vitest";
import { statSync } from "node:fs";
import { Lab } from "./lab";
test("bench", async () => {
  const lab = new Lab({config: {"lab:key": {secret: "abcdef"}}});
  for (const n of [100, 1000]) {
  lab.declare(...Array.from({ length: n }, (_, i) => ({ kind: "dynamic" as const, name: `p${i}`, props: { title: `t${i}`, text: `${"$secret:"}x${i}`, list: ["a", "b"] } })));
  for (const op of ["preview", "up", "up", "refresh", "destroy"] as const) {
    const r = await lab.engine[op]();
    console.log(n, op, r.succeeded, JSON.stringify(r.changes), r.seconds, r.diagnostics.slice(0, 2));
    if (op === "up") console.log(statSync(lab.engine.stateFile).size / n);
  }
  }
  lab.remove();
}, 160000);
