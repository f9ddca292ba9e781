import { open as pickPath } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { changes } from '../changes/changes.svelte';
import { Channel, desk, type CodeSet, type Found, type Import, type ListColumns, type Preview, type Progress, type Sources as Registry } from '../ipc';
import { t } from '../strings';

/** What the user says of a file. */
type Own = { from?: string | null; set?: CodeSet; columns?: ListColumns; licence?: string };

/** The publishers' files on their way into the book, and what came in that way. */
class Sources {
  shown = $state(false);
  registry = $state.raw<Registry>({ imports: [], unreadable: [], sets: [] });
  path = $state<string | null>(null);
  preview = $state.raw<Preview | null>(null);
  /** What the user entered by hand, by file. */
  own = $state.raw<Record<string, Own>>({});
  busy = $state<'' | 'preview' | 'import'>('');
  progress = $state.raw<Progress | null>(null);

  show(): void {
    this.shown = true;
    void this.load();
  }

  async load(): Promise<void> {
    try {
      this.registry = await desk.sources();
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
    this.preview = await this.#during('preview', (channel) => desk.previewImport(path, {}, channel));
    if (!this.preview) this.path = null;
  }

  enter(found: Found, own: Own): void {
    this.own = { ...this.own, [found.file]: { ...this.own[found.file], ...own } };
  }

  /** Says which column of a list holds what, and reads the file again by that. */
  async tell(found: Found, columns: ListColumns): Promise<void> {
    const { path } = this;
    if (path === null || this.busy !== '') return;
    this.enter(found, { columns });
    const told = Object.fromEntries(Object.entries(this.own).flatMap(([file, own]) => (own.columns ? [[file, own.columns]] : [])));
    const again = await this.#during('preview', (channel) => desk.previewImport(path, told, channel));
    if (again) this.preview = again;
  }

  firstDay(found: Found): string | null {
    const own = this.own[found.file]?.from;
    return own === undefined ? found.from : own;
  }

  /** What it is imported as; nothing leaves it out. */
  set(found: Found): CodeSet | null {
    return this.own[found.file]?.set ?? found.set;
  }

  /** The licence statement, which the user may put in their own words. */
  licence(found: Found): string {
    return this.own[found.file]?.licence ?? found.list?.notice ?? '';
  }

  /** Of a file, what must still be said before it can be imported. */
  lacks(found: Found): 'from' | 'licence' | null {
    const set = this.set(found);
    if (set === null) return null;
    if (this.firstDay(found) === null) return 'from';
    return set === 'cpt' && this.licence(found).trim() === '' ? 'licence' : null;
  }

  get complete(): boolean {
    const taken = this.preview?.found.filter((found) => this.set(found) !== null) ?? [];
    return taken.length > 0 && taken.every((found) => this.lacks(found) === null);
  }

  async confirm(): Promise<void> {
    const { path, preview } = this;
    if (path === null || !preview || !this.complete) return;
    const takes = preview.found.flatMap((found) => {
      const [from, set] = [this.firstDay(found), this.set(found)];
      const to = found.to !== null && from !== null && found.to >= from ? found.to : null;
      if (from === null || set === null) return [];
      const columns = this.own[found.file]?.columns ?? null;
      const licence = set === 'cpt' ? this.licence(found) : null;
      return [{ file: found.file, set, release: found.release, from, to, columns, licence }];
    });
    const done = await this.#during('import', (channel) => desk.importRelease(path, takes, channel));
    if (!done) return;
    this.putAside();
    await this.#changed();
    await this.load();
    changes.offer(done);
    app.say(t('sources.done', { n: done.publications.length, source: done.source }), { undo: () => this.undo(done) });
  }

  async undo(taken: Import): Promise<void> {
    try {
      this.registry = await desk.undoImport(taken.id);
      changes.offers = [];
      await this.#changed();
      app.say(t('sources.undone', { source: taken.source }));
    } catch (error) {
      app.fail(error);
    }
  }

  /** The book answers for other systems or by other releases than before. */
  async #changed(): Promise<void> {
    app.bookVersion += 1;
    app.take(await desk.desk());
  }

  putAside(): void {
    changes.offers = [];
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
