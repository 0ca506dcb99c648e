// The lanes of the timeline, drawn on a canvas: what each generator does, from one moment to another.

import { countUpTo, figure } from "page/dom";
import { CLOSED, CREATED, LINKED, RUNNING, SUSPENDED } from "page/run";

const LANE = 20;
const AXIS = 20;
const ORDER = [0, SUSPENDED, CREATED, LINKED, RUNNING]; // what wins where a pixel holds several
const RANK = [];
ORDER.forEach((state, rank) => (RANK[state] = rank));
RANK[CLOSED] = -1;

export class Lanes {
  constructor(canvas, run) {
    this.canvas = canvas;
    this.run = run;
    this.from = 0; // the moments in sight
    this.to = Math.max(run.steps, 1);
    this.first = 1; // the lane below the program's, which stays at the top
    this.hovered = -1;
    this.labels = new Map(); // names, as long as there is room for
    this.wakeUps = run.loops.wakeUps();
    this.lanes = [{ name: run.data.program, task: "", life: run.program, frame: 0, ready: null }];
    run.generators.forEach(({ name, frame }, row) => {
      this.lanes.push({
        name,
        task: run.taskOf.get(row) ?? "",
        life: run.lives[row],
        frame,
        ready: run.ready[row],
      });
    });
    this.colours = colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = colours();
      this.draw();
    });
  }

  get count() {
    return this.lanes.length;
  }

  /** How many lanes there is room for, below the program's. */
  get rows() {
    return Math.max(1, Math.floor((this.height - AXIS) / LANE) - 1);
  }

  /** The lane that can be at the top so that the last one is in sight. */
  get lastFirst() {
    return Math.max(1, this.lanes.length - this.rows);
  }

  /** The room for names. */
  get gutter() {
    return this.width < 560 ? 92 : 148;
  }

  resize(width, height) {
    const scale = devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const pen = this.canvas.getContext("2d"); // a new size has put it back
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.font = `12px ${this.colours.mono}`;
    pen.textBaseline = "middle";
    this.labels.clear();
    this.draw();
  }

  x(moment) {
    return (
      this.gutter + ((moment - this.from) / (this.to - this.from)) * (this.width - this.gutter - 12)
    );
  }

  momentAt(x) {
    const share = (x - this.gutter) / (this.width - this.gutter - 12);
    return Math.max(
      0,
      Math.min(this.run.steps, Math.round(this.from + share * (this.to - this.from))),
    );
  }

  laneAt(y) {
    const row = Math.floor((y - AXIS) / LANE);
    const lane = row > 0 ? this.first + row - 1 : row;
    return lane >= this.lanes.length ? -1 : lane;
  }

  /** Where a lane is drawn: of those above and below what is in sight, just outside. */
  middle(lane) {
    const row = lane ? Math.max(0.5, Math.min(lane - this.first, this.rows) + 1) : 0;
    return AXIS + (row + 0.5) * LANE;
  }

  draw() {
    if (!this.width) return;
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, this.width, this.height);
    const last = Math.min(this.lanes.length, this.first + this.rows);
    this.drawLane(pen, 0);
    for (let lane = this.first; lane < last; lane++) this.drawLane(pen, lane);
    this.drawArrows(pen);
    this.drawAxis(pen);
  }

  label(pen, name, room) {
    if (!this.labels.has(name)) this.labels.set(name, short(pen, name, room));
    return this.labels.get(name);
  }

  drawLane(pen, lane) {
    const { name, task, life, ready } = this.lanes[lane];
    const { colours: of } = this;
    const middle = this.middle(lane);
    if (lane === this.hovered) {
      pen.fillStyle = of.hover;
      pen.fillRect(0, middle - LANE / 2, this.width, LANE);
    }
    const room = this.gutter - 22;
    const label = this.label(pen, name, room);
    pen.fillStyle = of.ink;
    pen.fillText(label, 12, middle);
    const left = room - pen.measureText(`${label} `).width;
    pen.fillStyle = of.muted;
    if (task && pen.measureText(task).width <= left) pen.fillText(task, 12 + room - left, middle);
    const { moments, states } = life;
    let at = Math.max(0, countUpTo(moments, this.from) - 1);
    let x = null;
    let best = CLOSED;
    const flush = (end) => {
      if (x !== null && RANK[best] > 0) this.bar(pen, best, x, Math.max(end - x, 1), middle);
    };
    let reach = null;
    for (; at < moments.length && moments[at] <= this.to; at++) {
      const left = this.x(Math.max(moments[at], this.from));
      const right = this.x(
        Math.min(at + 1 < moments.length ? moments[at + 1] : this.run.steps, this.to),
      );
      if (x !== null && left - x < 1) {
        if (RANK[states[at]] > RANK[best]) best = states[at];
        reach = Math.max(reach, right);
        if (right - x < 1) continue;
        if (states[at] === best) {
          flush(right);
          x = null;
        } else {
          flush(x + 1);
          x = x + 1;
          best = states[at];
        }
        continue;
      }
      flush(reach ?? left);
      x = left;
      best = states[at];
      reach = right;
    }
    flush(reach);
    if (ready) this.drawReady(pen, ready, middle);
  }

  /** Where a task stands in the ready queue. */
  drawReady(pen, { from, to }, middle) {
    pen.strokeStyle = this.colours.send;
    pen.fillStyle = this.colours.panel;
    pen.lineWidth = 1.5;
    let before = -9;
    for (
      let place = countUpTo(to, this.from);
      place < from.length && from[place] < this.to;
      place++
    ) {
      const x = this.x(Math.max(from[place], this.from));
      const end = this.x(Math.min(to[place], this.to));
      if (end < before + 1) continue;
      before = end;
      if (end - x > 4) pen.fillRect(x, middle - 3.25, end - x, 6.5);
      pen.strokeRect(x + 0.75, middle - 3.25, Math.max(end - x - 1.5, 0.5), 6.5);
    }
  }

  bar(pen, state, x, width, middle) {
    const { colours: of } = this;
    if (state === RUNNING) {
      pen.fillStyle = of.running;
      pen.fillRect(x, middle - 5, width, 10);
    } else if (state === LINKED) {
      pen.fillStyle = of.linked;
      pen.fillRect(x, middle - 5, width, 10);
    } else {
      pen.fillStyle = of.apart;
      if (state === SUSPENDED) pen.fillRect(x, middle - 1, width, 2);
      else
        for (let dash = x; dash < x + width; dash += 6)
          pen.fillRect(dash, middle - 0.5, Math.min(2, x + width - dash), 1);
    }
  }

  /** Who resumed whom: drawn where there is room for it. */
  drawArrows(pen) {
    const { events } = this.run;
    const [start, end] = this.run.eventRows(Math.floor(this.from), Math.ceil(this.to));
    pen.lineWidth = 1;
    this.drawWakeUps(pen);
    if (end - start > this.width / 3) return;
    pen.strokeStyle = pen.fillStyle = this.colours.arrow;
    for (let row = start; row < end; row++) {
      const kind = events.kind[row];
      if (kind !== "send" && kind !== "throw" && kind !== "close") continue;
      const by = events.frame[row];
      if (by < 0 && this.run.taskOf.has(events.generator[row])) continue; // the loop, at its turn
      const from = by < 0 ? 0 : this.run.generatorOf[by] + 1;
      this.arrow(pen, this.x(events.step[row] + 1), from, events.generator[row] + 1);
    }
  }

  /** Which task made which one ready. */
  drawWakeUps(pen) {
    const { moments, from, to } = this.wakeUps;
    const first = countUpTo(moments, this.from - 1);
    const last = countUpTo(moments, this.to);
    if (last - first > this.width / 3) return;
    pen.strokeStyle = pen.fillStyle = this.colours.send;
    for (let row = first; row < last; row++) {
      if (from[row] >= 0) this.arrow(pen, this.x(moments[row]), from[row] + 1, to[row] + 1);
    }
  }

  arrow(pen, x, from, to) {
    if (from === to || (to && to < this.first) || to >= this.first + this.rows) return;
    const sign = to > from ? 1 : -1;
    const end = this.middle(to) - sign * 6;
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, this.middle(from) + sign * 5);
    pen.lineTo(Math.round(x) + 0.5, end);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x - 2.5, end - sign * 4);
    pen.lineTo(x + 3.5, end - sign * 4);
    pen.lineTo(x + 0.5, end);
    pen.fill();
  }

  drawAxis(pen) {
    const { colours: of } = this;
    pen.fillStyle = of.paper;
    pen.fillRect(0, 0, this.width, AXIS);
    const room = Math.max(2, Math.floor((this.width - this.gutter) / 90));
    const gap = roundStep((this.to - this.from) / room);
    pen.fillStyle = of.muted;
    for (let at = Math.ceil(this.from / gap) * gap; at <= this.to; at += gap) {
      const x = this.x(at);
      pen.fillRect(Math.round(x), AXIS - 4, 1, 4);
      const text = figure(at);
      const width = pen.measureText(text).width;
      pen.fillText(text, Math.min(x - width / 2, this.width - width - 4), 8);
    }
    this.drawTicks(pen, this.run.outputSteps, of.output);
    this.drawTicks(pen, this.run.exceptionSteps, of.raise);
  }

  drawTicks(pen, steps, colour) {
    pen.fillStyle = colour;
    let before = -9;
    for (
      let row = countUpTo(steps, this.from - 1);
      row < steps.length && steps[row] <= this.to;
      row++
    ) {
      const x = Math.round(this.x(steps[row] + 1));
      if (x < before + 2) continue;
      before = x;
      pen.fillRect(x, AXIS - 3, 2, 3);
    }
  }
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = [
    "ink",
    "muted",
    "paper",
    "running",
    "linked",
    "apart",
    "arrow",
    "raise",
    "output",
    "hover",
    "mono",
    "panel",
    "send",
  ];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
}

/** A name, cut in its middle: what it ends with tells it from others, `walk…#12`. */
function short(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  const end = /#\d+$/.exec(text)?.[0] ?? "";
  let kept = text.slice(0, -end.length || undefined);
  while (kept.length > 1 && pen.measureText(`${kept}…${end}`).width > room)
    kept = kept.slice(0, -1);
  return `${kept}…${end}`;
}

function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least);
}
