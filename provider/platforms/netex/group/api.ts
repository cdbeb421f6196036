import type { HttpClient } from "../../../http/client.js";
import type { Merged } from "../../../http/request.js";
import { namingBy } from "../../rejection.js";
import { groupPath, JSON_BODY } from "../api.js";
import { isMissing, reachOf, type Verdict } from "../judge.js";
import { judged, judgedCreation } from "../judged.js";
import { WireGroup } from "../wire.js";

const named = namingBy(
  { codGroup: /\bcod(e|group)\b/i, parent: /\bparent/i, description: /\bdescription\b/i, name: /\bname\b/i },
  "codGroup",
);

/** Throws UncertainError where the answer tells of no outcome, as the group may exist then. */
export async function createGroup(http: HttpClient, group: object): Promise<Verdict> {
  const reply = await http.request({ method: "POST", path: "/groups", json: { group }, headers: JSON_BODY });
  return judgedCreation(http, reply, named);
}

/** @param merged how the group is made from what is shown once more */
export async function replaceGroup(http: HttpClient, id: string, group: object, merged: Merged): Promise<void> {
  const inEnvelope = { ...merged, again: async () => ({ group: await merged.again() }) };
  const request = {
    method: "PUT",
    path: groupPath(id),
    json: { group },
    merged: inEnvelope,
    headers: JSON_BODY,
  } as const;
  const reply = await http.request(request);
  // One page of the manual has the envelope as the answer, and its example the group.
  if (reply.status < 300 && WireGroup.safeParse(reply.body).data?.id === id) return;
  reachOf(judged(http, reply, undefined, named));
}

/** A platform that does not have the group has nothing to delete. An earlier try of this request may be why it is gone. */
export async function deleteGroup(http: HttpClient, id: string): Promise<Verdict> {
  const reply = await http.request({ method: "DELETE", path: groupPath(id) });
  return reply.isRepeated && isMissing(reply) ? { outcome: "done" } : judged(http, reply, [404], named);
}
