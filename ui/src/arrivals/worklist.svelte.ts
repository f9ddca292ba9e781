// The columns of a worklist: what they are, said once for all files with the same headings.
import { desk as realDesk, type ArrivalReport, type DateFormat, type Desk, type SheetChoice, type WorklistField, type WorklistMapping, type WorklistView } from '../ipc';
import { app } from '../app.svelte';

export type WorklistDesk = Pick<Desk, 'lookAtWorklist' | 'keepWorklistColumns'>;
type Voice = { fail: (error: unknown) => void };

/** Without the folders. */
export const nameOfFile = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** A table that is dropped on the queue is a worklist; elsewhere it may be a list of codes, of fees, of rules. */
export function takesWorklists(path: string): boolean {
  return app.view === 'queue' && /\.(csv|tsv|xlsx?)$/i.test(path);
}

export class WorklistColumns {
  path = $state<string | null>(null);
  view = $state.raw<WorklistView | null>(null);
  busy = $state(false);
  /** Files that were offered already: who goes back is not asked again. */
  #offered: string[] = [];
  #asked = 0;

  constructor(
    private readonly desk: WorklistDesk,
    private readonly voice: Voice,
  ) {}

  /** The worklists among the files of a preview, and whether their columns must be said first. */
  of(paths: string[], report: ArrivalReport | null): { path: string; asks: boolean }[] {
    const rows = report?.rows.filter((row) => row.format === 'worklist') ?? [];
    return paths.flatMap((path) => {
      const own = rows.filter((row) => row.file === nameOfFile(path));
      const asks = own.some(({ verdict }) => verdict.verdict === 'refused' && verdict.reason === 'needs_mapping');
      // Of a file that cannot be read there are no columns.
      return asks || own.some((row) => row.number > 0) ? [{ path, asks }] : [];
    });
  }

  /** Opens the first worklist whose columns nobody said yet, once each. */
  offer(paths: string[], report: ArrivalReport | null): void {
    if (paths.length === 0) this.#offered = [];
    const next = this.of(paths, report).find(({ path, asks }) => asks && !this.#offered.includes(path));
    if (next && this.path === null) void this.open(next.path);
  }

  async open(path: string): Promise<void> {
    this.#offered = [...this.#offered, path];
    this.path = path;
    this.view = null;
    await this.#look(null);
    if (this.view === null) this.path = null;
  }

  get mapping(): WorklistMapping | null {
    return this.view?.look.mapping ?? null;
  }

  /** Whether a file can be read by what is said. */
  get complete(): boolean {
    return this.view !== null && !this.busy && this.view.look.lacks.length === 0;
  }

  async setField(column: number, field: WorklistField | null): Promise<void> {
    await this.#change((each, at) => (at === column ? { ...each, field, dates: null } : each));
  }

  async setDates(column: number, dates: DateFormat | null): Promise<void> {
    await this.#change((each, at) => (at === column ? { ...each, dates } : each));
  }

  /** Reads the file in another way; where its headings are others then, they are guessed anew. */
  async setChoice(choice: Partial<SheetChoice>): Promise<void> {
    const { mapping } = this;
    // In another sheet or with other cells the headings stand elsewhere.
    if (mapping) await this.#look({ ...mapping, choice: { ...mapping.choice, headingLine: null, ...choice } });
  }

  /** Keeps what was said; the file is to be looked at again then. True where it was kept. */
  async keep(): Promise<boolean> {
    const { mapping } = this;
    if (!mapping || !this.complete) return false;
    try {
      await this.desk.keepWorklistColumns(mapping);
    } catch (error) {
      this.voice.fail(error);
      return false;
    }
    this.putAside();
    return true;
  }

  putAside(): void {
    this.#asked += 1;
    this.path = null;
    this.view = null;
    this.busy = false;
  }

  async #change(of: (column: WorklistMapping['columns'][number], at: number) => WorklistMapping['columns'][number]): Promise<void> {
    const { mapping } = this;
    if (mapping) await this.#look({ ...mapping, columns: mapping.columns.map(of) });
  }

  async #look(told: WorklistMapping | null): Promise<void> {
    const { path } = this;
    if (path === null) return;
    this.#asked += 1;
    const asked = this.#asked;
    this.busy = true;
    try {
      const view = await this.desk.lookAtWorklist(path, told);
      // Something else was said in the meantime.
      if (asked === this.#asked) this.view = view;
    } catch (error) {
      if (asked === this.#asked) this.voice.fail(error);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}

export const worklist = new WorklistColumns(realDesk, { fail: (error) => app.fail(error) });
