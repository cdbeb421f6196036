import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../core/model/value.js";
import { groupText, PROVIDER_KEY, providerText, setText } from "./provider-text.js";

/** What a platform's resource is made of. */
export interface Shape {
  readonly platform: string;
  /** Properties that only the vendor or the provider sets. */
  readonly outputs: readonly string[];
  /** Arguments that are encrypted in state. */
  readonly secrets: readonly string[];
}

/**
 * Whether a value is a resource of this type, as the classes of generated SDKs tell: also one that another copy of this
 * package made, or what a policy pack has of it.
 */
export function isOfType(value: unknown, type: string): boolean {
  return typeof value === "object" && value !== null && "__pulumiType" in value && value.__pulumiType === type;
}

/** Many people on a platform as one resource, managed through Pulumi's dynamic host. */
export abstract class DynamicUsers extends pulumi.CustomResource {
  constructor(
    type: string,
    { platform, secrets }: Shape,
    name: string,
    args: { users: pulumi.Input<Readonly<Record<string, unknown>>> } | undefined,
    options: pulumi.CustomResourceOptions = {},
  ) {
    const outputs = { ids: undefined, origins: undefined, tenant: undefined };
    const users = withSecrets(args?.users, secrets);
    const properties = { ...outputs, ...args, users, [PROVIDER_KEY]: setText(platform) };
    super(type, name, properties, {
      ...options,
      additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), "packed"],
    });
    warnOfReplacement(this, options);
  }
}

/** Pulumi replaces a dynamic resource only where its provider says so, and people are never replaced. */
function warnOfReplacement(resource: pulumi.Resource, { replaceOnChanges = [] }: pulumi.CustomResourceOptions): void {
  if (replaceOnChanges.length === 0) return;
  const properties = replaceOnChanges.join(", ");
  void pulumi.log.warn(
    `replaceOnChanges (${properties}) has no effect: a changed account is updated in place, and never replaced. Leave the option out`,
    resource,
  );
}

/**
 * The people with what is secret of each marked. Where a part is an output itself, nobody can mark something inside of it: it
 * becomes secret as a whole if a secret is in it.
 */
function withSecrets(users: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !isRecord(users)) return users;
  if (isLate(users)) {
    return pulumi.output(users).apply((people) => (holdsSecret(people, secrets) ? pulumi.secret(people) : people));
  }
  return Object.fromEntries(Object.entries(users).map(([key, person]) => [key, withOwnSecrets(person, secrets)]));
}

function withOwnSecrets(person: unknown, secrets: readonly string[]): unknown {
  if (!isRecord(person)) return person;
  if (isLate(person)) {
    return pulumi
      .output(person)
      .apply((known) => (secrets.some((name) => has(known, name)) ? pulumi.secret(known) : known));
  }
  const marked = secrets.filter((name) => has(person, name)).map((name) => [name, pulumi.secret(person[name])]);
  return { ...person, ...Object.fromEntries(marked) };
}

function holdsSecret(people: unknown, secrets: readonly string[]): boolean {
  return isRecord(people) && Object.values(people).some((person) => secrets.some((name) => has(person, name)));
}

function has(person: unknown, name: string): boolean {
  return isRecord(person) && person[name] !== undefined;
}

/** A value of which only later is known what it holds. */
function isLate(value: object): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** One person, or one resource of another kind, managed through Pulumi's dynamic host. */
abstract class DynamicEntity extends pulumi.CustomResource {
  constructor(
    type: string,
    text: string,
    { outputs, secrets }: Shape,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions = {},
  ) {
    const properties: Record<string, unknown> = Object.fromEntries(outputs.map((output) => [output, undefined]));
    Object.assign(properties, args);
    for (const secret of secrets) {
      if (properties[secret] !== undefined) properties[secret] = pulumi.secret(properties[secret]);
    }
    properties[PROVIDER_KEY] = text;
    super(type, name, properties, {
      ...options,
      additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), ...secrets],
    });
    warnOfReplacement(this, options);
  }
}

/** A person on a platform. */
export abstract class DynamicUser extends DynamicEntity {
  constructor(
    type: string,
    shape: Shape,
    name: string,
    args: object | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(type, providerText(shape.platform), shape, name, args, options);
  }
}

/** A group on a platform. */
export abstract class DynamicGroup extends DynamicEntity {
  constructor(
    type: string,
    shape: Shape,
    name: string,
    args: object | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(type, groupText(shape.platform), shape, name, args, options);
  }
}
