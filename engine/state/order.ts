import { providerReference } from "../urn";
import { dependenciesOf, type ResourceState } from "./deployment";

/**
 * Orders resources so that each comes after what it needs, keeping the given order where there is a choice; resources
 * that wait for their deletion come last. References to resources that are gone are dropped, since Pulumi refuses a
 * deployment that holds them.
 */
export function sortResources(resources: readonly ResourceState[]): ResourceState[] {
  const live = new Map(resources.filter(isLive).map((resource) => [resource.urn, resource]));
  const providers = new Map(resources.map((resource) => [providerReference(resource), resource]));
  const urns = new Set(resources.map(({ urn }) => urn));
  const sorted: ResourceState[] = [];
  const seen = new Set<ResourceState>();
  const visit = (resource: ResourceState | undefined): void => {
    if (resource !== undefined && !seen.has(resource)) {
      seen.add(resource);
      visit(providers.get(resource.provider ?? ""));
      for (const urn of dependenciesOf(resource)) visit(live.get(urn));
      sorted.push(withoutDangling(resource, urns));
    }
  };
  resources.filter(isLive).forEach(visit);
  resources.forEach(visit);
  return sorted;
}

function isLive(resource: ResourceState): boolean {
  return resource.delete !== true;
}

function withoutDangling(resource: ResourceState, urns: ReadonlySet<string>): ResourceState {
  if (dependenciesOf(resource).every((urn) => urns.has(urn))) return resource;
  const present = (list: readonly string[] | null): string[] => (list ?? []).filter((urn) => urns.has(urn));
  const { parent, dependencies = [], propertyDependencies = {}, ...rest } = resource;
  const direct = present(dependencies);
  const byProperty = Object.entries(propertyDependencies)
    .map(([key, list]) => [key, present(list)] as const)
    .filter(([, list]) => list.length > 0);
  return {
    ...rest,
    ...(parent !== undefined && urns.has(parent) && { parent }),
    ...(direct.length > 0 && { dependencies: direct }),
    ...(byProperty.length > 0 && { propertyDependencies: Object.fromEntries(byProperty) }),
  };
}
