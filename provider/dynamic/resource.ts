import * as pulumi from "@pulumi/pulumi";
import { PROVIDER_KEY, providerText } from "./provider-text.js";

/** What a platform's resource is made of. */
export interface Shape {
  readonly platform: string;
  /** Properties that only the vendor or the provider sets. */
  readonly outputs: readonly string[];
  /** Arguments that are encrypted in state. */
  readonly secrets: readonly string[];
}

/** A person on a platform, managed through Pulumi's dynamic host. */
export abstract class DynamicUser extends pulumi.CustomResource {
  constructor(
    { platform, outputs, secrets }: Shape,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions = {},
  ) {
    const properties: Record<string, unknown> = Object.fromEntries(outputs.map((output) => [output, undefined]));
    Object.assign(properties, args);
    for (const secret of secrets) {
      if (properties[secret] !== undefined) properties[secret] = pulumi.secret(properties[secret]);
    }
    properties[PROVIDER_KEY] = providerText(platform);
    const additionalSecretOutputs = [...(options.additionalSecretOutputs ?? []), ...secrets];
    super(`pulumi-nodejs:dynamic/roster/${platform}:User`, name, properties, {
      ...options,
      ...(additionalSecretOutputs.length > 0 ? { additionalSecretOutputs } : {}),
    });
  }
}
