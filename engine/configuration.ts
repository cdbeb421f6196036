import type { EngineOptions } from "./types";

/** A setting; the text of a secret is in clear. */
interface Entry {
  /** `namespace:key`. */
  key: string;
  text: string;
  isSecret: boolean;
}

/** The stack's configuration, sorted by key. */
export class Configuration {
  readonly entries: readonly Entry[];

  /** A bare key belongs to the project. */
  constructor(project: string, config: EngineOptions["config"] = {}) {
    this.entries = Object.entries(config)
      .map(([key, value]) => ({
        key: key.includes(":") ? key : `${project}:${key}`,
        ...(typeof value === "string" ? { text: value, isSecret: false } : { text: value.secret, isSecret: true }),
      }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  get secrets(): readonly Entry[] {
    return this.entries.filter(({ isSecret }) => isSecret);
  }

  /** The entries for display. */
  masked(): Record<string, string> {
    return Object.fromEntries(this.entries.map(({ key, text, isSecret }) => [key, isSecret ? "[secret]" : text]));
  }

  /** A package's own part, with bare keys. */
  ofPackage(name: string): readonly Entry[] {
    return this.entries
      .filter(({ key }) => key.startsWith(`${name}:`))
      .map((entry) => ({ ...entry, key: entry.key.slice(name.length + 1) }));
  }
}
