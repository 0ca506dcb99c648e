// Every command: its key, its name, what it does. The toolbar and the help are made of this table.

import { el } from "page/dom";

/** Those with `both` go both ways; with shift, or their second key, backwards. */
export const COMMANDS = [
  {
    name: "instruction",
    both: "step",
    keys: ["ArrowRight", "ArrowLeft"],
    told: ["→", "←"],
    does: "the next instruction",
  },
  {
    name: "line",
    both: "step",
    keys: ["shift+ArrowRight", "shift+ArrowLeft"],
    told: ["Shift →", "Shift ←"],
    does: "the next line",
  },
  {
    name: "suspension",
    both: "step",
    keys: ["]", "["],
    told: ["]", "["],
    does: "the next suspension: a yield, or an await that waits",
  },
  {
    name: "over",
    both: "step",
    keys: ["o", "O"],
    told: ["o", "Shift o"],
    does: "over what this instruction calls or resumes",
  },
  {
    name: "out",
    both: "step",
    keys: ["u", "U"],
    told: ["u", "Shift u"],
    does: "out of this frame, to its caller",
  },
  {
    name: "await",
    both: "step",
    keys: ["a", "A"],
    told: ["a", "Shift a"],
    does: "over the await: to this coroutine’s or generator’s next run",
  },
  {
    name: "turn",
    both: "step",
    keys: ["t", "T"],
    told: ["t", "Shift t"],
    does: "the next turn of the event loop",
  },
  {
    name: "exception",
    both: "step",
    keys: ["e", "E"],
    told: ["e", "Shift e"],
    does: "the next exception",
  },
  {
    name: "output",
    both: "step",
    keys: ["p", "P"],
    told: ["p", "Shift p"],
    does: "the next output",
  },
  {
    name: "ends",
    both: "end",
    keys: ["End", "Home"],
    told: ["End", "Home"],
    does: "the end of the run, and its beginning",
  },
  {
    name: "frame",
    both: "frame",
    keys: ["ArrowDown", "ArrowUp"],
    told: ["↓", "↑"],
    does: "the frame further in, or further out",
  },
  { name: "play", keys: [" "], told: ["Space"], does: "play, and stop" },
  { name: "search", keys: ["/"], told: ["/"], does: "search for a name, a line, a value" },
  { name: "go", keys: ["g"], told: ["g"], does: "go to a step" },
  {
    name: "compare",
    keys: ["c"],
    told: ["c"],
    does: "compare with this step, wherever you go; again: no more",
  },
  {
    name: "zoom",
    both: "zoom",
    keys: ["+", "-"],
    told: ["+", "−"],
    does: "the timeline closer, and wider",
  },
  { name: "help", keys: ["?"], told: ["?"], does: "this help" },
];

const BY_KEY = new Map();
for (const command of COMMANDS)
  command.keys.forEach((key, place) => BY_KEY.set(key, [command.name, place === 0]));
BY_KEY.set("=", ["zoom", true]);

const OPERATED = "button, a, summary, select"; // what a space is for
const TYPED = "input, textarea, select";

/** Calls `act(name, forward)` for the keys of the table. */
export function listen(act) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
      return;
    const typed = event.target.closest(TYPED); // one of a dialog that was closed just now isn't
    if (typed && !typed.closest("dialog")) return;
    if (event.key === " " && event.target.closest(OPERATED)) return;
    const arrow = event.key.startsWith("Arrow");
    const found = BY_KEY.get(`${arrow && event.shiftKey ? "shift+" : ""}${event.key}`);
    if (!found) return;
    event.preventDefault();
    act(...found);
  });
}

const ICONS = { back: "M10 3 5 8l5 5", on: "M6 3l5 5-5 5" };

export function icon(path) {
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  box.setAttribute("viewBox", "0 0 16 16");
  box.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  box.append(line);
  return box;
}

export function fillToolbar(toolbar, act) {
  for (const command of COMMANDS.filter((one) => one.both === "step")) {
    const [on, back] = command.told;
    const buttons = [
      el(
        "button",
        { type: "button", title: `back, ${back}`, "aria-label": `back: ${command.name}` },
        icon(ICONS.back),
      ),
      el(
        "button",
        { type: "button", title: `${command.does}, ${on}`, "aria-label": `next: ${command.name}` },
        icon(ICONS.on),
      ),
    ];
    buttons.forEach((button, place) =>
      button.addEventListener("click", () => act(command.name, place === 1)),
    );
    toolbar.append(
      el(
        "div.pair",
        { role: "group", "aria-label": command.name, "data-command": command.name },
        buttons[0],
        el("span", {}, command.name),
        buttons[1],
      ),
    );
  }
}

export function fillHelp(table, has) {
  for (const { told, does } of COMMANDS.filter(({ name }) => has(name))) {
    const keys = told.flatMap((key, place) => [place ? " " : "", el("kbd", {}, key)]);
    table.append(el("tr", {}, el("th", { scope: "row" }, ...keys), el("td", {}, does)));
  }
}
