// Every command of the desk, in one place: menu, palette, help sheet and key presses read from here.
import { untrack } from 'svelte';
import { chordOf, editsText, isBrowserHabit, parseKeys } from './chord';

export type Command = {
  id: string;
  title: string;
  /** each entry is one way to call it: "Ctrl+K", "F9", or presses in a row "G Q" */
  keys: string[];
  group: string;
  when?: () => boolean;
  run: () => void | Promise<void>;
  /** true: acts in a text field whatever the key; false: never does; else F keys and Ctrl/Alt chords that do not edit text act */
  inTextField?: boolean;
  /** acts while a dialog is open too (lock, zoom) */
  inDialog?: boolean;
  /** acts in every view, so that its keys are taken everywhere */
  everywhere?: boolean;
  /** a key that is spelled out in the help sheet but would only be noise in the palette */
  hidden?: boolean;
};

const sequenceWindow = 1200;

class Registry {
  #commands = $state.raw<Command[]>([]);
  #overrides = $state.raw<Record<string, string>>({});
  #known = new Map<string, Command>();
  #pressed: string[] = [];
  #pressedAt = 0;
  onfail: (error: unknown) => void = (error) => console.error(error);

  /** Every command offered since the window opened, the newest by its id: keys can be changed though its view is closed. */
  get known(): Command[] {
    void this.#commands;
    return [...this.#known.values()];
  }

  register(commands: Command[]): () => void {
    for (const command of commands) this.#known.set(command.id, command);
    // Views register in an effect, which must not run again for what it registered itself.
    this.#commands = [...untrack(() => this.#commands), ...commands];
    return () => {
      this.#commands = this.#commands.filter((command) => !commands.includes(command));
    };
  }

  set overrides(keys: Record<string, string>) {
    this.#overrides = keys;
  }

  /** The keys in force: the user's own, else the command's. An empty string takes the key away. */
  keysOf(command: Command): string[] {
    const own = this.#overrides[command.id];
    if (own === undefined) return command.keys;
    return own === '' ? [] : [own];
  }

  inForce(): Command[] {
    return this.#commands.filter((command) => command.when?.() ?? true);
  }

  /** The newest command with this id that may run now. */
  find(id: string): Command | undefined {
    return this.inForce().findLast((command) => command.id === id);
  }

  run(id: string): void {
    const command = this.find(id);
    if (command) this.#start(command);
  }

  /** Commands that would answer to the same keys in the same place, or whose keys begin the same way. */
  conflicts(keys: string, own: Command): Command[] {
    const wanted = parseKeys(keys).join(' ');
    if (wanted === '') return [];
    return this.known.filter(
      (command) =>
        command.id !== own.id &&
        (command.everywhere || own.everywhere || command.group === own.group) &&
        this.keysOf(command).some((theirs) => {
          const taken = parseKeys(theirs).join(' ');
          return taken === wanted || taken.startsWith(`${wanted} `) || wanted.startsWith(`${taken} `);
        }),
    );
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    if (chord === null) return;
    const typing = isTextField(event.target);
    const dialog = document.querySelector('[data-modal]') !== null;
    const command = this.#match(chord, event.timeStamp, typing, dialog);
    if (command === 'begun') {
      event.preventDefault();
    } else if (command) {
      event.preventDefault();
      this.#start(command);
    } else if (isBrowserHabit(chord)) {
      event.preventDefault();
    }
  }

  #match(chord: string, at: number, typing: boolean, dialog: boolean): Command | 'begun' | undefined {
    const candidates = this.inForce().filter((command) => (!dialog || command.inDialog === true) && mayAct(command, chord, typing));
    const row = at - this.#pressedAt < sequenceWindow ? [...this.#pressed, chord] : [chord];
    for (const presses of row.length > 1 ? [row, [chord]] : [row]) {
      const wanted = presses.join(' ');
      const hit = candidates.findLast((command) => this.keysOf(command).some((keys) => parseKeys(keys).join(' ') === wanted));
      if (hit) {
        this.#pressed = [];
        return hit;
      }
      if (candidates.some((command) => this.keysOf(command).some((keys) => parseKeys(keys).join(' ').startsWith(`${wanted} `)))) {
        this.#pressed = presses;
        this.#pressedAt = at;
        return 'begun';
      }
    }
    this.#pressed = [];
    return undefined;
  }

  #start(command: Command): void {
    try {
      void Promise.resolve(command.run()).catch((error: unknown) => this.onfail(error));
    } catch (error) {
      this.onfail(error);
    }
  }
}

function mayAct(command: Command, chord: string, typing: boolean): boolean {
  if (!typing) return true;
  return command.inTextField ?? !editsText(chord);
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="textbox"]:not([aria-readonly="true"])')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range', 'color', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export const registry = new Registry();
export const register = (commands: Command[]): (() => void) => registry.register(commands);
export const commandsInForce = (): Command[] => registry.inForce();
export const run = (id: string): void => registry.run(id);

/** Listens on the window; returns how to stop. */
export function listen(): () => void {
  const onkeydown = (event: KeyboardEvent) => registry.handle(event);
  const onwheel = (event: WheelEvent) => {
    if (event.ctrlKey) event.preventDefault();
  };
  const ondrop = (event: DragEvent) => {
    if (!isTextField(event.target)) event.preventDefault();
  };
  const oncontextmenu = (event: MouseEvent) => {
    const selected = document.getSelection()?.isCollapsed === false;
    if (!isTextField(event.target) && !selected) event.preventDefault();
  };
  window.addEventListener('keydown', onkeydown);
  window.addEventListener('wheel', onwheel, { passive: false });
  window.addEventListener('dragover', ondrop);
  window.addEventListener('drop', ondrop);
  window.addEventListener('contextmenu', oncontextmenu);
  return () => {
    window.removeEventListener('keydown', onkeydown);
    window.removeEventListener('wheel', onwheel);
    window.removeEventListener('dragover', ondrop);
    window.removeEventListener('drop', ondrop);
    window.removeEventListener('contextmenu', oncontextmenu);
  };
}
