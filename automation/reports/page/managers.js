/** Trees up to this many moves are open from the start. */
const OPEN_UP_TO = 40;

/** Who gains and who loses people, as lists inside lists. @param {PageData} data */
function showManagers({ managers }) {
  if (managers.length === 0) return;
  part("managers", HTMLElement).hidden = false;
  const isShort = managers.reduce((sum, node) => sum + sizeOf(node), 0) <= OPEN_UP_TO;
  part("tree", HTMLElement).append(
    make(
      "ul",
      { class: "tree" },
      managers.map((node) => managerItem(node, isShort)),
    ),
  );
}

/** @param {ManagerNode} node @returns {number} */
function sizeOf({ people }) {
  return people.reduce((sum, node) => sum + 1 + sizeOf(node), 0);
}

/** @param {ManagerNode} node @param {boolean} isOpen @returns {HTMLLIElement} */
function managerItem(node, isOpen) {
  const line = [nameOf(node.name, "name"), ...moveWords(node).flatMap((words) => [" ", words])];
  if (node.people.length === 0) return make("li", { "data-move": node.move?.kind }, line);
  const counts = make("span", { class: "muted" }, [balance(node.people)]);
  const details = make("details", { open: isOpen }, [make("summary", {}, [...line, " ", counts])]);
  const fill = () => {
    if (details.open && details.childElementCount === 1) {
      details.append(
        make(
          "ul",
          {},
          node.people.map((person) => managerItem(person, isOpen)),
        ),
      );
    }
  };
  fill();
  details.addEventListener("toggle", fill);
  return make("li", { "data-move": node.move?.kind }, [details]);
}

/** @param {ManagerNode} node */
function moveWords({ move }) {
  if (move === undefined) return [];
  if (move.kind === "stays") return [make("span", { class: "waiting" }, ["still reports here"])];
  const words = { arrives: "from ", goes: "goes to ", joins: "joins", leaves: "leaves" }[move.kind];
  if (move.other !== undefined) return [make("span", { class: "move" }, [words, nameOf(move.other)])];
  const alone = { arrives: "had no manager", goes: "has no manager then", joins: "joins", leaves: "leaves" }[move.kind];
  return [make("span", { class: "move" }, [alone])];
}

/** @param {readonly ManagerNode[]} people */
function balance(people) {
  const gained = people.filter(({ move }) => move?.kind === "arrives" || move?.kind === "joins").length;
  const lost = people.filter(({ move }) => move?.kind === "goes" || move?.kind === "leaves").length;
  const waiting = people.filter(({ move }) => move?.kind === "stays").length;
  const words = [
    gained ? `+${figure(gained)}` : "",
    lost ? `−${figure(lost)}` : "",
    waiting ? `${figure(waiting)} still there` : "",
  ];
  return words.filter(Boolean).join(" · ");
}
