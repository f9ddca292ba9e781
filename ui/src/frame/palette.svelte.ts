// What the palette and the help sheet list: every command that may run now.
import { registry, type Command } from '../commands/registry.svelte';

class Palette {
  open = $state(false);
  keysOpen = $state(false);
  text = $state('');
  at = $state(0);

  readonly hits = $derived.by(() => {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return offered().filter((command) => words.every((word) => begins(`${command.title} ${command.group}`, word)));
  });

  show(): void {
    this.text = '';
    this.at = 0;
    this.open = true;
  }

  showKeys(): void {
    this.keysOpen = true;
  }

  move(by: number): void {
    if (this.hits.length === 0) return;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
  }

  choose(command: Command | undefined = this.hits[this.at]): void {
    if (!command) return;
    this.open = false;
    // The dialog gives the focus back first; then the command may move it where it belongs.
    setTimeout(() => registry.run(command.id));
  }
}

function begins(title: string, word: string): boolean {
  return title.toLowerCase().split(/[\s,/-]+/).some((part) => part.startsWith(word));
}

/** One entry an id: where two views register the same command, the newest stands. */
function offered(): Command[] {
  const byId = new Map<string, Command>();
  for (const command of registry.inForce()) if (!command.hidden) byId.set(command.id, command);
  return [...byId.values()];
}

export function byGroup(commands: Command[]): { group: string; commands: Command[] }[] {
  const groups = new Map<string, Map<string, Command>>();
  for (const command of commands) {
    const own = groups.get(command.group) ?? new Map<string, Command>();
    own.set(command.id, command);
    groups.set(command.group, own);
  }
  return [...groups].map(([group, own]) => ({ group, commands: [...own.values()] }));
}

export const palette = new Palette();
