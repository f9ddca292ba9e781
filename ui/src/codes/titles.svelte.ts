import { SvelteMap } from 'svelte/reactivity';
import { desk, type CodeSystem } from '../ipc';

/** Titles of codes that are named somewhere without one, read from the book when they are first shown. */
export class Titles {
  #known = new SvelteMap<string, string | null>();
  #asked = new Set<string>();

  of(code: string, on: string, system: CodeSystem = 'icd10cm'): string | null {
    const key = `${system} ${code} ${on}`;
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      // A title that cannot be read is only missing: the code itself still stands there.
      desk.code(system, code, on).then(
        (detail) => this.#known.set(key, detail?.title ?? null),
        () => undefined,
      );
    }
    return this.#known.get(key) ?? null;
  }
}
