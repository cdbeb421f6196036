/** The property that holds the provider's text; the host wants it back wherever it doesn't put it in itself. */
export const PROVIDER_KEY = "__provider";

/**
 * The text that the host evaluates to find the provider. Written by hand, as it is kept twice for each person in the
 * state; the SDK would serialize about 5 kB of code instead.
 */
export function providerText(platform: string): string {
  return `module.exports=require('pulumi-roster').${platform}`;
}

/** The same for a platform's groups. */
export function groupText(platform: string): string {
  return `${providerText(platform)}.groups`;
}

/** The same for a platform's sets of people. */
export function setText(platform: string): string {
  return `${providerText(platform)}.sets`;
}
