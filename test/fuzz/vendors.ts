import type { Clock } from "../../provider/core/contract/context";
import type { Properties } from "../conformance/adapter";
import type { Account, StageOptions, Target } from "../conformance/target";
import { target as adobe } from "../conformance/targets/adobe";
import { keycloakTarget } from "../conformance/targets/keycloak";
import { target as nerm } from "../conformance/targets/nerm";
import { target as netex } from "../conformance/targets/netex";
import { target as scim } from "../conformance/targets/scim";
import type { PlainAnswer, Question } from "../servers/forwarding";
import { startKeycloakFake } from "./keycloak-fake";

/** A vendor that runs for one input. */
export interface Running {
  readonly origin: string;
  readonly configuration: Properties;
  readonly secrets: readonly string[];
  /** Answers without a connection. */
  answer(question: Question): Promise<PlainAnswer>;
  accounts(): readonly Account[];
  create(attributes: Properties): string;
  close(): Promise<void>;
}

type Sampled = Pick<Target, "platform" | "person" | "samples" | "plain"> & {
  readonly roles: Pick<Target["roles"], "one" | "two" | "swapped" | "none">;
  /** Memberships that can be declared, of groups that are there from the start; absent: none. */
  readonly memberships?: readonly (readonly string[] | null)[];
};

export interface Vendor extends Sampled {
  /** The vendor's own habits, each a variant of it. */
  readonly habits: readonly Properties[];
  start(options: StageOptions): Promise<Running>;
}

function emulated(target: Target, habits: readonly Properties[]): Vendor {
  return {
    ...target,
    habits,
    async start(options) {
      const stage = await target.start(options);
      return {
        origin: new URL(String(stage.configuration["url"])).origin,
        configuration: stage.configuration,
        secrets: stage.secrets(),
        answer: async (question) => {
          if (!stage.answer) throw new Error(`${target.platform.id} has no answers without a connection`);
          return stage.answer(question);
        },
        accounts: () => stage.accounts() as readonly Account[],
        create: (attributes) => stage.create(attributes) as string,
        close: () => stage.close(),
      };
    },
  };
}

const likeKeycloak = keycloakTarget({ start: () => Promise.reject(new Error("Keycloak has no emulator")) });

/** There is no emulator of Keycloak: a fake of as much of it as is asked stands for it here. */
const keycloak: Vendor = {
  ...likeKeycloak,
  roles: {
    one: { realm: ["reviewer"] },
    two: { realm: ["contractor", "reviewer"] },
    swapped: { realm: ["contractor"] },
    none: { realm: [] },
  },
  memberships: [["/engines"], ["/engines", "/notes"], [], null],
  habits: [{}],
  async start() {
    const fake = await startKeycloakFake();
    return { ...fake, secrets: [fake.token] };
  },
};

export const vendors: readonly Vendor[] = [
  emulated(adobe, [{}, { thinCreate: false }, { revive: "new-id" }]),
  emulated(netex, [{}, { newerReads: false }, { startIndexBase: 1 }]),
  emulated(nerm, [{}, { newerAnswers: false }, { missing: 400 }, { jobs: "always" }, { emptyList: 400 }]),
  emulated(scim, [
    {},
    { patch: false },
    { etags: false },
    { filters: false },
    { patchAnswers: 204 },
    { totals: "page" },
    { refusedPaths: ["title"] },
  ]),
  keycloak,
];

/** A clock that stands still until somebody waits: then the time has passed. */
export function jumpingClock(): Clock {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
