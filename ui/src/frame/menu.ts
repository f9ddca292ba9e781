// The native menu, fed by the registry. It sets no accelerators: the registry alone listens to keys.
import { registry } from '../commands/registry.svelte';
import { showKeys } from '../commands/chord';
import { Channel, desk } from '../ipc';
import { t } from '../strings';
import { byGroup } from './palette.svelte';

/** Milliseconds for which the commands must have been still before they are greyed: a hand that types opens no menu. */
const REST = 500;

let shown = '';
let enabled = '';

/**
 * Brings the native menu up to date: built anew at once when commands were learnt, because it moves what is below it, else
 * only greyed and ungreyed, a little later. Returns how to call it off.
 */
export function showMenu(): () => void {
  const groups = byGroup(registry.known.filter((command) => !command.hidden));
  const inForce = new Set(registry.inForce().map((command) => command.id));
  const dropDowns = groups.map(({ group, commands }) => ({
    title: group,
    commands: commands.map((command) => ({ id: command.id, text: label(command.title, registry.keysOf(command)[0]), enabled: inForce.has(command.id) })),
  }));
  const built = JSON.stringify(dropDowns.map(({ title, commands }) => [title, commands.map(({ id, text }) => [id, text])]));
  const rest = setTimeout(
    () => {
      const ids = [...inForce].sort();
      const before = { shown, enabled };
      [shown, enabled] = [built, ids.join(' ')];
      if (built !== before.shown) void desk.showMenu(dropDowns, t('group.edit'), chosen()).catch(noMenu);
      else if (enabled !== before.enabled) void desk.enableInMenu(ids).catch(noMenu);
    },
    built === shown ? REST : 0,
  );
  return () => clearTimeout(rest);
}

function chosen(): Channel<string> {
  const channel = new Channel<string>();
  channel.onmessage = (id) => registry.run(id);
  return channel;
}

/** Without a native menu (a page in a browser) everything is still in the palette. */
function noMenu(error: unknown): void {
  console.info('no native menu', error);
}

function label(title: string, keys: string | undefined): string {
  return keys ? `${title}\u2003${showKeys(keys).map((chord) => chord.join('+')).join(' ')}` : title;
}
