// The state in the address: `#step=34&frame=1&compare=20`, so that a link leads to a moment.

const WAIT = 200; // ms: browsers don't like an address that changes sixty times a second

export class Address {
  constructor(arrived) {
    this.timer = 0;
    addEventListener("hashchange", () => arrived(this.read()));
    addEventListener("popstate", () => arrived(this.read()));
  }

  /** `{step, frame, compare}`, each a number or undefined. */
  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const number = (name) =>
      /^\d+$/.test(given.get(name) ?? "") ? Number(given.get(name)) : undefined;
    return { step: number("step"), frame: number("frame"), compare: number("compare") };
  }

  /** After a jump, the browser's Back leads to where one was. */
  write(parts, jumped) {
    const text = Object.entries(parts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    clearTimeout(this.timer);
    if (jumped) {
      if (location.hash !== `#${text}`) history.pushState(null, "", `#${text}`);
      return;
    }
    this.timer = setTimeout(() => {
      if (location.hash !== `#${text}`) history.replaceState(null, "", `#${text}`);
    }, WAIT);
  }
}
