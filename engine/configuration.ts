import type { EngineOptions } from "./types";

/** The stack's configuration: `namespace:key` to text, secrets in clear, sorted by key. */
export class Configuration {
  readonly values: ReadonlyMap<string, string>;
  readonly secretKeys: readonly string[];

  /** A bare key belongs to the project. */
  constructor(project: string, config: EngineOptions["config"] = {}) {
    const entries = Object.entries(config)
      .map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    this.values = new Map(entries.map(([key, value]) => [key, typeof value === "string" ? value : value.secret]));
    this.secretKeys = entries.filter(([, value]) => typeof value !== "string").map(([key]) => key);
  }

  get secretTexts(): string[] {
    return this.secretKeys.map((key) => this.values.get(key) ?? "");
  }

  isSecret(key: string): boolean {
    return this.secretKeys.includes(key);
  }

  /** The entries for display. */
  masked(): Record<string, string> {
    return Object.fromEntries([...this.values].map(([key, value]) => [key, this.isSecret(key) ? "[secret]" : value]));
  }

  /** A package's own part, with bare keys. */
  ofPackage(name: string): Record<string, string> {
    const entries = [...this.values].filter(([key]) => key.startsWith(`${name}:`));
    return Object.fromEntries(entries.map(([key, value]) => [key.slice(name.length + 1), value]));
  }
}
