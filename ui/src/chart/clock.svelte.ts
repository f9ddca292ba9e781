/** Hands at rest longer than this are not at work. */
const RESTS_AFTER_MS = 60_000;

/** Counts the seconds in which the coder works on a chart: the window is seen and a key or pointer moved lately. */
export class WorkClock {
  /** Seconds since the chart was opened. */
  seconds = $state(0);
  #sent = 0;
  #lastTouch = 0;
  #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#lastTouch = now();
  }

  touch(): void {
    this.#lastTouch = this.#now();
  }

  tick(seen: boolean): void {
    if (seen && this.#now() - this.#lastTouch < RESTS_AFTER_MS) this.seconds += 1;
  }

  /** The seconds not yet handed over; each second is handed over once. */
  take(): number {
    const due = this.seconds - this.#sent;
    this.#sent = this.seconds;
    return due;
  }

  restart(): void {
    this.seconds = 0;
    this.#sent = 0;
    this.touch();
  }
}
