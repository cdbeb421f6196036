/** The head of the page: what it is about, and whether it may be applied. @param {PageData} data */
function showHead(data) {
  part("title", HTMLElement).replaceChildren(nameOf(data.project), " / ", nameOf(data.stack));
  const looked = new Date(data.lookedAt);
  const time = Number.isNaN(looked.getTime())
    ? data.lookedAt
    : `${looked.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
  part("facts", HTMLElement).append(
    [
      `${countOf(data.people, "person", "people")}, ${figure(data.unchanged)} unchanged`,
      countOf(data.platforms.length, "platform", "platforms"),
      `looked at ${time}`,
    ].join(" · "),
  );
  const verdict = part("verdict", HTMLElement);
  verdict.textContent = data.isRefused ? "Refused by a guard" : "Within guards";
  verdict.dataset["state"] = data.isRefused ? "breached" : "kept";
  part("end", HTMLElement).append(
    `Plan ${data.digest.slice(0, 7)}. It expires if anything changes at the vendors. This file holds personal data.`,
  );
}

/**
 * One figure a class, each a switch that shows that class alone or together with others.
 *
 * @param {PageData} data
 * @param {Set<number>} chosen
 * @param {() => void} onChange
 */
function showFigures(data, chosen, onChange) {
  const figures = data.classes.map((kind, place) =>
    toggle(
      chosen,
      place,
      onChange,
      { class: "figure", "data-class": kind.id, "data-weight": kind.isRisky ? "risky" : "usual" },
      [
        make("span", { class: "number" }, [figure(kind.count)]),
        make("span", { class: "label" }, [signOf(kind), kind.count === 1 ? kind.one : kind.many]),
      ],
    ),
  );
  part("figures", HTMLElement).append(...figures);
}

/** @param {PageData} data @param {Set<number>} chosen @param {() => void} onChange */
function showPlatforms(data, chosen, onChange) {
  const chips = data.platforms.map(({ title }, place) => toggle(chosen, place, onChange, { class: "chip" }, [title]));
  if (chips.length > 1) part("platforms", HTMLElement).append(...chips);
}

/**
 * A button that is in or out.
 *
 * @param {Set<number>} chosen
 * @param {number} place
 * @param {() => void} onChange
 * @param {Readonly<Record<string, string>>} attributes
 * @param {readonly (Node | string)[]} children
 */
function toggle(chosen, place, onChange, attributes, children) {
  const button = make("button", { type: "button", "aria-pressed": "false", ...attributes }, children);
  button.addEventListener("click", () => {
    if (!chosen.delete(place)) chosen.add(place);
    button.setAttribute("aria-pressed", String(chosen.has(place)));
    onChange();
  });
  return button;
}

/** A class's sign, for the eye alone: its name stands beside it. @param {PageClass} kind */
function signOf(kind) {
  return make("span", { class: "sign", "data-class": kind.id, "aria-hidden": "true" }, [kind.sign]);
}

/** Guards, forecast and the platforms in figures. @param {PageData} data */
function showGuards(data) {
  const guards = make("ul", { class: "guards" }, data.guards.map(guardItem));
  const all =
    data.allowAll === undefined
      ? undefined
      : make("p", { class: "allow-all" }, [make("b", {}, ["All at once"]), " ", make("code", {}, [data.allowAll])]);
  const forecast = make("p", { class: "forecast" }, [make("b", {}, ["Forecast"]), " ", data.forecast]);
  const notes = data.notes.map((text) => make("p", { class: "forecast" }, [make("b", {}, ["Note"]), " ", text]));
  const head = ["Platform", "Declared", "Unchanged", "Administrators left", "Writes"];
  const table = make("table", { class: "platforms" }, [
    make("thead", {}, [
      make(
        "tr",
        {},
        head.map((text) => make("th", { scope: "col" }, [text])),
      ),
    ]),
    make(
      "tbody",
      {},
      data.platforms.map(({ title, declared, same, administrators, writes }) =>
        make("tr", {}, [
          make("th", { scope: "row" }, [title]),
          ...[declared, same, administrators, writes].map((value, column) =>
            make("td", { "data-label": head[column + 1] }, [figure(value)]),
          ),
        ]),
      ),
    ),
  ]);
  part("guards", HTMLElement).append(
    ...(data.guards.length > 0 ? [guards] : []),
    ...(all === undefined ? [] : [all]),
    forecast,
    ...notes,
    table,
  );
}

/** @param {PageGuard} guard */
function guardItem({ name, standing, state, who, advice }) {
  const note = { kept: "", allowed: "allowed", breached: "breached" }[state];
  const line = [
    make("span", { class: "guard" }, [name]),
    " ",
    make("span", { class: "standing" }, [standing]),
    note ? make("span", { class: "state" }, [note]) : undefined,
  ];
  const names = who.flatMap((name, i) => [i === 0 ? "" : ", ", nameOf(name)]);
  const more = state === "breached" && who.length > 0 ? make("p", { class: "who" }, names) : undefined;
  const next = advice === undefined || state === "kept" ? undefined : make("p", {}, [make("code", {}, [advice])]);
  return make("li", { "data-state": state }, [make("p", {}, line), more, next]);
}

/** @param {PageData} data */
function showExisting({ existing }) {
  if (existing.length === 0) return;
  part("existing", HTMLElement).hidden = false;
  const items = existing.map(({ name, platform, id, active, outcome }) =>
    make("li", {}, [
      nameOf(name, "name"),
      make("span", { class: "muted" }, [`${platform} ${id}${active ? "" : ", inactive"}`]),
      make("span", { class: outcome === "refused" ? "state" : "muted" }, [outcome]),
    ]),
  );
  part("accounts", HTMLElement).append(make("ul", { class: "accounts" }, items));
}
