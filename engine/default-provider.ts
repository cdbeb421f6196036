import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Configuration } from "./configuration";
import { type Goal, readGoal } from "./goal";
import { DYNAMIC_PACKAGE } from "./provider-host";
import type { RunSettings } from "./run";
import { providerType } from "./urn";
import { makeSecret, type PropertyMap } from "./values";

/** The goal of a package's default provider, as if the program had registered it with the stack's configuration. */
export function defaultProvider(
  settings: RunSettings,
  configuration: Configuration,
  packageName: string,
  version: string,
): Goal {
  const name = version === "" ? "default" : `default_${version.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
  const request = new RegisterResourceRequest().setType(providerType(packageName)).setName(name);
  const goal = readGoal(request.setCustom(true).setVersion(version), settings);
  return { ...goal, state: { ...goal.state, inputs: inputsOf(configuration, packageName) } };
}

/** The package's configuration with bare keys; the dynamic host gets the whole stack's, with its namespaces. */
function inputsOf(configuration: Configuration, packageName: string): PropertyMap {
  const entries = packageName === DYNAMIC_PACKAGE ? configuration.entries : configuration.ofPackage(packageName);
  return Object.fromEntries(entries.map(({ key, text, isSecret }) => [key, isSecret ? makeSecret(text) : text]));
}
