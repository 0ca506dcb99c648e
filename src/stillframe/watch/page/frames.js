// The frames pane: the two places where a frame can be, linked into the chain, or standing apart.

import { Card } from "page/cards";
import { arrange, countUpTo, el, find, plural, setText } from "page/dom";
import { CLOSED } from "page/run";

const CHAIN_AT_MOST = 12;
const CHAIN_IN_FULL = 4; // of longer ones, most frames are a line each
const APART_AT_MOST = 24;
const CLOSED_AT_MOST = 8;
const CARDS_AT_MOST = 400;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Frames {
  constructor(pane, run, values, actions) {
    this.run = run;
    this.values = values;
    this.actions = actions;
    this.chain = find(".chain ol", pane);
    this.apart = find(".apart ul", pane);
    this.counts = { chain: find(".chain .count", pane), apart: find(".apart .count", pane) };
    this.fold = el("li.fold");
    this.rest = el("li.fold");
    this.nobody = el("li.nobody");
    this.cards = new Map();
    this.linked = new Set(); // the frames of the chain that is shown
    this.moving = []; // cards that go from one place to the other, `[card, box]`
    this.closings = closings(run);
    this.closingMoments = this.closings.map(([moment]) => moment);
  }

  card(frame) {
    let card = this.cards.get(frame);
    if (!card) {
      card = new Card(this.run, this.values, this.actions, frame);
      this.cards.set(frame, card);
    }
    return card;
  }

  show(view) {
    const linked = new Set(view.state.chain);
    this.moving = view.animated && !still.matches ? this.places(linked) : [];
    this.linked = linked;
    this.forget(view);
    this.showChain(view);
    this.showApart(view);
  }

  /** What needs the layout, once all panes are done. */
  settle(view) {
    for (const [card, from] of this.moving) move(card, from);
    if (view.frame !== this.selected && view.frame >= 0)
      this.card(view.frame).element.scrollIntoView({ block: "nearest" });
    this.selected = view.frame;
  }

  showChain(view) {
    const { chain } = view.state;
    const shown = [];
    const hidden = Math.max(0, chain.length - CHAIN_AT_MOST);
    chain.forEach((frame, place) => {
      if (hidden && place >= 2 && place < 2 + hidden && frame !== view.frame) {
        if (!shown.includes(this.fold)) shown.push(this.fold);
        return;
      }
      const card = this.card(frame);
      const innermost = place === chain.length - 1;
      const via = place
        ? this.via(view.state.frames.get(chain[place - 1]), frame, view.moment)
        : "";
      const open = innermost || frame === view.frame || chain.length <= CHAIN_IN_FULL;
      card.show(view, { linked: true, innermost, via, open, compact: !open });
      shown.push(card.element);
    });
    setText(this.fold, `${plural(hidden, "more frame")} between`);
    setText(this.nobody, view.ending);
    arrange(this.chain, shown.length ? shown : [this.nobody]);
    setText(this.counts.chain, chain.length ? String(chain.length) : "");
  }

  /** How a frame got into the chain: by which kind of instruction of the one outside it. */
  via(outer, frame, moment) {
    const code = this.run.reader.code(outer.number);
    const op = outer.at >= 0 ? code.op[outer.at] : "";
    const generator = this.run.generatorOf[frame];
    const row = generator < 0 ? -1 : this.run.lastEvent(generator, moment);
    if (row >= 0 && this.run.events.frame[row] < 0) return `${this.run.partner(row, true)} resumes`;
    if (op === "SEND" || op === "YIELD_VALUE")
      return code.kind === "generator" ? "yields from" : "awaits";
    if (op === "FOR_ITER") return "iterates over";
    return row < 0 ? "calls" : "resumes";
  }

  showApart(view) {
    const { frames, chain } = view.state;
    const count = frames.size - chain.length;
    const kept = this.kept(view, count);
    const shown = [];
    for (const [frame, verb] of this.chains(kept, view)) {
      const card = this.card(frame);
      card.show(view, { linked: false, open: true, via: verb });
      shown.push(card.element);
    }
    const longer = this.run.still ? "" : ", suspended longer";
    setText(this.rest, `and ${plural(count - kept.length, "other")}${longer}`);
    if (count > kept.length) shown.push(this.rest);
    const ended = countUpTo(this.closingMoments, view.moment);
    for (const [, generator] of this.closings
      .slice(Math.max(0, ended - CLOSED_AT_MOST), ended)
      .reverse()) {
      const card = this.card(this.run.generators[generator].frame);
      card.show(view, { linked: false, open: false });
      shown.push(card.element);
    }
    if (ended > CLOSED_AT_MOST) {
      shown.push((this.older ??= el("li.fold")));
      setText(this.older, `and ${plural(ended - CLOSED_AT_MOST, "other")}, closed before`);
    }
    arrange(
      this.apart,
      shown.length ? shown : [(this.none ??= el("li.nobody", {}, "No frame stands apart now."))],
    );
    setText(this.counts.apart, count ? String(count) : "");
  }

  kept(view, count) {
    if (this.run.still) return this.chosen(this.allApart(view.state.frames), view.frame);
    return count <= APART_AT_MOST ? this.allApart(view.state.frames) : this.recent(view);
  }

  allApart(frames) {
    const all = [...frames.keys()].filter((frame) => !this.linked.has(frame));
    return all.sort((one, other) => one - other);
  }

  /** Of a moment: the first ones, and those that await each other with the selected one. */
  chosen(frames, selected) {
    const chain = frames.includes(selected) ? this.run.still.chain(selected) : [];
    const wanted = new Set([...frames.slice(0, APART_AT_MOST), ...chain]);
    return frames.filter((one) => wanted.has(one));
  }

  /** Those that something happened to last, in the order of their making. */
  recent({ moment, state }) {
    const { events, generators, eventSteps } = this.run;
    const found = new Set();
    const last = countUpTo(eventSteps, moment - 1) - 1;
    for (let row = last; row >= 0 && row > last - state.frames.size; row--) {
      const { frame } = generators[events.generator[row]];
      if (state.frames.has(frame) && !this.linked.has(frame)) found.add(frame);
      if (found.size === APART_AT_MOST) return [...found].sort((one, other) => one - other);
    }
    return this.latestOf(this.allApart(state.frames), moment);
  }

  /** The same, of those whose last events lie long back. */
  latestOf(frames, moment) {
    const last = (frame) => {
      const generator = this.run.generatorOf[frame];
      return generator < 0 ? -1 : this.run.lastEvent(generator, moment);
    };
    const dated = frames.map((frame) => [last(frame), frame]).sort(([one], [other]) => other - one);
    return dated
      .slice(0, APART_AT_MOST)
      .map(([, frame]) => frame)
      .sort((one, other) => one - other);
  }

  /** The suspended frames in await chains: each behind the one that awaits it, `[frame, verb]`. */
  chains(frames, view) {
    const among = new Set(frames);
    const awaited = new Map();
    const verbs = new Map();
    const link = (frame, child, verb) => {
      awaited.set(frame, child);
      verbs.set(child, verb);
    };
    for (const frame of frames) {
      const { frame: child, verb } = awaitedBy(this.run, view.state.frames.get(frame));
      if (child >= 0 && among.has(child)) link(frame, child, verb);
    }
    for (const child of frames) {
      const frame = verbs.has(child) ? -1 : this.passedOn(child, view.moment);
      if (among.has(frame) && !awaited.has(frame)) link(frame, child, "awaits");
    }
    const order = [];
    for (const first of frames) {
      if (verbs.has(first)) continue;
      for (let frame = first; frame !== undefined; frame = awaited.get(frame))
        order.push([frame, verbs.get(frame)]);
    }
    return order;
  }

  /** The frame that passed on what this one yielded: it awaits it, by way of some other object. */
  passedOn(frame, moment) {
    const { run } = this;
    if (run.still) return run.still.outer.get(frame) ?? -1;
    const [kind, step, to] = [run.events.kind, run.eventSteps, run.events.frame];
    const row = run.generatorOf[frame] < 0 ? -1 : run.lastEvent(run.generatorOf[frame], moment);
    if (row < 0 || kind[row] !== "yield" || to[row] < 0 || run.generatorOf[to[row]] < 0) return -1;
    const next = run.lastEvent(run.generatorOf[to[row]], moment);
    return next >= 0 && kind[next] === "yield" && step[next] === step[row] + 1 ? to[row] : -1;
  }

  // -- moving a card from one place to the other

  /** Where the cards are that come into the chain, or go out of it, `[card, box]`. */
  places(linked) {
    const places = [];
    for (const frame of new Set([...linked, ...this.linked])) {
      const card = this.cards.get(frame);
      if (linked.has(frame) !== this.linked.has(frame) && card?.element.isConnected)
        places.push([card, card.element.getBoundingClientRect()]);
    }
    return places;
  }

  forget(view) {
    if (this.cards.size < CARDS_AT_MOST) return;
    for (const [frame, card] of this.cards) {
      if (!view.state.frames.has(frame) && !card.element.isConnected) this.cards.delete(frame);
    }
  }
}

