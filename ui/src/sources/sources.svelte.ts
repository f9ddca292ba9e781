import { open as pickPath } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { Channel, desk, type CodeSet, type Found, type Import, type Preview, type Progress } from '../ipc';
import { t } from '../strings';

/** The publishers' files on their way into the book, and what came in that way. */
class Sources {
  shown = $state(false);
  imports = $state.raw<Import[]>([]);
  path = $state<string | null>(null);
  preview = $state.raw<Preview | null>(null);
  /** What the user entered by hand, by file. */
  own = $state.raw<Record<string, { from?: string | null; set?: CodeSet }>>({});
  busy = $state<'' | 'preview' | 'import'>('');
  progress = $state.raw<Progress | null>(null);
  /** counts up whenever something was imported or taken back */
  version = $state(0);

  show(): void {
    this.shown = true;
    void this.load();
  }

  async load(): Promise<void> {
    try {
      this.imports = await desk.imports();
    } catch (error) {
      app.fail(error);
    }
  }

  async pick(directory: boolean): Promise<void> {
    const path = await pickPath({ title: t(directory ? 'sources.pickFolder' : 'sources.pick'), multiple: false, directory });
    if (path !== null) await this.look(path);
  }

  /** Reads a zip, folder or file and shows what it holds; changes nothing. */
  async look(path: string): Promise<void> {
    if (this.busy !== '') return;
    this.show();
    this.path = path;
    this.preview = null;
    this.own = {};
    this.preview = await this.#during('preview', (channel) => desk.previewImport(path, channel));
    if (!this.preview) this.path = null;
  }

  enter(found: Found, own: { from?: string | null; set?: CodeSet }): void {
    this.own = { ...this.own, [found.file]: { ...this.own[found.file], ...own } };
  }

  firstDay(found: Found): string | null {
    const own = this.own[found.file]?.from;
    return own === undefined ? found.from : own;
  }

  set(found: Found): CodeSet | null {
    return this.own[found.file]?.set ?? found.set;
  }

  get complete(): boolean {
    const found = this.preview?.found ?? [];
    return found.length > 0 && found.every((each) => this.firstDay(each) !== null && this.set(each) !== null);
  }

  async confirm(): Promise<void> {
    const { path, preview } = this;
    if (path === null || !preview || !this.complete) return;
    const takes = preview.found.flatMap((found) => {
      const [from, set] = [this.firstDay(found), this.set(found)];
      const to = found.to !== null && from !== null && found.to >= from ? found.to : null;
      return from === null || set === null ? [] : [{ file: found.file, set, release: found.release, from, to }];
    });
    const done = await this.#during('import', (channel) => desk.importRelease(path, takes, channel));
    if (!done) return;
    this.putAside();
    await this.#changed();
    await this.load();
    app.say(t('sources.done', { n: done.publications.length, source: done.source }), { undo: () => this.undo(done) });
  }

  async undo(taken: Import): Promise<void> {
    try {
      this.imports = await desk.undoImport(taken.id);
      await this.#changed();
      app.say(t('sources.undone', { source: taken.source }));
    } catch (error) {
      app.fail(error);
    }
  }

  /** The book answers for other systems or by other releases than before. */
  async #changed(): Promise<void> {
    this.version += 1;
    app.take(await desk.desk());
  }

  putAside(): void {
    this.path = null;
    this.preview = null;
    this.own = {};
  }

  async #during<T>(what: 'preview' | 'import', work: (channel: Channel<Progress>) => Promise<T>): Promise<T | null> {
    this.busy = what;
    try {
      return await work(new Channel<Progress>((progress) => (this.progress = progress)));
    } catch (error) {
      app.fail(error);
      return null;
    } finally {
      this.busy = '';
      this.progress = null;
    }
  }
}

export const sources = new Sources();
