import { open as pickPaths } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { Channel, desk, type ArrivalKey, type ArrivalRecord, type ArrivalReport, type ArrivalRow, type ArrivalSummary, type Filing, type Progress } from '../ipc';
import { t } from '../strings';

export type Imported = ArrivalRecord<ArrivalSummary>;

/** Messages of other systems on their way into the queue, and what came in that way. */
class Arrivals {
  shown = $state(false);
  earlier = $state.raw<Imported[]>([]);
  paths = $state.raw<string[]>([]);
  /** What an import of `paths` would do, or what an earlier one did. */
  report = $state.raw<ArrivalReport | null>(null);
  confirmed = $state.raw<ArrivalKey[]>([]);
  /** Where documents belong whose names do not tell. */
  filings = $state.raw<Filing[]>([]);
  busy = $state<'' | 'preview' | 'import'>('');
  progress = $state.raw<Progress | null>(null);

  show(): void {
    this.shown = true;
    void this.load();
  }

  async load(): Promise<void> {
    try {
      this.earlier = await desk.arrivals();
    } catch (error) {
      app.fail(error);
    }
  }

  async pick(): Promise<void> {
    const paths = await pickPaths({ title: t('arrivals.pickTitle'), multiple: true, directory: false });
    if (paths !== null) await this.look(paths);
  }

  /** Says what an import of files would do; changes nothing. Several that are dropped together are looked at together. */
  async look(paths: string[]): Promise<void> {
    if (this.busy !== '' || app.state.vault !== 'open') return;
    this.show();
    this.paths = paths;
    this.report = null;
    this.confirmed = [];
    this.filings = [];
    this.report = await this.#during('preview', (channel) => desk.previewArrival(paths, channel));
    if (!this.report) this.paths = [];
  }

  async lookAt({ id }: Imported): Promise<void> {
    this.paths = [];
    try {
      this.report = await desk.arrivalReport(id);
    } catch (error) {
      app.fail(error);
    }
  }

  isConfirmed(row: ArrivalRow): boolean {
    return this.confirmed.some((key) => isOf(key, row));
  }

  confirm(row: ArrivalRow, yes: boolean): void {
    const { file, number, part } = row;
    const others = this.confirmed.filter((key) => !isOf(key, row));
    this.confirmed = yes ? [...others, { file, number, part }] : others;
  }

  filingOf(file: string): Filing | undefined {
    return this.filings.find((filing) => filing.file === file);
  }

  /** Says where a document belongs; null takes it back. */
  file(file: string, filing: Filing | null): void {
    const others = this.filings.filter((each) => each.file !== file);
    if (filing === null && others.length === this.filings.length) return;
    this.filings = filing === null ? others : [...others, filing];
  }

  /** How many drafts an import would take. */
  get count(): number {
    const counts = this.report?.counts;
    return counts ? counts.new + counts.updated + counts.unchanged + this.confirmed.length + this.filings.length : 0;
  }

  async import(): Promise<void> {
    const { paths, confirmed, filings } = this;
    if (paths.length === 0 || this.count === 0) return;
    const done = await this.#during('import', (channel) => desk.importArrival(paths, { confirmed, filings, mappings: [] }, channel));
    if (!done) return;
    app.applied(done.changes);
    this.putAside();
    await this.load();
    const latest = this.earlier[0];
    app.say(t('arrivals.done', done.value.counts), latest ? { undo: () => this.undo(latest) } : {});
    this.shown = false;
  }

  async undo({ id }: Imported): Promise<void> {
    try {
      const { value, changes } = await desk.undoArrival(id);
      app.applied(changes);
      await this.load();
      app.say(t('arrivals.undone', value), value.kept > 0 ? { detail: t('arrivals.keptDocuments', { n: value.kept }) } : {});
    } catch (error) {
      app.fail(error);
    }
  }

  putAside(): void {
    this.paths = [];
    this.report = null;
    this.confirmed = [];
    this.filings = [];
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

function isOf(key: ArrivalKey, { file, number, part }: ArrivalRow): boolean {
  return key.file === file && key.number === number && key.part === part;
}

/** Files of messages by their names; what else is dropped is a note or a publisher's. */
export function takesMessages(path: string): boolean {
  return arrivals.shown || /\.(hl7|hl7v2|er7|mllp|ndjson|fhir|ccda|cda|837p?|x12|edi)$|(adt|oru|mdm|dft|bar)[^/\\]*\.(txt|dat|msg)$|\.(json|xml)$/i.test(path);
}

export const arrivals = new Arrivals();
