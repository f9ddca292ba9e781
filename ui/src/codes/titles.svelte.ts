import { SvelteMap } from 'svelte/reactivity';
import { desk } from '../ipc';

/** Titles of codes that are named somewhere without one, read from the book when they are first shown. */
export class Titles {
  #known = new SvelteMap<string, string | null>();
  #asked = new Set<string>();

  of(code: string, on: string): string | null {
    const key = `${code} ${on}`;
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      // A title that cannot be read is only missing: the code itself still stands there.
      desk.code('icd10cm', code, on).then(
        (detail) => this.#known.set(key, detail?.title ?? null),
        () => undefined,
      );
    }
    return this.#known.get(key) ?? null;
  }
}
