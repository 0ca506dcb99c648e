// The loop pane: the turn and its phase, the ready queue, the timers, what the selector waits for.

import { arrange, el, figure, find, plural, setAttribute, setText, visible } from "page/dom";

const AT_MOST = 30;
const PHASES = {
  waiting: "waits for the selector and for timers",
  callbacks: "calls what is ready",
  stopped: "stands still",
};

export class Loop {
  constructor(pane, run, actions) {
    this.run = run;
    this.loops = run.loops;
    this.actions = actions;
    this.turn = find(".turn", pane);
    this.phase = find(".phase", pane);
    this.lists = Object.fromEntries(
      ["running", "ready", "timers", "selector"].map((name) => [name, find(`.${name} ul`, pane)]),
    );
    this.counts = { ready: find(".ready .count", pane), timers: find(".timers .count", pane) };
    this.rows = new Map();
    this.begin = run.data.loop.number[run.data.loop.kind.indexOf("turn")] ?? 0;
  }

  show(view) {
    const loops = this.loops.at(view.moment);
    const number = loops.findLastIndex((one) => one.phase !== "stopped" || one.running >= 0);
    const loop = loops.at(number) ?? null;
    if (!loop) {
      setText(this.turn, "no loop yet");
      setText(this.phase, "");
    } else {
      const at = this.run.still ? "" : ` at ${seconds(loop.time - this.begin)}`;
      const which = loops.length > 1 ? `loop ${loops.indexOf(loop) + 1}, ` : "";
      setText(this.turn, `${which}turn ${figure(loop.turn)}${at}`);
      setText(this.phase, PHASES[loop.phase]);
    }
    const past = loop && view.since >= 0 ? this.loops.at(view.since)[loops.indexOf(loop)] : null;
    const wasReady = new Set(past?.ready);
    const wasTimer = new Set(past?.timers.map(([, handle]) => handle));
    this.fill(
      "running",
      loop && loop.running >= 0 ? [loop.running] : [],
      () => "",
      (handle) => handle !== past?.running,
    );
    this.fill(
      "ready",
      loop?.ready ?? [],
      (handle) => this.age(handle),
      (handle) => past && !wasReady.has(handle),
    );
    const due = new Map(loop?.timers.map(([when, handle]) => [handle, when]));
    this.fill(
      "timers",
      [...due.keys()],
      (handle) => until(due.get(handle) - loop.time),
      (handle) => past && !wasTimer.has(handle),
    );
    this.fillSelector(loop);
    setText(this.counts.ready, loop?.ready.length ? String(loop.ready.length) : "");
    setText(this.counts.timers, loop?.timers.length ? String(loop.timers.length) : "");
  }

  age(handle) {
    return this.run.data.handles[handle].when === null ? "" : "was a timer";
  }

  fill(name, handles, note, isNew) {
    const shown = handles.slice(0, AT_MOST).map((handle) => {
      const row = this.row(name, handle);
      setText(row.firstChild, note(handle));
      row.classList.toggle("changed", Boolean(isNew(handle)));
      return row;
    });
    if (handles.length > AT_MOST)
      shown.push(el("li.empty", {}, `and ${plural(handles.length - AT_MOST, "other")}`));
    arrange(this.lists[name], shown.length ? shown : [this.empty(name)]);
  }

  empty(name) {
    return (this[`empty ${name}`] ??= el("li.empty", {}, name === "running" ? "nothing" : "empty"));
  }

  /** A handle: what the loop calls; of a task's or of a timer that wakes one, its task and coroutine. */
  row(list, handle) {
    const key = `${list} ${handle}`;
    let row = this.rows.get(key);
    if (row) return row;
    const { text, task, wakes = -1 } = this.run.data.handles[handle];
    row = el("li", { "data-handle": handle }, el("span.until"), " ");
    if (wakes >= 0) row.append(el("span.wakes", {}, "wakes"), " ");
    this.appendTask(row, task >= 0 ? task : wakes);
    row.append(el("span.what", {}, task >= 0 ? text : text.split("<locals>.").at(-1)));
    if (this.rows.size > 2000) this.rows.clear();
    this.rows.set(key, row);
    return row;
  }

  appendTask(row, task) {
    if (task < 0) return;
    const { name, generator } = this.run.data.tasks[task];
    if (generator >= 0) {
      const { frame, name: called } = this.run.generators[generator];
      const button = el("button.select", { type: "button" }, called);
      button.addEventListener("click", () => this.actions.select(frame));
      setAttribute(row, "data-frame", frame);
      row.append(button, " ");
    }
    row.append(el("span.task", {}, visible(name)), " ");
  }

  fillSelector(loop) {
    const { watched } = this.run.data;
    const rows = [
      ...(loop?.reading ?? []).map((one) => `${watched[one]}, to read`),
      ...(loop?.writing ?? []).map((one) => `${watched[one]}, to write`),
    ];
    const key = rows.join("\n");
    if (key === this.selected) return;
    this.selected = key;
    this.lists.selector.replaceChildren(
      ...(rows.length ? rows : ["nothing"])
        .slice(0, AT_MOST)
        .map((text) => el(rows.length ? "li" : "li.empty", {}, text)),
    );
  }
}

export function seconds(time) {
  if (Math.abs(time) < 1)
    return `${(time * 1000).toFixed(time && Math.abs(time) < 0.01 ? 2 : 0)} ms`;
  return `${time.toFixed(3)} s`;
}

function until(time) {
  return time > 0 ? `in ${seconds(time)}` : "due";
}
