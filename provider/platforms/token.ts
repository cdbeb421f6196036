import { z } from "zod";

/** A token that a vendor issued, as a header can carry it: visible ASCII (RFC 6750, section 2.1, allows less). */
export const IssuedToken = z.string().regex(/^[\x21-\x7e]+$/);
