import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRecord, type Path, UNKNOWN } from "../../provider/core/model/value";
import { fromHost, toHost } from "../../provider/dynamic/unknowns";
import { receive, send } from "../../provider/plugin/wire-values";
import { hostileName, hostileValue } from "./hostile";
import { parameters, patience } from "./settings";

/** `__proto__` is a name that the protocol's library can't carry; the plugin refuses it. */
const properties = fc
  .array(fc.tuple(hostileName, hostileValue), { maxLength: 6 })
  .map((entries) => withoutLost(Object.fromEntries(entries)) as Record<string, unknown>);

function withoutLost(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLost);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "__proto__");
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutLost(item)]));
}

/** Places of a value, lists as a whole: a secret in a list makes the list one. */
function* placesIn(value: unknown, at: Path = []): Iterable<Path> {
  if (!isRecord(value) || at.length > 6) return;
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    yield [...at, name];
    yield* placesIn(item, [...at, name]);
  }
}

/** As JSON has it: what is undefined is not there, in a list it is null. */
function sent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sent(item ?? null));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, sent(item)]));
}

function covers(outer: Path, inner: Path): boolean {
  return outer.every((part, i) => part === inner[i]);
}

describe("values on their way to an engine and back", () => {
  it(
    "are what they were through the plugin, and a secret stays one",
    () => {
      fc.assert(
        fc.property(properties, fc.array(fc.nat(40), { maxLength: 3 }), (given, chosen) => {
          const places = [...placesIn(given)];
          const secrets = chosen.flatMap((n) => (places.length > 0 ? [places[n % places.length] ?? []] : []));
          const received = receive(send(given, secrets));
          expect(received.properties).toEqual(sent(given));
          for (const secret of secrets) {
            expect(received.secrets.some((path) => covers(path, secret))).toBe(true);
          }
          for (const path of received.secrets) expect(secrets.some((secret) => covers(path, secret))).toBe(true);
          expect(receive(send(received.properties, received.secrets))).toEqual(received);
        }),
        parameters(),
      );
    },
    patience,
  );

  it(
    "are what they were through the dynamic host",
    () => {
      fc.assert(
        fc.property(properties, (given) => {
          const text = JSON.stringify(toHost(given));
          expect(fromHost(JSON.parse(text))).toEqual(
            JSON.parse(text, (_, value) => (value === toHost(UNKNOWN) ? UNKNOWN : value)),
          );
          expect(fromHost(toHost(given))).toEqual(given);
        }),
        parameters(),
      );
    },
    patience,
  );
});
