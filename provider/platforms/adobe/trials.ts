import type { Connector } from "../../core/contract/connector.js";
import { RejectedError, UncertainError } from "../../core/contract/errors.js";
import type { Finding, Probes, Subject } from "../../core/contract/probes.js";
import { polled } from "../../core/lifecycle/backoff.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import type { Reply } from "../../http/reply.js";
import { getUser, isUnseen, listUsers, succeeded, userPath } from "./api.js";
import { filledFields, isDeleted } from "./convert.js";
import { SOME } from "./people.js";
import type { WireUser } from "./wire.js";

type Attributes = Readonly<Record<string, unknown>>;

/** How long a write is waited for, in milliseconds. */
const PATIENCE = 30_000;

/** What is tried with one person, in this order: the last ones remove them and make them again. */
export function trials(http: HttpClient, users: Connector): Probes["trials"] {
  const subjects = new Subjects(http, users);
  return {
    "new-account": (subject) => subjects.newAccount(subject),
    "write-answer": (subject) => subjects.writeAnswer(subject),
    "fields-shown": (subject) => subjects.fieldsShown(subject),
    fields: (subject) => subjects.fields(subject),
    metadata: (subject) => subjects.metadata(subject),
    emptying: (subject) => subjects.emptying(subject),
    "unknown-role": (subject) => subjects.unknownRole(subject),
    "error-shape": (subject) => subjects.errorShape(subject),
    deletion: (subject) => subjects.deletion(subject),
    revival: (subject) => subjects.revival(subject),
    "create-takes": (subject) => subjects.createTakes(subject),
  };
}

/** Each change has another text of the bio beside it, by which it is known when it shows. */
class Subjects {
  #changes = 0;

  constructor(
    readonly http: HttpClient,
    readonly users: Connector,
  ) {}

