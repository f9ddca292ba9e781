// The commands that act everywhere in the window.
import { app, settingsParts, themes, type SettingsPart } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import { palette } from './palette.svelte';
import { zoomBy, zoomTo } from './zoom';

const open = () => app.state.vault === 'open';
const chartOpen = () => open() && app.chartId !== null;

export function frameCommands(): Command[] {
  const group = t('group.desk');
  const appearance = t('group.appearance');
  const commands: Command[] = [
    { id: 'palette', title: t('command.palette'), keys: ['Ctrl+K'], group, when: open, inTextField: true, hidden: true, run: () => palette.show() },
    { id: 'keys', title: t('command.keys'), keys: ['?', 'F1'], group, when: open, run: () => palette.showKeys() },
    { id: 'go.queue', title: t('command.queue'), keys: ['Ctrl+1', 'g q'], group, when: open, run: () => app.go('queue') },
    { id: 'go.dictionary', title: t('command.dictionary'), keys: ['Ctrl+2', 'g d'], group, when: open, run: () => app.go('dictionary') },
    { id: 'go.claims', title: t('command.claims'), keys: ['Ctrl+5', 'g m'], group, when: open, run: () => app.go('claims') },
    { id: 'go.settings', title: t('command.settings'), keys: ['Ctrl+3', 'Ctrl+,'], group, when: open, run: () => app.go('settings') },
    { id: 'go.chart', title: t('command.chart'), keys: ['Ctrl+4', 'g c'], group, when: chartOpen, run: () => app.go('chart') },
    { id: 'nextChart', title: t('command.nextChart'), keys: ['F9'], group, when: open, run: () => app.nextChart() },
    { id: 'newEncounter', title: t('command.newEncounter'), keys: ['N'], group, when: () => open() && app.view === 'queue', run: () => app.newEncounter() },
    { id: 'undoMessage', title: t('command.undoMessage'), keys: ['Ctrl+Alt+Z'], group, when: () => app.messages.some((message) => message.undo), inTextField: true, run: undoMessage },
    { id: 'lock', title: t('command.lock'), keys: ['Ctrl+L'], group, when: open, inTextField: true, inDialog: true, run: () => app.lock() },
    { id: 'zoom.in', title: t('command.zoomIn'), keys: ['Ctrl+=', 'Ctrl++'], group: appearance, inTextField: true, inDialog: true, run: () => zoomBy(10) },
    { id: 'zoom.out', title: t('command.zoomOut'), keys: ['Ctrl+-'], group: appearance, inTextField: true, inDialog: true, run: () => zoomBy(-10) },
    { id: 'zoom.reset', title: t('command.zoomReset'), keys: ['Ctrl+0'], group: appearance, inTextField: true, inDialog: true, run: () => zoomTo(100) },
    ...themes.map((theme) => ({ id: `theme.${theme}`, title: t('command.theme', { theme: t(`theme.${theme}`) }), keys: [], group: appearance, when: () => open() && app.preferences.theme !== theme, run: () => app.savePreferences({ theme }) })),
    { id: 'density', title: t('command.density'), keys: [], group: appearance, when: open, run: () => app.savePreferences({ compactRows: !app.preferences.compactRows }) },
  ];
  for (const part of settingsParts) {
    commands.push({ id: `settings.${part}`, title: t('command.settingsPart', { part: t(`settings.part.${part}`) }), keys: [], group, when: open, run: () => showSettings(part) });
  }
  return commands.map((command) => ({ ...command, everywhere: true }));
}

async function showSettings(part: SettingsPart): Promise<void> {
  app.settingsPart = part;
  app.go('settings');
  await app.focus('main [role=tab][aria-selected=true]');
}

/** A message goes by itself; its undo must not need the pointer. */
async function undoMessage(): Promise<void> {
  const message = app.messages.findLast(({ undo }) => undo);
  if (!message) return;
  app.dismiss(message.id);
  await message.undo?.();
}
