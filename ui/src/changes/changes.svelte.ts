import { save } from '@tauri-apps/plugin-dialog';
import { app } from '../app.svelte';
import { desk, type ChangeHere, type CodeRef, type CodeSet, type CodeSystem, type Import, type Period, type ReleaseChanges, type Replacement } from '../ipc';
import { addDays } from '../shared/dates';
import { t, word } from '../strings';

export type ChangesDesk = Pick<typeof desk, 'timeline' | 'releaseChanges' | 'exportChanges' | 'changePickLists' | 'pickLists' | 'undoPickLists'>;
export const PARTS = ['here', 'added', 'deleted', 'split', 'retitled'] as const;
export type Part = (typeof PARTS)[number];
/** A code that changes, as a line; `here` tells at which of this desk's places it stands. */
export type ChangeRow = {
  code: string;
  change: Exclude<Part, 'here'>;
  title: string | null;
  newTitle: string | null;
  replacements: Replacement[];
  here: ChangeHere | null;
};
/** A line on paper, with where it stands if that is said otherwise than on the screen. */
export type PaperRow = { row: ChangeRow; place: string | null };
/** A release that was just imported. */
export type Offer = { system: CodeSystem; after: string };

/** The systems of the sets that hold a whole code system. */
const SYSTEM_OF: Partial<Record<CodeSet, CodeSystem>> = {
  icd10cm_tabular: 'icd10cm',
  icd10cm_order: 'icd10cm',
  icd10pcs_tables: 'icd10pcs',
  icd10pcs_order: 'icd10pcs',
  hcpcs: 'hcpcs',
  cpt: 'cpt',
};

/** What a release changes and what it means here. It stays as it was left while a chart or a page is looked at. */
export class Changes {
  system = $state<CodeSystem>('icd10cm');
  /** Newest first. */
  periods = $state.raw<Period[]>([]);
  before = $state('');
  after = $state('');
  part = $state<Part>('here');
  at = $state(0);
  /** Account numbers on paper and in the file. */
  accounts = $state(false);
  found = $state.raw<ReleaseChanges | null>(null);
  offers = $state.raw<Offer[]>([]);
  #latest = 0;
  #desk: ChangesDesk;

  constructor(using: ChangesDesk = desk) {
    this.#desk = using;
  }

  readonly rows = $derived.by(() => (this.found ? rowsOf(this.found, this.part) : []));
  readonly row = $derived.by(() => this.rows[this.at] ?? null);

  count(part: Part): number {
    if (!this.found) return 0;
    return part === 'here' ? this.found.here.length : this.found.changes[part].length;
  }

  /** The day that a change took effect, by the name of its release. */
  dayName(day: string): string {
    const edition = this.periods.find(({ from }) => from === day)?.edition ?? '';
    return edition === '' ? day : t('changes.day', { release: edition, day });
  }

  show(offer: Offer | null = null): void {
    this.offers = [];
    app.go('changes');
    if (offer) void this.choose(offer.system, offer.after);
  }

  /** Turns to a system, and to what changed on a day: by default the last that has come. */
  async choose(system: CodeSystem, after: string | null = null): Promise<void> {
    try {
      const periods = (await this.#desk.timeline(system)).toReversed();
      this.system = system;
      this.periods = periods;
      const to = after ?? (periods.find(({ from }) => from <= app.state.today) ?? periods[0])?.from ?? app.state.today;
      await this.compare(this.#dayBefore(to), to);
    } catch (error) {
      app.fail(error);
    }
  }

  /** The first day of the release before, so that its name can be said; codes are the same until the last. */
  #dayBefore(day: string): string {
    return this.periods.find(({ from }) => from < day)?.from ?? addDays(day, -1);
  }

  async compare(before: string, after: string): Promise<void> {
    const forth = before < after;
    this.before = forth ? before : this.#dayBefore(after);
    this.after = after;
    this.at = 0;
    await this.load();
  }

  /** Again, because something here or in the book is no longer what it was. */
  async load(): Promise<void> {
    if (this.after === '') return this.choose(this.system);
    const mine = ++this.#latest;
    try {
      // The desk reads the favourites from what is kept, so that is kept first.
      await app.keepPreferences();
      const found = await this.#desk.releaseChanges(this.system, this.before, this.after);
      if (mine !== this.#latest) return;
      this.found = found;
      this.move(this.at);
    } catch (error) {
      app.fail(error);
    }
  }

  turn(by: 1 | -1): void {
    const at = (PARTS.indexOf(this.part) + by + PARTS.length) % PARTS.length;
    this.choosePart(PARTS[at] ?? 'here');
  }

  choosePart(part: Part): void {
    this.part = part;
    this.at = 0;
  }

  move(to: number): void {
    this.at = Math.max(0, Math.min(to, this.rows.length - 1));
  }

  /** The chart of an encounter, else the code's page on the day of the change. */
  open(): void {
    const { row } = this;
    if (!row) return;
    if (row.here?.place.kind === 'encounter') app.openChart(row.here.place.id);
    else app.openPage({ system: this.system, code: row.code, on: row.change === 'deleted' ? addDays(this.after, -1) : this.after });
  }

  /** Puts an offered code, counted from 0, in the place of the highlighted one; the only one where none is named. */
  async replace(at: number | null = null): Promise<void> {
    const { row } = this;
    if (!row) return;
    const place = row.here?.place;
    if (place?.kind !== 'favourite' && place?.kind !== 'pick_list') return app.say(t('changes.notReplaced'));
    if (row.replacements.length === 0) return app.say(t('changes.noneOffered', { code: row.code }));
    if (at === null && row.replacements.length > 1) return app.say(t('changes.several'));
    const offered = row.replacements[at ?? 0];
    if (!offered) return;
    const code: CodeRef = { system: this.system, code: row.code };
    const by: CodeRef = { system: offered.system, code: offered.code };
    try {
      if (place.kind === 'favourite') await this.#replaceFavourite(code, by);
      else await this.#replaceInList(place.list, code, by);
    } catch (error) {
      app.fail(error);
    }
  }

  async #replaceFavourite(code: CodeRef, by: CodeRef): Promise<void> {
    const before = app.preferences.favourites;
    const keep = async (favourites: CodeRef[]) => {
      app.savePreferences({ favourites });
      await this.load();
    };
    const known = before.some((each) => same(each, by));
    await keep(before.flatMap((each) => (same(each, code) ? (known ? [] : [by]) : [each])));
    app.say(t('changes.replaced', { code: code.code, by: by.code }), { undo: () => keep(before) });
  }

  async #replaceInList(list: number, code: CodeRef, by: CodeRef): Promise<void> {
    const on = this.after;
    const { undo: deed } = await this.#desk.changePickLists({ kind: 'replace', list, code, by }, list, on);
    const undo = async () => {
      // By then other changes may stand on it.
      const { undo: last } = await this.#desk.pickLists(list, on);
      if (last !== deed) return app.say(t('said.tooLate'));
      await this.#desk.undoPickLists(list, on);
      await this.load();
    };
    app.say(t('changes.replaced', { code: code.code, by: by.code }), { undo });
    await this.load();
  }

