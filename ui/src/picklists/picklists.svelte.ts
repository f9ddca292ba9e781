import { app } from '../app.svelte';
import { desk, type CodeRef, type EncounterId, type PickListChange, type PickListEntry, type PickListId, type PickLists, type PickListRow } from '../ipc';
import { t, type Key } from '../strings';

/** What is asked for in a dialog of the lists. */
export type ListDialog =
  | { name: 'create'; from: 'nothing' | 'favourites' | 'chart' }
  | { name: 'rename' | 'heading' }
  | { name: 'entry'; index: number }
  | { name: 'add'; of: CodeRef }
  | { name: 'import'; path: string };

/** The pick lists on the desk, one of them open, and the row that the hand is on. */
export class PickListController {
  lists = $state.raw<PickLists | null>(null);
  at = $state(0);
  dialog = $state.raw<ListDialog | null>(null);
  /** The encounter that lies open beside, of which a list can be made. */
  readonly chart: EncounterId | null;
  #on: () => string;
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: { on: () => string; chart?: EncounterId }) {
    this.#on = options.on;
    this.chart = options.chart ?? null;
  }

  get on(): string {
    return this.#on();
  }

  get rows(): PickListRow[] {
    return this.lists?.open?.rows ?? [];
  }

  get row(): PickListRow | null {
    return this.rows[this.at] ?? null;
  }

  get id(): PickListId | null {
    return this.lists?.open?.id ?? null;
  }

  /** The codes that the digits 1 to 9 stand for, as indexes: those of the section that the hand is in. */
  get numbered(): number[] {
    const { rows } = this;
    const isHeading = (index: number) => rows[index]?.entry.kind === 'heading';
    let from = this.at;
    while (from > 0 && !isHeading(from)) from -= 1;
    const found = [];
    for (let index = isHeading(from) ? from + 1 : from; index < rows.length && !isHeading(index) && found.length < 9; index += 1) found.push(index);
    return found;
  }

  load(open: PickListId | null = this.id): Promise<boolean> {
    return this.#send(() => desk.pickLists(open, this.on));
  }

  /** Makes a change and says what was done, with its undo. */
  async change(change: PickListChange, said = ''): Promise<boolean> {
    const done = await this.#send(() => desk.changePickLists(change, this.id, this.on));
    const what = this.lists?.undo;
    if (done && said !== '' && what) app.say(said, { undo: () => this.#undoThat(what) });
    return done;
  }

  /** Takes back the last change of the lists. */
  async undo(): Promise<void> {
    const what = this.lists?.undo;
    if (what && (await this.#send(() => desk.undoPickLists(this.id, this.on)))) app.say(t('lists.undone', { what: deedWords(what) }));
  }

  async redo(): Promise<void> {
    const what = this.lists?.redo;
    if (what && (await this.#send(() => desk.redoPickLists(this.id, this.on)))) app.say(t('lists.redone', { what: deedWords(what) }));
  }

  /** The list before or behind the open one. */
  async turn(by: 1 | -1): Promise<void> {
    const tabs = this.lists?.lists ?? [];
    const next = tabs[tabs.findIndex(({ id }) => id === this.id) + by];
    if (!next) return;
    await this.load(next.id);
    this.at = 0;
  }

  move(by: number): void {
    this.at = Math.max(0, Math.min(this.at + by, this.rows.length - 1));
  }

  async moveRow(by: 1 | -1): Promise<void> {
    const { id, at } = this;
    const to = at + by;
    if (id === null || to < 0 || to >= this.rows.length) return;
    if (await this.change({ kind: 'move_entry', list: id, index: at, to })) this.at = to;
  }

  async removeRow(): Promise<void> {
    const { id, at, row } = this;
    if (id === null || !row) return;
    await this.change({ kind: 'remove_entry', list: id, index: at }, t('lists.done', { what: deedWords('remove_from_pick_list') }));
  }

  async setRow(index: number, text: string): Promise<boolean> {
    const { id } = this;
    const entry = this.rows[index]?.entry;
    if (id === null || !entry) return false;
    const changed: PickListEntry = entry.kind === 'heading' ? { kind: 'heading', text } : { ...entry, wording: text };
    return this.change({ kind: 'set_entry', list: id, index, entry: changed });
  }

  async addHeading(text: string): Promise<boolean> {
    const { id, at } = this;
    return id !== null && this.change({ kind: 'add', list: id, entry: { kind: 'heading', text }, at });
  }

  async add(of: CodeRef, list: PickListId): Promise<boolean> {
    const entry: PickListEntry = { kind: 'code', system: of.system, code: of.code, wording: '' };
    const name = this.lists?.lists.find(({ id }) => id === list)?.name ?? '';
    if (!(await this.load(list))) return false;
    return this.change({ kind: 'add', list, entry, at: null }, t('lists.added', { code: of.code, name }));
  }

  /** The undo of a message takes back what the message is about, or nothing: by then other changes may stand on it. */
  async #undoThat(what: string): Promise<void> {
    await this.load();
    if (this.lists?.undo === what) await this.undo();
    else app.say(t('said.tooLate'));
  }

  /** One at a time, so that two quick keys never count the rows differently. */
  #send(ask: () => Promise<PickLists>): Promise<boolean> {
    const sent = this.#line.then(async () => {
      try {
        this.lists = await ask();
        this.move(0);
        return true;
      } catch (error) {
        app.fail(error);
        return false;
      }
    });
    this.#line = sent;
    return sent;
  }
}

/** A change of the lists in words. */
export function deedWords(action: string): string {
  return t(`action.${action}` as Key);
}
