import { open, save } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { Channel, desk, type Progress } from '../ipc';
import { t } from '../strings';

const backups = () => [{ name: t('backup.files'), extensions: ['carrel-backup'] }];

export async function pickBackup(): Promise<string | null> {
  return open({ title: t('backup.pick'), multiple: false, directory: false, filters: [...backups(), { name: t('backup.allFiles'), extensions: ['*'] }] });
}

/** True when the vault was replaced; it is locked then. */
export async function restoreFrom(path: string): Promise<boolean> {
  try {
    app.take(await desk.restore(path));
    app.say(t('backup.restored'));
    return true;
  } catch (error) {
    app.fail(error);
    return false;
  }
}

export async function backUp(onprogress: (progress: Progress) => void): Promise<void> {
  const path = await save({ title: t('backup.save'), defaultPath: `carrel-${app.state.today}.carrel-backup`, filters: backups() });
  if (path === null) return;
  await desk.backup(path, new Channel(onprogress));
  app.say(t('backup.saved'), { detail: path });
}