/** A card comes from where it was. */
function move({ element }, from) {
  if (!element.isConnected) return;
  const to = element.getBoundingClientRect();
  const shift = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  element.animate(
    [
      { transform: shift, zIndex: 2 },
      { transform: "none", zIndex: 2 },
    ],
    { duration: 260, easing: "cubic-bezier(.2, .7, .2, 1)" },
  );
}

/** What a suspended frame awaits: the value, and its frame if that is a recorded generator. */
export function awaitedBy(run, state) {
  const nothing = { value: 0, frame: -1, verb: "" };
  if (!state) return nothing;
  const labels = run.reader.code(state.number).labels[state.at + 1] ?? [];
  const place = labels.findIndex((label) => label === "awaits" || label === "delegates to");
  if (place < 0 || place >= state.stack.length) return nothing;
  const value = state.stack[place];
  const generator = run.generatorOfValue.get(value);
  return {
    value,
    frame: generator === undefined ? -1 : run.generators[generator].frame,
    verb: labels[place],
  };
}

/** `[moment, generator]` of each that is closed, in order. */
function closings(run) {
  const found = [];
  run.lives.forEach(({ moments, states }, generator) => {
    const last = states.length - 1;
    if (last >= 0 && states[last] === CLOSED) found.push([moments[last], generator]);
  });
  return found.sort(([one], [other]) => one - other);
}
