/** Rows that are drawn at once, and then whenever somebody comes near the end of the list. */
const CHUNK = { first: 80, next: 200 };

/** People in order, grouped under the worst that happens to them; long lists grow as they are read. */
class PeopleList {
  #data;
  #box;
  #more = make("button", { type: "button", class: "plain more" });
  /** @type {readonly PagePerson[]} */
  #people = [];
  #drawn = 0;
  /** What is drawn of the last group. @type {HTMLUListElement | undefined} */
  #group;
  /** The place of its class, and of the last one that has a heading. */
  #groupClass = -1;

  /** @param {PageData} data @param {HTMLElement} box */
  constructor(data, box) {
    this.#data = data;
    this.#box = box;
    this.#more.addEventListener("click", () => this.grow());
    const nearEnd = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.grow();
      },
      { rootMargin: "1500px" },
    );
    nearEnd.observe(this.#more);
  }

  /** Shows these people and no others. @param {readonly PagePerson[]} people */
  show(people) {
    this.#people = people;
    this.#drawn = 0;
    this.#groupClass = -1;
    this.#box.replaceChildren(this.#more);
    this.grow(CHUNK.first);
  }

  /** Draws some more people, as far as there are any. */
  grow(count = CHUNK.next) {
    for (const person of this.#people.slice(this.#drawn, this.#drawn + count)) {
      const worst = person.classes[0] ?? 0;
      if (worst !== this.#groupClass || this.#group === undefined) this.#startGroup(worst);
      this.#group?.append(personItem(this.#data, person));
      this.#drawn++;
    }
    if (this.#drawn === this.#people.length) this.#nameAbsent(this.#data.classes.length);
    const left = this.#people.length - this.#drawn;
    this.#more.hidden = left === 0;
    this.#more.textContent = `${figure(left)} more`;
  }

  /** Draws everybody, for print. */
  finish() {
    this.grow(this.#people.length);
  }

  /** @param {number} worst */
  #startGroup(worst) {
    const kind = this.#data.classes[worst];
    if (kind === undefined) return;
    this.#nameAbsent(worst);
    const listed = this.#people.filter((person) => person.classes[0] === worst).length;
    this.#groupClass = worst;
    this.#group = make("ul", { class: "group", "data-class": kind.id });
    this.#more.before(this.#title(worst, listed), this.#group);
  }

  /** Headings of the classes before this place of which everybody is listed under something worse. @param {number} end */
  #nameAbsent(end) {
    for (let place = this.#groupClass + 1; place < end; place++) {
      if (this.#people.some(({ classes }) => classes.includes(place))) this.#more.before(this.#title(place, 0));
    }
    this.#groupClass = Math.max(this.#groupClass, end - 1);
  }

  /** A class with the same figure as in the head, and how many of it are not below. @param {number} place @param {number} listed */
  #title(place, listed) {
    const kind = this.#data.classes[place];
    const count = this.#people.filter(({ classes }) => classes.includes(place)).length;
    const above = count - listed;
    const note = above === 0 ? "" : listed === 0 ? ", listed above" : `, ${figure(above)} of them listed above`;
    return make("h3", { "data-class": kind?.id, "data-weight": kind?.isRisky ? "risky" : "usual" }, [
      `${countOf(count, kind?.one ?? "", kind?.many ?? "")}${note}`,
    ]);
  }
}

/** A person as one line that opens. @param {PageData} data @param {PagePerson} person */
function personItem(data, person) {
  const platforms = [...new Set(person.changes.map(({ platform }) => data.platforms[platform]?.title ?? ""))];
  const first = data.classes[person.classes[0] ?? -1];
  const more = person.also.map((place) => make("span", { class: "tag" }, [data.classes[place]?.one ?? ""]));
  const summary = make("summary", {}, [
    first === undefined ? undefined : signOf(first),
    make("span", { class: "who" }, [
      nameOf(person.name, "name"),
      make("span", { class: "unseen" }, [`, ${first?.one},`]),
    ]),
    make("span", { class: "words" }, [wordsOf(data, person)]),
    make("span", { class: "tags" }, [
      ...more,
      ...platforms.map((title) => make("span", { class: "tag platform" }, [title])),
    ]),
  ]);
  const details = make("details", { class: "person" }, [summary]);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(personBody(data, person));
  });
  return make("li", {}, [details]);
}

/** What happens, with the platforms where there are several. @param {PageData} data @param {PagePerson} person */
function wordsOf(data, { changes }) {
  const several = changes.length > 1;
  return changes
    .map(({ platform, words }) => (several ? `${data.platforms[platform]?.title}: ${words}` : words))
    .join(" · ");
}

/** Everything about a person, platform by platform. @param {PageData} data @param {PagePerson} person */
function personBody(data, person) {
  return make(
    "div",
    { class: "body" },
    person.changes.map((change) => changeBlock(data, change)),
  );
}

/** @param {PageData} data @param {PageChange} change */
function changeBlock(data, change) {
  const title = data.platforms[change.platform]?.title ?? "";
  const account = [change.naturalKey, change.id === undefined ? undefined : `account ${change.id}`];
  const reports = change.reports?.flatMap((name, i) => [i === 0 ? " " : ", ", nameOf(name)]);
  return make("section", { class: "change" }, [
    make("h4", {}, [title, make("span", { class: "muted" }, [account.filter(Boolean).join(" · ")])]),
    change.departure === undefined
      ? undefined
      : make("p", {}, ["The account is ", make("b", {}, [change.departure]), "."]),
    reports === undefined ? undefined : make("p", {}, ["Still reporting here:", ...reports]),
    change.held === undefined
      ? undefined
      : make("p", { class: "muted" }, [`Roles until now: ${change.held.join(", ")}`]),
    change.rows.length > 0 ? comparison(change.rows, title) : undefined,
  ]);
}

/** Old and new side by side. @param {readonly PageRow[]} rows @param {string} title */
function comparison(rows, title) {
  const head = ["What", "Before", "After"].map((text) => make("th", { scope: "col" }, [text]));
  return make("table", { class: "compare" }, [
    make("caption", { class: "unseen" }, [`Before and after at ${title}`]),
    make("thead", {}, [make("tr", {}, head)]),
    make(
      "tbody",
      {},
      rows.map(({ path, from, to, origin }) =>
        make("tr", {}, [
          make("th", { scope: "row" }, origin === undefined ? [path] : [path, make("small", {}, [` from ${origin}`])]),
          side(from, "Before"),
          side(to, "After"),
        ]),
      ),
    ),
  ]);
}

/** @param {string | undefined} value @param {"Before" | "After"} label */
function side(value, label) {
  const kind = value === undefined ? "nothing" : label === "Before" ? "old" : "new";
  return make("td", { class: kind, "data-label": label }, [value === undefined ? "–" : make("bdi", {}, [value])]);
}
