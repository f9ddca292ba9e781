/** Counts a delay down by the second, so that the screen can say how long to wait. */
export class Wait {
  seconds = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    this.stop();
    this.seconds = Math.max(0, Math.ceil(seconds));
    if (this.seconds === 0) return;
    this.#timer = setInterval(() => {
      this.seconds -= 1;
      if (this.seconds <= 0) this.stop();
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.seconds = 0;
  }
}
