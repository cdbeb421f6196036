/** Of properties that every resource has and no platform declares. */
export const TENANT = "The account or instance at the vendor that holds this person.";
export const ORIGIN =
  "How the account came under management: created here, adopted, or imported. It decides what onDestroy is by default.";
