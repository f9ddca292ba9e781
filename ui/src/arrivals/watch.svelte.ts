// The watched folder: looked at while the desk is open. What it holds is imported by itself, or put aside with its reason.
import { open as pickFolder } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { Channel, desk, DeskFailure, type Progress, type Sweep } from '../ipc';
import { t } from '../strings';
import { arrivals } from './arrivals.svelte';

/** Milliseconds between two looks: a file that has not changed in that time is written to its end. */
const EVERY = 4_000;

class Watch {
  latest = $state.raw<Sweep | null>(null);
  progress = $state.raw<Progress | null>(null);
  #busy = false;

  get folder(): string {
    return app.preferences.watchedFolder;
  }

  get paused(): boolean {
    return app.preferences.watchPaused;
  }

  /** The folder without those that it lies in. */
  get name(): string {
    return this.folder.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  }

  async choose(): Promise<void> {
    const folder = await pickFolder({ title: t('watch.pickTitle'), directory: true, multiple: false });
    if (folder === null) return;
    app.savePreferences({ watchedFolder: folder, watchPaused: false });
    await app.keepPreferences();
  }

  async pause(watchPaused: boolean): Promise<void> {
    app.savePreferences({ watchPaused });
    await app.keepPreferences();
  }

  async stop(): Promise<void> {
    const before = this.folder;
    this.latest = null;
    app.savePreferences({ watchedFolder: '' });
    await app.keepPreferences();
    app.say(t('watch.stopped'), { undo: () => app.savePreferences({ watchedFolder: before }) });
  }

  /** Starts looking; returns how to stop it. */
  begin(): () => void {
    const timer = setInterval(() => void this.#look(), EVERY);
    return () => clearInterval(timer);
  }

  async #look(): Promise<void> {
    if (this.#busy || app.state.vault !== 'open' || this.folder === '' || this.paused) return;
    this.#busy = true;
    try {
      const { value, changes } = await desk.sweepWatchedFolder(new Channel<Progress>((progress) => (this.progress = progress)));
      this.latest = value;
      app.applied(changes);
      const { done, problems, new: came, updated } = value;
      if (done > 0) app.say(t('watch.imported', { new: came, updated }), problems > 0 ? { detail: t('watch.putAside', { problems }) } : {});
      else if (problems > 0) app.say(t('watch.putAside', { problems }));
      if (done > 0 && arrivals.shown) await arrivals.load();
    } catch (error) {
      // Other work goes on: the next look finds the same files.
      if (!(error instanceof DeskFailure && error.error.code === 'busy')) app.fail(error);
    } finally {
      this.#busy = false;
      this.progress = null;
    }
  }
}

export const watch = new Watch();
