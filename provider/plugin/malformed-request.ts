/** A request that no engine sends: a missing part, an unknown token, bytes that mean nothing. */
export class MalformedRequestError extends Error {}
