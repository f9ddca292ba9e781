// The native menu, fed by the registry. It sets no accelerators: the registry alone listens to keys.
import { Menu, MenuItem, Submenu } from '@tauri-apps/api/menu';
import { registry } from '../commands/registry.svelte';
import { showKeys } from '../commands/chord';
import { t } from '../strings';
import { byGroup } from './palette.svelte';

type Built = { menu: Menu; items: Map<string, MenuItem>; enabled: Set<string> };

/** Milliseconds for which the commands must have been still before they are greyed: a hand that types opens no menu. */
const REST = 500;

let built: Built | null = null;
let shownIds = '';
let line: Promise<void> = Promise.resolve();

/**
 * Brings the native menu up to date: built anew at once when commands were learnt, because it moves what is below it, else
 * only greyed and ungreyed. That follows a little later, because each trip to the shell would hold up the keys that are
 * being typed. Returns how to call it off.
 */
export function showMenu(): () => void {
  const groups = byGroup(registry.known.filter((command) => !command.hidden));
  const labels = new Map(registry.known.map((command) => [command.id, label(command.title, registry.keysOf(command)[0])]));
  const inForce = new Set(registry.inForce().map((command) => command.id));
  const ids = JSON.stringify([...labels]);
  const rest = setTimeout(() => {
    line = line
      .then(async () => {
        if (ids !== shownIds || !built) {
          const before = built;
          built = await build(groups.map(({ group, commands }) => ({ group, ids: commands.map((command) => command.id) })), labels, inForce);
          shownIds = ids;
          await Promise.all([...(before?.items.values() ?? [])].map((item) => item.close()));
          await before?.menu.close();
        } else await grey(built, inForce);
      })
      // Without a native menu (a page in a browser) everything is still in the palette.
      .catch((error: unknown) => console.info('no native menu', error));
  }, ids === shownIds ? REST : 0);
  return () => clearTimeout(rest);
}

function label(title: string, keys: string | undefined): string {
  return keys ? `${title}\u2003${showKeys(keys).map((chord) => chord.join('+')).join(' ')}` : title;
}

async function build(groups: { group: string; ids: string[] }[], labels: Map<string, string>, inForce: Set<string>): Promise<Built> {
  const items = new Map<string, MenuItem>();
  const menus: Submenu[] = [];
  for (const { group, ids } of groups) {
    const own = ids.map((id) => ({ id, text: labels.get(id) ?? id, enabled: inForce.has(id), action: () => registry.run(id) }));
    const submenu = await Submenu.new({ text: group, items: own });
    for (const item of await submenu.items()) if (item instanceof MenuItem) items.set(item.id, item);
    menus.push(submenu);
  }
  menus.splice(1, 0, await editMenu());
  const menu = await Menu.new({ items: menus });
  await menu.setAsAppMenu();
  return { menu, items, enabled: inForce };
}

/** On a Mac, text fields get cut, copy and paste from here only. */
function editMenu(): Promise<Submenu> {
  return Submenu.new({ text: t('group.edit'), items: (['Cut', 'Copy', 'Paste', 'SelectAll'] as const).map((item) => ({ item })) });
}

async function grey(shown: Built, inForce: Set<string>): Promise<void> {
  for (const [id, item] of shown.items) {
    if (shown.enabled.has(id) !== inForce.has(id)) await item.setEnabled(inForce.has(id));
  }
  shown.enabled = inForce;
}
