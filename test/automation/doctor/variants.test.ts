import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { Assumption } from "../../../provider/core/contract/assumption";
import { sameValue } from "../../../provider/core/model/value";
import { platforms } from "../../../provider/platforms/registry";
import type { SandboxOptions } from "../../../sandbox/index";
import { inVariants, variantNames } from "../../../sandbox/variant";
import { ADDRESS, DoctorLab, EMULATED } from "./doctor-lab";

/** Many at a time: they mostly wait until a write shows. */
async function inLab(options: SandboxOptions, test: (lab: DoctorLab) => Promise<void>): Promise<void> {
  const lab = await DoctorLab.open(options);
  try {
    await test(lab);
  } finally {
    await lab.close();
  }
}

/** Whether a tenant that behaves so needs another setting than the usual one. */
function needsSetting(id: (typeof EMULATED)[number], assumption: Assumption, variant: string): boolean {
  if (assumption.handling !== "setting") return false;
  const { name, values } = assumption.setting;
  const settings: Readonly<Record<string, z.ZodType>> = platforms[id].configuration.shape;
  return !sameValue(values[variant], settings[name]?.safeParse(undefined).data);
}

/** The variant that a platform's tenant is found to have; null where there is no way to tell. */
const expected = ({ probe, variants }: Assumption, variant: string | undefined): string | null =>
  probe.by === "nothing" ? null : (variant ?? Object.keys(variants)[0] ?? null);

/** Adobe's late writes show sooner here than elsewhere: this waits in real time. */
function impatient({ adobe, ...others }: SandboxOptions): SandboxOptions {
  return adobe ? { ...others, adobe: { ...adobe, async: Math.min(adobe.async ?? 0, 100) } } : others;
}

describe.concurrent.each(EMULATED)("a trial at %s", (id) => {
  const { assumptions }: { readonly assumptions: readonly Assumption[] } = platforms[id];

  test("names the usual variant of each assumption, finds nothing to set, and leaves nobody", () =>
    inLab({}, async (lab) => {
      lab.populate(id);
      const { code, out, error } = await lab.doctor(["--platform", id, "--try", ADDRESS]);
      expect(out, error).toMatch(/\nthere is nothing to set\n$/);
      expect(code).toBe(0);
      const found = Object.entries(lab.of(id).assumptions).map(([name, { variant }]) => [name, variant]);
      expect(found).toEqual(assumptions.map((one) => [one.id, expected(one, undefined)]));
      expect(lab.doctored()).toEqual([]);
    }));

  const names = variantNames.filter((name) => name.startsWith(`${id}.`));
  const known = names.flatMap((name) => {
    const [, question = "", answer = ""] = /^\w+\.([^=]+)=(.+)$/.exec(name) ?? [];
    const assumption = assumptions.find((one) => one.id === question);
    return assumption ? [{ name, answer, assumption }] : [];
  });

  test.each(known)("names $name, and leaves nobody", ({ name, answer, assumption }) =>
    inLab(impatient(inVariants([name])), async (lab) => {
      lab.populate(id, /page|paging|list/.test(assumption.id));
      const { code, out, error } = await lab.doctor(["--platform", id, "--try", ADDRESS]);
      expect(lab.of(id).assumptions[assumption.id]?.variant, `${out}${error}`).toBe(expected(assumption, answer));
      const isFound = assumption.probe.by !== "nothing";
      expect(code, `${out}${error}`).toBe(isFound && needsSetting(id, assumption, answer) ? 2 : 0);
      expect(lab.doctored()).toEqual([]);
      expect(lab.journals()).toEqual([]);
    }),
  );
});
