// The timeline: a lane for each generator or coroutine, drawn on a canvas; it is the slider.

import { countUpTo, find, setAttribute } from "page/dom";
import { CLOSED, CREATED, LINKED, RUNNING, SUSPENDED } from "page/run";

const LANE = 20;
const AXIS = 20;
const ORDER = [0, SUSPENDED, CREATED, LINKED, RUNNING]; // what wins where a pixel holds several
const RANK = [];
ORDER.forEach((state, rank) => (RANK[state] = rank));
RANK[CLOSED] = -1;
const SHORTEST = 20; // moments in sight, at the closest

export class Timeline {
  constructor(pane, run, go) {
    this.run = run;
    this.go = go;
    this.slider = find(".slider", pane);
    this.canvas = find("canvas", pane);
    this.head = find(".head", pane);
    this.pin = find(".pin", pane);
    this.from = 0;
    this.to = Math.max(run.steps, 1);
    this.first = 0; // the lane at the top
    this.hovered = -1;
    this.moment = 0;
    this.lanes = [{ name: run.data.program, life: run.program, frame: 0 }];
    run.generators.forEach((one, row) => this.lanes.push({ name: one.name, life: run.lives[row], frame: one.frame }));
    this.gutter = () => (this.width < 560 ? 92 : 148);
    setAttribute(this.slider, "aria-valuemax", run.steps);
    this.slider.style.setProperty("--lanes", this.lanes.length);
    this.listen(pane);
    this.colours = colours();
    new ResizeObserver(() => this.resize()).observe(this.slider);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = colours();
      this.draw();
    });
  }

  get rows() {
    return Math.max(1, Math.floor((this.height - AXIS) / LANE));
  }

  resize() {
    const { clientWidth, clientHeight } = this.slider;
    const scale = devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * scale);
    this.canvas.height = Math.round(clientHeight * scale);
    this.draw();
    this.place();
  }

  show(view) {
    this.moment = view.moment;
    setAttribute(this.slider, "aria-valuenow", view.moment);
    setAttribute(this.slider, "aria-valuetext", view.said);
    this.follow(view);
    this.place();
  }

  /** Keeps the moment, and the lane that runs, in sight. */
  follow(view) {
    const lane = this.run.innermost(view.state.chain) + 1;
    const length = this.to - this.from;
    let moved = false;
    if (view.moment < this.from || view.moment > this.to) {
      this.from = Math.max(0, Math.min(this.run.steps - length, view.moment - length / 3));
      this.to = this.from + length;
      moved = true;
    }
    if (lane < this.first || lane >= this.first + this.rows) {
      this.first = Math.max(0, Math.min(this.lanes.length - this.rows, lane - (this.rows >> 1)));
      moved = true;
    }
    if (moved) this.draw();
  }

  place() {
    if (!this.width) return;
    this.head.style.transform = `translateX(${this.x(this.moment)}px)`;
    this.pin.hidden = this.pinned === undefined || this.pinned < this.from || this.pinned > this.to;
    if (!this.pin.hidden) this.pin.style.transform = `translateX(${this.x(this.pinned)}px)`;
  }

  x(moment) {
    return this.gutter() + ((moment - this.from) / (this.to - this.from)) * (this.width - this.gutter() - 12);
  }

  momentAt(x) {
    const share = (x - this.gutter()) / (this.width - this.gutter() - 12);
    return Math.max(0, Math.min(this.run.steps, Math.round(this.from + share * (this.to - this.from))));
  }

  // -- drawing

  draw() {
    if (!this.width) return;
    const scale = devicePixelRatio || 1;
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.font = `12px ${this.colours.mono}`;
    pen.textBaseline = "middle";
    const last = Math.min(this.lanes.length, this.first + this.rows);
    for (let lane = this.first; lane < last; lane++) this.drawLane(pen, lane, AXIS + (lane - this.first) * LANE);
    this.drawArrows(pen);
    this.drawAxis(pen);
  }

  drawLane(pen, lane, top) {
    const { name, life } = this.lanes[lane];
    const { colours: of } = this;
    const middle = top + LANE / 2;
    if (lane === this.hovered) {
      pen.fillStyle = of.hover;
      pen.fillRect(0, top, this.width, LANE);
    }
    pen.fillStyle = of.ink;
    pen.fillText(short(pen, name, this.gutter() - 22), 12, middle);
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
      const right = this.x(Math.min(at + 1 < moments.length ? moments[at + 1] : this.run.steps, this.to));
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
      else for (let dash = x; dash < x + width; dash += 6) pen.fillRect(dash, middle - 0.5, Math.min(2, x + width - dash), 1);
    }
  }

  /** Who resumed whom: drawn where there is room for it. */
  drawArrows(pen) {
    const { events } = this.run;
    const [start, end] = this.run.eventRows(Math.floor(this.from), Math.ceil(this.to));
    if (end - start > this.width / 3) return;
    pen.strokeStyle = pen.fillStyle = this.colours.arrow;
    pen.lineWidth = 1;
    for (let row = start; row < end; row++) {
      const kind = events.kind[row];
      if (kind !== "send" && kind !== "throw" && kind !== "close") continue;
      const by = events.frame[row];
      const from = by < 0 ? 0 : this.run.generatorOf[by] + 1;
      this.arrow(pen, this.x(events.step[row] + 1), from, events.generator[row] + 1);
    }
  }

  arrow(pen, x, from, to) {
    if (from === to || to < this.first || to >= this.first + this.rows) return;
    const y = (lane) => AXIS + (Math.max(this.first - 1, Math.min(lane, this.first + this.rows)) - this.first + 0.5) * LANE;
    const sign = to > from ? 1 : -1;
    const end = y(to) - sign * 6;
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, y(from) + sign * 5);
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
    const room = Math.max(2, Math.floor((this.width - this.gutter()) / 90));
    const gap = roundStep((this.to - this.from) / room);
    pen.fillStyle = of.muted;
    for (let at = Math.ceil(this.from / gap) * gap; at <= this.to; at += gap) {
      const x = this.x(at);
      pen.fillRect(Math.round(x), AXIS - 4, 1, 4);
      const text = at.toLocaleString("en");
      const width = pen.measureText(text).width;
      pen.fillText(text, Math.min(x - width / 2, this.width - width - 4), 8);
    }
    this.drawTicks(pen, this.run.outputSteps, of.output);
    this.drawTicks(pen, this.run.exceptionSteps, of.raise);
  }

  drawTicks(pen, steps, colour) {
    pen.fillStyle = colour;
    let before = -9;
    for (let row = countUpTo(steps, this.from - 1); row < steps.length && steps[row] <= this.to; row++) {
      const x = Math.round(this.x(steps[row] + 1));
      if (x < before + 2) continue;
      before = x;
      pen.fillRect(x, AXIS - 3, 2, 3);
    }
  }

  // -- the pointer

  listen(pane) {
    const { slider } = this;
    let dragged = false;
    const scrub = (event) => this.go(this.momentAt(event.clientX - slider.getBoundingClientRect().left));
    slider.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      dragged = true;
      slider.setPointerCapture(event.pointerId);
      scrub(event);
    });
    slider.addEventListener("pointermove", (event) => {
      if (dragged) scrub(event);
      else this.hover(this.laneAt(event.clientY - slider.getBoundingClientRect().top));
    });
    for (const kind of ["pointerup", "pointercancel"]) slider.addEventListener(kind, () => (dragged = false));
    slider.addEventListener("pointerleave", () => this.hover(-1));
    slider.addEventListener(
      "wheel",
      (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || this.lanes.length <= this.rows) {
          event.preventDefault();
          const turn = event.deltaY || event.deltaX;
          this.zoom(Math.exp(turn / 300), this.momentAt(event.clientX - slider.getBoundingClientRect().left));
        } else {
          event.preventDefault();
          this.scroll(Math.sign(event.deltaY));
        }
      },
      { passive: false },
    );
    pane.addEventListener("click", (event) => {
      const kind = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (kind === "in") this.zoom(0.5, this.moment);
      if (kind === "out") this.zoom(2, this.moment);
      if (kind === "all") this.zoom(Infinity, this.moment);
    });
  }

  laneAt(y) {
    const lane = this.first + Math.floor((y - AXIS) / LANE);
    return y < AXIS || lane >= this.lanes.length ? -1 : lane;
  }

  /** Marks a lane, and tells others which frame that is. */
  hover(lane) {
    if (lane === this.hovered) return;
    this.hovered = lane;
    this.draw();
    this.onHover?.(lane < 0 ? -1 : this.lanes[lane].frame);
  }

  hoverFrame(frame) {
    const lane = frame < 0 ? -1 : this.run.generatorOf[frame] + 1;
    if (lane === this.hovered || (frame >= 0 && lane === 0)) return;
    this.hovered = lane;
    this.draw();
  }

  scroll(lanes) {
    this.first = Math.max(0, Math.min(this.lanes.length - this.rows, this.first + lanes));
    this.draw();
  }

  zoom(factor, around) {
    const whole = Math.max(this.run.steps, 1);
    const length = Math.min(whole, Math.max(Math.min(SHORTEST, whole), (this.to - this.from) * factor));
    const share = (around - this.from) / (this.to - this.from);
    this.from = Math.max(0, Math.min(whole - length, around - share * length));
    this.to = this.from + length;
    this.draw();
    this.place();
  }
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "muted", "paper", "running", "linked", "apart", "arrow", "raise", "output", "hover", "mono"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function short(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let kept = text;
  while (kept.length > 1 && pen.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1);
  return `${kept}…`;
}

function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least);
}
