import { target } from "./targets/adobe";
import { conformanceInVariants } from "./variants";

const refused = "Adobe refuses the address of a deleted account, and the error says so";

conformanceInVariants(target, {
  revival: {
    scenarios: /^(lifecycle|adoption|removal): /,
    changes: {
      refuse: {
        lacks: [
          { scenario: /a refresh of an account that is gone drops it, and up creates it again/, what: refused },
          { scenario: /an account that is gone already is deleted with success/, what: refused },
        ],
      },
    },
  },
});
