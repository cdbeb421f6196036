import type { EngineEvent } from "../../automation/engines/stack-engine";
import { buildReview, type Unguarded } from "../../automation/plan/review/build-review";
import type { DeclaredBy } from "../../automation/plan/review/declared-by";
import type { Existing } from "../../automation/plan/review/existing";
import { type EntitySnapshot, entitiesOf, type PersonSnapshot, peopleOf } from "../../automation/plan/review/people";
import { type ResourceSnapshot, resourceSnapshots } from "../../automation/plan/review/resource-snapshots";

type Properties = Readonly<Record<string, unknown>>;

/** A person, or another resource, in three states; an absent one is not there. */
export interface Told {
  readonly type?: string;
  readonly name: string;
  readonly id?: string;
  readonly stored?: Properties;
  readonly observed?: Properties | "gone";
  readonly declared?: Properties;
  readonly provider?: string;
  readonly diffs?: readonly string[];
  readonly retainOnDelete?: boolean;
}

/** The events of a preview with refresh, as both engines tell them. */
export function eventsOf(...told: readonly Told[]): readonly EngineEvent[] {
  const events = told.flatMap((each) => {
    const { stored, observed = stored, declared } = each;
    const found = observed === "gone" ? undefined : observed;
    const old = stored && side(each, stored, stored);
    const now = found && side(each, found, found);
    const goal = declared && side({ ...each, id: "" }, declared, {});
    const op = goal ? (now ? (each.diffs ? "update" : "same") : "create") : "delete";
    return [
      ...(old ? [pre(each, "refresh", old, old), after(each, "refresh", old, now)] : []),
      ...(goal || now ? [pre(each, op, now, goal), after(each, op, now, goal)] : []),
    ];
  });
  return events as unknown as readonly EngineEvent[];
}

/** Looks at an Adobe account unless a type is given. */
export function previewOf(...told: readonly Told[]): {
  readonly snapshots: readonly ResourceSnapshot[];
  readonly people: readonly PersonSnapshot[];
  readonly entities: readonly EntitySnapshot[];
} {
  return previewOfEvents(eventsOf(...told));
}

function previewOfEvents(events: readonly EngineEvent[]) {
  const snapshots = resourceSnapshots(events);
  return { snapshots, people: peopleOf(snapshots), entities: entitiesOf(snapshots) };
}

type Reviewed = Unguarded & Pick<ReturnType<typeof previewOf>, "people" | "entities">;

interface Others {
  readonly existing?: readonly Existing[];
  readonly extraRoles?: Record<string, readonly string[]>;
  readonly roster?: DeclaredBy;
}

export function reviewOf(told: readonly Told[], others: Others = {}): Reviewed {
  return reviewOfEvents(eventsOf(...told), others);
}

export function reviewOfEvents(events: readonly EngineEvent[], others: Others = {}): Reviewed {
  const { snapshots, people, entities } = previewOfEvents(events);
  const unguarded = buildReview({
    project: "acme",
    stack: "dev",
    lookedAt: "2026-11-24T09:00:00.000Z",
    snapshots,
    people,
    existing: others.existing ?? [],
    notes: [],
    extraRoles: others.extraRoles ?? {},
    requestsPerMinute: {},
    look: { seconds: 1 },
    roster: others.roster,
  });
  return { ...unguarded, people, entities };
}

const ADOBE = "roster:adobe:User";

function urnOf({ type = ADOBE, name }: Told): string {
  return `urn:pulumi:dev::acme::${type}::${name}`;
}

function side(
  { type = ADOBE, name, id = `id-${name}`, provider, retainOnDelete }: Told,
  inputs: Properties,
  outputs: Properties,
) {
  const reference = provider ?? "urn:pulumi:dev::acme::pulumi:providers:roster::default::1";
  return { type, urn: urnOf({ type, name }), id, inputs, outputs, provider: reference, retainOnDelete };
}

function pre(told: Told, op: string, old: unknown, goal: unknown) {
  const { type = ADOBE, diffs } = told;
  const metadata = { op, urn: urnOf(told), type, old: old ?? null, new: goal ?? null, ...(diffs ? { diffs } : {}) };
  return { resourcePreEvent: { metadata, planning: true } };
}

function after(told: Told, op: string, old: unknown, goal: unknown) {
  const { type = ADOBE } = told;
  return {
    resOutputsEvent: { metadata: { op, urn: urnOf(told), type, old: old ?? null, new: goal ?? null }, planning: true },
  };
}