  async newAccount(subject: Subject): Promise<Finding> {
    const bio = this.#mark();
    const first = await this.#patch(subject, { bio });
    if (!isUnseen(first)) {
      succeeded(first);
      await this.#shows(subject, bio);
      return { variant: "at-once" };
    }
    await this.#until(async () => {
      const again = await this.#patch(subject, { bio });
      return isUnseen(again) ? undefined : succeeded(again);
    });
    await this.#shows(subject, bio);
    return { variant: "later" };
  }

  async writeAnswer(subject: Subject): Promise<Finding> {
    const bio = this.#mark();
    const { body } = succeeded(await this.#patch(subject, { bio }));
    await this.#shows(subject, bio);
    const data = isRecord(body) ? body["data"] : undefined;
    if (!isRecord(data)) return { variant: "nothing" };
    if (data["type"] !== "user") return { variant: "job" };
    const { attributes } = data;
    return { variant: isRecord(attributes) && attributes["bio"] === bio ? "at-once" : "late" };
  }

  async fieldsShown(subject: Subject): Promise<Finding> {
    const { fields } = (await this.#seen(subject)).attributes;
    if (fields === undefined) return { variant: "left-out" };
    const isEmpty = Object.keys(filledFields(fields ?? {})).length === 0;
    return isEmpty ? { variant: "shown" } : { untold: "a new person has fields here" };
  }

  /** Two fields with values that others have: they are there, and taken. */
  async fields(subject: Subject): Promise<Finding> {
    const { users } = await listUsers(this.http, SOME);
    const known = Object.entries(
      Object.assign({}, ...users.map(({ attributes }) => filledFields(attributes.fields ?? {}))),
    );
    const [first, second] = known;
    if (!first || !second) return { untold: "nobody of the first ten people has two active fields" };
    await this.#changed(subject, { fields: Object.fromEntries([first, second]) });
    const { fields } = await this.#changed(subject, { fields: Object.fromEntries([first]) });
    if (fields?.[first[0]] === undefined) return { untold: "a new person's fields don't show" };
    return { variant: fields[second[0]] === undefined ? "replace" : "merge" };
  }

  async metadata(subject: Subject): Promise<Finding> {
    const { metadata } = await this.#changed(subject, { metadata: { "roster-doctor": "1" } });
    if (metadata?.["roster-doctor"] === undefined) return { untold: "metadata that are sent don't show" };
    const after = await this.#changed(subject, {});
    return { variant: after.metadata?.["roster-doctor"] === undefined ? "emptied" : "left" };
  }

  /** The profile tells when the change shows. */
  async emptying(subject: Subject): Promise<Finding> {
    await this.#changed(subject, {});
    const profile = `${String(subject.created.attributes["profile"])} 2`;
    succeeded(await this.#patch(subject, { bio: null, profile }));
    const { attributes } = await this.#seen(subject, (user) => user.profile === profile);
    return { variant: attributes.bio ? "never" : "null" };
  }

  async unknownRole(subject: Subject): Promise<Finding> {
    const bio = this.#mark();
    const reply = await this.#patch(subject, { bio, roles: ["Learner", "Roster Doctor"] });
    if (reply.status < 400) {
      await this.#shows(subject, bio);
      return { variant: "dropped" };
    }
    // A later change shows no earlier than what was stored of this one.
    const later = await this.#changed(subject, {}, "name");
    return { variant: later.bio === bio ? "stored-then-refused" : "refused" };
  }

  async errorShape(subject: Subject): Promise<Finding> {
    const unfit = await this.#patch(subject, { name: "" });
    const nobody = await this.http.request({ method: "GET", path: userPath("0") });
    if (unfit.status < 400 || nobody.status < 400) return { untold: "what was to be refused is not" };
    const shapes = new Set([unfit, nobody].map(({ body }) => (isRecord(body) && "meta" in body ? "meta" : "title")));
    return { variant: shapes.size > 1 ? "mixed" : ([...shapes][0] ?? "mixed") };
  }

  async deletion(subject: Subject): Promise<Finding> {
    await this.users.remove(subject.id);
    const gone = await this.#gone(subject.id);
    return gone ? { variant: gone } : { untold: "the person still shows" };
  }

  async revival(subject: Subject): Promise<Finding> {
    try {
      const id = await this.#createdAgain(subject);
      return { variant: id === subject.id ? "revive" : "new-id" };
    } catch (error) {
      if (error instanceof RejectedError) return { variant: "refuse" };
      throw error;
    }
  }

  async createTakes(subject: Subject): Promise<Finding> {
    const before = await getUser(this.http, subject.id);
    if (before === undefined || isDeleted(before)) return { untold: "the address of somebody deleted is refused" };
    const uiLocale = before.attributes.uiLocale === "fr-FR" ? "en-US" : "fr-FR";
    await this.users.remove(subject.id);
    await this.#gone(subject.id);
    const { email, name, profile } = subject.created.attributes;
    const attributes = { email, name, profile, uiLocale, userType: "INTERNAL" };
    succeeded(
      await this.http.request({ method: "POST", path: "/users", json: { data: { type: "user", attributes } } }),
    );
    const id = await this.#idOf(String(email));
    subject.movedTo(id);
    const after = await this.#seen({ id });
    return { variant: after.attributes.uiLocale === uiLocale ? "all" : "little" };
  }

  async #createdAgain({ created, movedTo }: Subject): Promise<string> {
    let id: string;
    try {
      ({ id } = await this.users.create(created));
    } catch (error) {
      if (!(error instanceof UncertainError)) throw error;
      id = await this.#idOf(String(created.attributes["email"]));
    }
    movedTo(id);
    await this.#until(async () => {
      const user = await getUser(this.http, id);
      return user && !isDeleted(user) ? user : undefined;
    });
    return id;
  }

  async #idOf(email: string): Promise<string> {
    const [found] = await this.#until(async () => {
      const matches = await this.users.find(email, []);
      return matches.length > 0 ? matches : undefined;
    });
    return found?.id ?? "";
  }

  /** How the account is gone; undefined where it still shows in the end. */
  #gone(id: string): Promise<"purged" | "kept" | undefined> {
    return polled(this.http.options.context, this.#end(), async () => {
      const user = await getUser(this.http, id);
      if (user === undefined) return "purged";
      return isDeleted(user) ? "kept" : undefined;
    });
  }

  #mark(): string {
    this.#changes++;
    return `Trial ${this.#changes}`;
  }

  /**
   * The attributes once a change shows, by the mark.
   *
   * @param mark the attribute that has it
   */
  async #changed(
    subject: Subject,
    attributes: Attributes,
    mark: "bio" | "name" = "bio",
  ): Promise<WireUser["attributes"]> {
    const text = mark === "name" ? `${String(subject.created.attributes["name"])} ${this.#mark()}` : this.#mark();
    succeeded(await this.#patch(subject, { ...attributes, [mark]: text }));
    return (await this.#seen(subject, (user) => user[mark] === text)).attributes;
  }

  #shows(subject: Subject, bio: string): Promise<WireUser> {
    return this.#seen(subject, (user) => user.bio === bio);
  }

  #seen(
    { id }: Pick<Subject, "id">,
    isIt: (attributes: WireUser["attributes"]) => boolean = () => true,
  ): Promise<WireUser> {
    return this.#until(async () => {
      const user = await getUser(this.http, id);
      return user && isIt(user.attributes) ? user : undefined;
    });
  }

  async #patch({ id, created }: Subject, attributes: Attributes): Promise<Reply> {
    const { email, name, profile } = created.attributes;
    const json = { data: { id, type: "user", attributes: { email, name, profile, ...attributes } } };
    return this.http.request({ method: "PATCH", path: userPath(id), json, personal: [email, name] });
  }

  async #until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const result = await polled(this.http.options.context, this.#end(), look);
    if (result === undefined) throw new UncertainError("a change of the trial's person doesn't show");
    return result;
  }

  #end(): number {
    return this.http.options.context.clock.now() + PATIENCE;
  }
}
