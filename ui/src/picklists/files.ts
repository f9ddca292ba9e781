import { open, save } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { desk, type PickListId } from '../ipc';
import { t } from '../strings';

export async function exportLists(only: PickListId[], name: string, on: string): Promise<void> {
  const filters = [
    { name: t('lists.csv'), extensions: ['csv'] },
    { name: t('lists.json'), extensions: ['json'] },
  ];
  const path = await save({ title: t('lists.save'), defaultPath: `${fileName(name)}.csv`, filters });
  if (path === null) return;
  await desk.exportPickLists(path, only, on);
  app.say(t('lists.exported'), { detail: path });
}

export function pickLists(): Promise<string | null> {
  const filters = [
    { name: t('lists.files'), extensions: ['csv', 'tsv', 'txt', 'json'] },
    { name: t('backup.allFiles'), extensions: ['*'] },
  ];
  return open({ title: t('lists.pick'), multiple: false, directory: false, filters });
}

/** Without what a file's name may not hold anywhere. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || t('lists.title');
}