  async export(): Promise<void> {
    const name = `${t('changes.file')} ${word('system', this.system)} ${this.after}.csv`;
    const path = await save({ title: t('changes.export').replace('…', ''), defaultPath: name, filters: [{ name: t('lists.csv'), extensions: ['csv'] }] });
    if (path === null) return;
    await this.#desk.exportChanges(path, this.system, this.before, this.after, this.accounts);
    app.say(t('changes.exported'), { detail: path });
  }

  /** Says, after an import, that there is something to look at. */
  offer(done: Import): void {
    const offers = done.publications.flatMap(({ set, from }): Offer[] => {
      const system = SYSTEM_OF[set];
      return system ? [{ system, after: from }] : [];
    });
    this.offers = offers.filter((offer, index) => offers.findIndex(({ system, after }) => system === offer.system && after === offer.after) === index);
  }
}

function rowsOf({ changes, here }: ReleaseChanges, part: Part): ChangeRow[] {
  switch (part) {
    case 'here':
      return here.map((each) => ({
        code: each.code.code,
        change: each.change.kind,
        title: each.title,
        newTitle: each.change.kind === 'retitled' ? each.change.title : null,
        replacements: each.replacements,
        here: each,
      }));
    case 'added':
      return changes.added.map(({ code, title }) => ({ code, change: 'added', title, newTitle: null, replacements: [], here: null }));
    case 'retitled':
      return changes.retitled.map(({ code, before, after }) => ({ code, change: 'retitled', title: before, newTitle: after, replacements: [], here: null }));
    default:
      return changes[part].map((each) => ({ ...each, change: part, newTitle: null, here: null }));
  }
}

/** Whether a key puts another code in its place: what is coded is changed in its chart alone. */
export function isReplaced({ here }: ChangeRow): boolean {
  return here?.place.kind === 'favourite' || here?.place.kind === 'pick_list';
}

/** Who names a code in the place of another, where that is not the book itself. */
export function namedBy({ namedBy: by }: Replacement): string {
  switch (by.kind) {
    case 'book':
      return '';
    case 'conversion_table':
      return t('changes.byTable', { release: by.release });
    case 'index':
      return t('changes.byIndex', { index: word('index', by.path.index), release: by.path.release, entry: by.path.steps.join(', ') });
  }
}

/** Where a code stands, on the screen. */
export function placeWords(here: ChangeHere): string {
  const { place } = here;
  switch (place.kind) {
    case 'favourite':
      return t('changes.at.favourite');
    case 'pick_list':
      return t('changes.at.pick_list', { name: place.name });
    case 'encounter':
      return t('changes.at.encounter', { who: place.patient || place.account, on: place.on });
    case 'used':
      return t('changes.at.used', { n: place.encounters });
  }
}

/** The lines of a part as they are printed: open encounters by their accounts where that is asked, else counted by code. */
export function rowsOnPaper(changes: Changes, part: Part): PaperRow[] {
  const rows = changes.found ? rowsOf(changes.found, part) : [];
  const counted = new Map<string, number>();
  for (const { code, here } of rows) if (here?.place.kind === 'encounter') counted.set(code, (counted.get(code) ?? 0) + 1);
  return rows.flatMap((row): PaperRow[] => {
    const place = row.here?.place;
    if (place?.kind !== 'encounter') return [{ row, place: null }];
    if (changes.accounts) return [{ row, place: t('changes.at.encounter', { who: place.account, on: place.on }) }];
    const n = counted.get(row.code);
    counted.delete(row.code);
    return n === undefined ? [] : [{ row, place: t('changes.at.encounters', { n }) }];
  });
}

const same = (one: CodeRef, other: CodeRef) => one.system === other.system && one.code === other.code;

export const changes = new Changes();
