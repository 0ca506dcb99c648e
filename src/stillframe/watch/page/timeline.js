// The timeline: lanes, one for each generator or coroutine; it is the slider.

import { find, setAttribute } from "page/dom";
import { Lanes } from "page/lanes";

const SHORTEST = 20; // moments in sight, at the closest

export class Timeline {
  constructor(pane, run, go) {
    this.run = run;
    this.go = go;
    this.slider = find(".slider", pane);
    this.head = find(".head", pane);
    this.pin = find(".pin", pane);
    this.lanes = new Lanes(find("canvas", pane), run);
    this.moment = 0;
    setAttribute(this.slider, "aria-valuemax", run.steps);
    this.slider.style.setProperty("--lanes", this.lanes.count);
    this.listen();
    pane.addEventListener("click", (event) => {
      const kind = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (kind) this.zoom({ in: 0.5, out: 2, all: Infinity }[kind], this.moment);
    });
    new ResizeObserver(() => {
      this.lanes.resize(this.slider.clientWidth, this.slider.clientHeight);
      if (this.view) this.show(this.view);
    }).observe(this.slider);
  }

  show(view) {
    this.view = view;
    this.moment = view.moment;
    if (!this.lanes.width) return;
    setAttribute(this.slider, "aria-valuenow", view.moment);
    setAttribute(this.slider, "aria-valuetext", view.said);
    this.follow(view);
    this.place();
  }

  /** Keeps the moment in sight, and the lane that runs, or something happened in last. */
  follow({ moment, state }) {
    const { lanes } = this;
    const lane = this.run.latest(state.chain, moment) + 1;
    const length = lanes.to - lanes.from;
    let moved = false;
    if (moment < lanes.from || moment > lanes.to) {
      lanes.from = Math.max(0, Math.min(this.run.steps - length, moment - length / 3));
      lanes.to = lanes.from + length;
      moved = true;
    }
    if (lane && (lane < lanes.first || lane >= lanes.first + lanes.rows)) {
      lanes.first = Math.max(1, Math.min(lanes.lastFirst, lane - (lanes.rows >> 1)));
      moved = true;
    }
    if (moved) lanes.draw();
  }

  /** Puts the marks of the moment and of the pinned one where they belong. */
  place() {
    const { lanes, pinned } = this;
    this.head.style.transform = `translateX(${lanes.x(this.moment)}px)`;
    this.pin.hidden = pinned === undefined || pinned < lanes.from || pinned > lanes.to;
    if (!this.pin.hidden) this.pin.style.transform = `translateX(${lanes.x(pinned)}px)`;
  }

  listen() {
    const { slider, lanes } = this;
    const place = (event) => {
      const box = slider.getBoundingClientRect();
      return {
        moment: lanes.momentAt(event.clientX - box.left),
        lane: lanes.laneAt(event.clientY - box.top),
      };
    };
    let dragged = false;
    slider.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      dragged = true;
      slider.setPointerCapture(event.pointerId);
      this.go(place(event).moment);
    });
    slider.addEventListener("pointermove", (event) => {
      if (dragged) this.go(place(event).moment);
      else this.hover(place(event).lane);
    });
    for (const kind of ["pointerup", "pointercancel"])
      slider.addEventListener(kind, () => (dragged = false));
    slider.addEventListener("pointerleave", () => this.hover(-1));
    slider.addEventListener("wheel", (event) => this.wheel(event, place(event).moment), {
      passive: false,
    });
  }

  /** The wheel goes through the lanes, if there are more than there is room for; else, or with shift
   *  or control, it zooms. */
  wheel(event, moment) {
    event.preventDefault();
    const { lanes } = this;
    const turned = event.deltaY || event.deltaX;
    if (event.ctrlKey || event.metaKey || event.shiftKey || lanes.lastFirst === 1) {
      this.zoom(Math.exp(turned / 300), moment);
      return;
    }
    lanes.first = Math.max(1, Math.min(lanes.lastFirst, lanes.first + Math.sign(turned)));
    lanes.draw();
  }

  zoom(factor, around) {
    const { lanes } = this;
    const whole = Math.max(this.run.steps, 1);
    const length = Math.min(
      whole,
      Math.max(Math.min(SHORTEST, whole), (lanes.to - lanes.from) * factor),
    );
    const share = (around - lanes.from) / (lanes.to - lanes.from);
    lanes.from = Math.max(0, Math.min(whole - length, around - share * length));
    lanes.to = lanes.from + length;
    lanes.draw();
    this.place();
  }

  /** Marks a lane, and tells others which frame that is. */
  hover(lane) {
    if (lane === this.lanes.hovered) return;
    this.mark(lane);
    this.onHover?.(lane < 0 ? -1 : this.lanes.lanes[lane].frame);
  }

  /** A frame is hovered elsewhere. */
  hoverFrame(frame) {
    this.mark(frame < 0 || this.run.generatorOf[frame] < 0 ? -1 : this.run.generatorOf[frame] + 1);
  }

  mark(lane) {
    if (lane === this.lanes.hovered) return;
    this.lanes.hovered = lane;
    this.lanes.draw();
  }
}
