import { z } from "zod";

/** A token that a vendor issued, as a header can carry it: visible ASCII (RFC 6750, section 2.1, allows less). */
export const IssuedToken = z.string().regex(/^[\x21-\x7e]+$/);

/** A token from the configuration. White space around it comes from copying, and is left out. */
export const ConfiguredToken = z
  .string()
  .trim()
  .min(1)
  .regex(/^[\x21-\x7e]*$/, {
    error:
      "must be the token alone, in ASCII characters without spaces, line breaks or control characters; copy it again",
  });

/** A client's id or secret, or a refresh token, from the configuration: printable ASCII (RFC 6749, appendix A). */
export const ConfiguredSecret = z
  .string()
  .trim()
  .min(1)
  .regex(/^[\x20-\x7e]*$/, {
    error: "must be in ASCII characters without line breaks or control characters; copy it again",
  });
