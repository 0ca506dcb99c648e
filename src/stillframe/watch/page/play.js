// Playing: so many steps each second, until the end or until it is stopped.

export class Player {
  /** `advance(count)` goes on, and says whether there is more. */
  constructor(button, speed, advance) {
    this.button = button;
    this.speed = speed;
    this.advance = advance;
    this.playing = false;
    button.addEventListener("click", () => this.toggle());
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    this.playing = true;
    this.tell();
    let last = performance.now();
    let due = 1;
    const turn = (now) => {
      if (!this.playing) return;
      due += ((now - last) / 1000) * Number(this.speed.value);
      last = now;
      const count = Math.floor(due);
      due -= count;
      if (count && !this.advance(count)) this.stop();
      else requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.tell();
    this.stopped?.();
  }

  tell() {
    this.button.setAttribute("aria-pressed", String(this.playing));
    this.button.lastElementChild.textContent = this.playing ? "Stop" : "Play";
  }
}
