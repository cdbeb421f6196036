import { emulatorIds, type Sandbox } from "./sandbox";

/** Where the vendors are, with a token for each, as environment variables of this repository's provider. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  const variables = emulatorIds.flatMap((id): [string, string][] => {
    const emulator = sandbox[id];
    const prefix = `ROSTER_${id.toUpperCase()}`;
    return [
      [`${prefix}_URL`, emulator.url],
      ...("realm" in emulator ? [[`${prefix}_REALM`, emulator.realm] as [string, string]] : []),
      [`${prefix}_TOKEN`, emulator.token],
    ];
  });
  return Object.fromEntries(variables);
}
