import { SvelteMap } from 'svelte/reactivity';
import { app } from '../app.svelte';
import { desk, type CodeNote, type CodeNoteDraft, type CodeRef } from '../ipc';
import { t } from '../strings';

/** Milliseconds of rest after which the rows that are in sight are asked for, all together: typing goes first. */
const REST = 150;
const none: CodeNote[] = [];

/** The notes of this coder, read for the codes that are in sight. */
class OwnNotes {
  /** The code whose note is being written. */
  editing = $state.raw<CodeRef | null>(null);
  /** Counts the changes, so that what shows notes draws them afresh. */
  version = $state(0);
  #known = new SvelteMap<string, CodeNote[]>();
  #asked = new Set<string>();
  #wanted: CodeRef[] = [];
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** What is written of a code: at itself first, then at what it lies below. Empty until the desk has answered. */
  of({ system, code }: CodeRef): CodeNote[] {
    void this.version;
    const key = keyOf({ system, code });
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      this.#wanted.push({ system, code });
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => void this.#ask(), REST);
    }
    return this.#known.get(key) ?? none;
  }

  /** The note at exactly this code. */
  async at(of: CodeRef): Promise<CodeNote | null> {
    const [notes] = await desk.notesOn([of], app.state.today);
    return notes?.find((note) => note.code === of.code) ?? null;
  }

  async save(note: CodeNoteDraft): Promise<void> {
    const before = await desk.setCodeNote(note);
    this.#changed();
    app.say(t('ownNote.saved', { code: note.code }), { undo: () => this.#putBack(note, before) });
  }

  async remove(of: CodeRef): Promise<void> {
    const before = await desk.removeCodeNote(of);
    this.#changed();
    if (before) app.say(t('ownNote.removed', { code: of.code }), { undo: () => this.#putBack(of, before) });
  }

  /** Nothing that was written is kept in the window of a locked desk. */
  forget(): void {
    this.editing = null;
    this.#known.clear();
    this.#asked.clear();
    this.#wanted = [];
  }

  async #putBack({ system, code }: CodeRef, before: CodeNote | null): Promise<void> {
    if (before) await desk.setCodeNote({ system, code, text: before.text, coversBelow: before.coversBelow });
    else await desk.removeCodeNote({ system, code });
    this.#changed();
  }

  #changed(): void {
    this.#asked.clear();
    this.version += 1;
  }

  async #ask(): Promise<void> {
    const codes = this.#wanted;
    this.#wanted = [];
    if (codes.length === 0) return;
    try {
      const found = await desk.notesOn(codes, app.state.today);
      codes.forEach((of, index) => {
        const notes = found[index] ?? none;
        if (notes.length > 0 || this.#known.has(keyOf(of))) this.#known.set(keyOf(of), notes);
      });
    } catch (error) {
      app.fail(error);
    }
  }
}

const keyOf = ({ system, code }: CodeRef) => `${system} ${code}`;

export const ownNotes = new OwnNotes();
