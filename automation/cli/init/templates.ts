/** The files that `roster init` begins with: each says in comments what it may hold. */

export const ROSTER_TEMPLATE = `# Who should have an account where. Checked with line and column by \`roster plan\`.
# A person is a key of your own, what all platforms share, and one map for each platform that the person is on.
# Shared: given, family, name, email, username (default: the key), manager (another key, or null), aliases.

defaults: # for everybody on that platform who doesn't say otherwise
  netex: { language: en, timezone: UTC }

# groups: # by keys, which people then have among their groups: adobe: { groups: [payroll] }
#   payroll: { name: Payroll, adobe: {} }

people:
  grace-hopper:
    given: Grace
    family: Hopper
    email: grace.hopper@example.com
    adobe: { profile: Head of Learning, roles: [Learner] }

  ada-byron:
    given: Ada
    family: Byron
    email: ada.byron@example.com
    manager: grace-hopper
    adobe: { profile: Author, roles: [Author, Learner] }
    netex: {}
`;

export function guardTemplate(): string {
  return `# What one run may do, checked before any write. A breach ends with code 4 and the list of people.
# To allow one breach once: roster apply --plan plan.json --allow leavers=12, with exactly this count.

limits: # a number of people, a share of those managed now ("5%"), or both: [10, "5%"], of which the stricter counts
  leavers: [10, "10%"] # switched off or deleted
  released: 10 # no longer managed, still active
  reactivated: 5
  revokedRoles: 20
  escalations: 0 # an administrative role gained
  emailChanges: [10, "10%"] # an address or a sign-in name
  # joiners: 50
  # movers: 200

# platforms: # stricter limits, and what is administrative there beside the platform's own
#   nerm:
#     limits: { leavers: 3 }
#     administrators: 2
#     administrativeRoles: [Tenant Administrators]

protected: # never changed by a run; by key, address, sign-in name or account id
  people: []
  roles: [] # never granted and never revoked
  groups: [] # never joined and never left, by name, key or id

self: [] # the accounts that the runs themselves use: never switched off, renamed or without a role

administrators: 1 # at least so many are left on each platform
`;
}

export function waiverTemplate(): string {
  return `# Accounts at a vendor that nobody declares, and that \`roster drift\` shall not report until a day.
waivers: []
# waivers:
#   - platform: adobe
#     account: integration@example.com # its id or its natural key
#     reason: the vendor's support account
#     owner: it@example.com
#     until: 2027-01-31
`;
}
