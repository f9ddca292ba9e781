// What the whole window agrees on: the state of the desk, which view is open, preferences and messages.
import { tick } from 'svelte';
import { registry } from './commands/registry.svelte';
import { desk, DeskFailure, type Changes, type CodeSystem, type DeskState, type EncounterId, type NoteDraft, type Preferences, type QueueQuery, type Status, type Theme } from './ipc';
import { errorWording, t } from './strings';

export type View = 'queue' | 'chart' | 'dictionary' | 'changes' | 'claims' | 'reports' | 'settings';
/** A page of the book on a date. */
export type PageOn = { system: CodeSystem; code: string; on: string };
export const settingsParts = ['appearance', 'security', 'lists', 'notes', 'abbreviations', 'practice', 'rules', 'houseRules', 'safekeeping', 'keys', 'about'] as const;
export const themes: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];
export type SettingsPart = (typeof settingsParts)[number];
export type Message = { id: number; kind: 'said' | 'failed'; text: string; detail: string; undo?: () => void | Promise<void> };

/** What waits for somebody's hand: everything that is not finished with. */
const toDoStatuses: Status[] = ['not_started', 'in_progress', 'on_hold', 'needs_recoding', 'ready_for_review', 'in_review'];

export const defaultQueue: QueueQuery = {
  request: {
    filter: { statuses: toDoStatuses, payer: null, provider: null, owner: null, serviceFrom: null, serviceTo: null, onHold: null, minAgeDays: null },
    sort: { column: 'bill_by', descending: false },
    offset: 0,
    limit: 100,
  },
  text: '',
};

const blank: DeskState = {
  practice: 'own', vault: 'absent', users: [], waitSeconds: 0, session: null,
  preferences: {
    theme: 'system', zoomPercent: 100, compactRows: true, recordFontSize: 16, autoLockMinutes: 15, queueColumns: [], queue: null, savedFilters: [],
    panes: {}, searchFilters: {}, keys: {}, recents: [], favourites: [], abbreviations: {}, watchedFolder: '', watchPaused: false,
    claimsExport: { format: 'professional', redForm: false, right: 0, down: 0 },
  },
  dictionary: null, systems: [], releases: [], unreadableImports: 0, dictionaryError: null, today: '2026-01-01', version: '', folder: '',
};

const saveAfter = 400;
const pulseEvery = 15_000;
/** Seconds of rest after which what stands in a field is entered, long before the desk locks itself. */
const settleAfter = 30;

class App {
  /** false until the desk has answered for the first time */
  ready = $state(false);
  state = $state.raw<DeskState>(blank);
  view = $state<View>('queue');
  settingsPart = $state<SettingsPart>('appearance');
  chartId = $state<EncounterId | null>(null);
  /** the date that decides in the open chart */
  chartDate = $state<string | null>(null);
  preferences = $state.raw<Preferences>(blank.preferences);
  messages = $state.raw<Message[]>([]);
  locksInSeconds = $state<number | null>(null);
  /** counts up whenever a change touched what the queue shows */
  queueVersion = $state(0);
  /** counts up whenever another vault is open or this one was locked: drop what you hold */
  deskVersion = $state(0);

  /** counts up whenever a code set was imported or taken back, here or by another program */
  bookVersion = $state(0);
  /** the code systems that the open view asks, and on which day */
  inHand = $state.raw<{ systems: CodeSystem[]; on: string } | null>(null);

  /** of the whole queue, whatever filter is on */
  tally = $state.raw<{ completed: number; all: number } | null>(null);
  /** a note was pasted, dropped or picked, and is to become a new encounter */
  draft = $state.raw<NoteDraft | null>(null);
  newEncounterOpen = $state(false);
  /** files are being dragged over the window */
  filesHang = $state(false);
  /** The open chart takes dropped notes as documents of its encounter; without one, a note starts a new encounter. */
  takeNote: ((draft: NoteDraft) => void) | null = null;
  /** What is being entered is put into the vault before the desk is locked. */
  keepDraft: (() => Promise<void>) | null = null;
  /** The open chart says how many seconds were worked since it was last asked. */
  secondsWorked: (() => number) | null = null;

  #page: PageOn | null = null;
  #nextMessage = 1;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #active = false;

  async start(): Promise<void> {
    registry.onfail = (error) => this.fail(error);
    try {
      this.take(await desk.desk());
    } catch (error) {
      this.fail(error);
    }
    this.ready = true;
  }

  /** The desk as the backend sees it now: after unlocking, locking, opening the sample practice. */
  take(state: DeskState): void {
    const moved = state.vault !== this.state.vault || state.practice !== this.state.practice;
    this.state = state;
    this.preferences = state.preferences;
    registry.overrides = state.preferences.keys;
    if (moved) {
      this.view = 'queue';
      this.chartId = null;
      this.chartDate = null;
      this.deskVersion += 1;
      this.queueVersion += 1;
      this.messages = [];
      this.newEncounterOpen = false;
      this.draft = null;
      this.tally = null;
    }
    if (state.vault === 'open') void this.pulse();
    else this.locksInSeconds = null;
  }

  go(view: View): void {
    if (view === 'chart' && this.chartId === null) return;
    this.view = view;
  }

  openChart(id: EncounterId): void {
    if (id !== this.chartId) this.chartDate = null;
    this.chartId = id;
    this.view = 'chart';
  }

  /** Turns the dictionary to a page on a date; it stands there until the dictionary takes it. */
  openPage(page: PageOn): void {
    this.#page = page;
    this.view = 'dictionary';
  }

  takePage(): PageOn | null {
    const page = this.#page;
    this.#page = null;
    return page;
  }

  closeChart(): void {
    this.chartId = null;
    this.chartDate = null;
    this.view = 'queue';
  }

  /** Opens the chart that follows by the queue's present order. */
  async nextChart(): Promise<void> {
    try {
      const next = await desk.nextChart(this.preferences.queue ?? defaultQueue, this.chartId);
      if (next === null) this.say(t('queue.noNext'));
      else this.openChart(next);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Text that was pasted goes through the same checks as a file. */
  async readNote(text: string): Promise<void> {
    await this.#readNote(() => desk.readNote('', text));
  }

  async readNoteFile(path: string): Promise<void> {
    await this.#readNote(() => desk.readNoteFile(path));
  }

  async #readNote(read: () => Promise<NoteDraft>): Promise<void> {
    if (this.state.vault !== 'open') return;
    try {
      const draft = await read();
      if (this.view === 'chart' && this.takeNote) this.takeNote(draft);
      else this.newEncounter(draft);
    } catch (error) {
      this.fail(error);
    }
  }

  newEncounter(draft: NoteDraft | null = null): void {
    this.draft = draft;
    this.newEncounterOpen = true;
  }

  async countUp(): Promise<void> {
    const { counts } = await desk.queue({ request: { ...defaultQueue.request, limit: 1 }, text: '' });
    const sum = (statuses: string[] | null) => counts.filter((each) => statuses?.includes(each.status) ?? each.status !== 'void').reduce((total, each) => total + each.count, 0);
    this.tally = { completed: sum(['completed', 'exported']), all: sum(null) };
  }

  async lock(): Promise<void> {
    settleField();
    await this.keepDraft?.();
    await this.keepPreferences();
    try {
      this.take(await desk.lock());
    } catch (error) {
      this.fail(error);
    }
  }

  /** Every reply that changed something names what it changed; hand it over here. */
  applied(changes: Changes): void {
    if (changes.queue) this.queueVersion += 1;
  }

  async refresh(): Promise<void> {
    try {
      this.take(await desk.desk());
    } catch (error) {
      this.fail(error);
    }
  }

  savePreferences(patch: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...patch };
    if (patch.keys) registry.overrides = patch.keys;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.keepPreferences(), saveAfter);
  }

  /** What was changed is kept at once and not when the hand rests. */
  keepPreferences(): Promise<void> {
    if (this.#saveTimer === undefined) return this.#keeping;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    if (this.state.vault === 'open')
      this.#keeping = desk.setPreferences(this.preferences).then(
        () => undefined,
        (error: unknown) => this.fail(error),
      );
    return this.#keeping;
  }

  say(text: string, options: { undo?: () => void | Promise<void>; detail?: string } = {}): void {
    this.#show({ kind: 'said', text, detail: options.detail ?? '', ...(options.undo ? { undo: options.undo } : {}) });
  }

  fail(error: unknown): void {
    if (!(error instanceof DeskFailure)) console.error(error);
    const told = error instanceof DeskFailure ? error.error : { code: 'internal' as const, args: {} };
    if (told.code === 'desk_locked') {
      if (this.state.vault === 'open') void this.refresh();
      return;
    }
    const wording = errorWording(told);
    if (told.code === 'stopped') {
      this.say(wording.happened, { detail: wording.safe });
      return;
    }
    this.#show({ kind: 'failed', text: wording.happened, detail: `${wording.safe} ${wording.next}` });
  }

  #show(message: Omit<Message, 'id'>): void {
    const last = this.messages.at(-1);
    const kept = last && last.kind === message.kind && last.text === message.text ? this.messages.slice(0, -1) : this.messages;
    this.messages = [...kept.slice(-2), { ...message, id: this.#nextMessage++ }];
  }

  dismiss(id: number): void {
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  /** Called on every key and pointer move: keeps the desk open and counts the seconds worked. */
  touched(): void {
    this.#active = true;
  }

  async pulse(): Promise<void> {
    if (this.state.vault !== 'open') return;
    const active = this.#active;
    const chart = this.view === 'chart' ? this.chartId : null;
    const seconds = chart === null ? 0 : (this.secondsWorked?.() ?? 0);
    this.#active = false;
    try {
      const pulse = await desk.pulse(chart, seconds, active);
      this.locksInSeconds = pulse.locksInSeconds;
      if (pulse.bookChanged) this.bookVersion += 1;
      if (!pulse.open || pulse.bookChanged) await this.refresh();
      else if (pulse.locksInSeconds !== null && this.preferences.autoLockMinutes * 60 - pulse.locksInSeconds >= settleAfter) settleField();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Starts the clock of the window; returns how to stop it. */
  beat(): () => void {
    const beat = setInterval(() => void this.pulse(), pulseEvery);
    const onhide = () => void this.keepPreferences();
    window.addEventListener('pagehide', onhide);
    return () => {
      clearInterval(beat);
      window.removeEventListener('pagehide', onhide);
    };
  }

  /** Moves the focus once the page has been drawn. */
  async focus(selector: string): Promise<void> {
    await tick();
    document.querySelector<HTMLElement>(selector)?.focus();
  }
}

/** What was typed into a field and not yet entered is entered, as when the hand goes on; the caret stays where it is. */
function settleField(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || field.value === field.dataset.saved) return;
  const { selectionStart, selectionEnd } = field;
  field.blur();
  field.focus();
  if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
}

export const app = new App();
