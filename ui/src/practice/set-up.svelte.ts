// The practice's set-up for claims, what is wrong with it, and the field that a problem leads to.
import { tick } from 'svelte';
import { app } from '../app.svelte';
import { desk, type ClaimProblem, type PracticeSetUp, type SetUp } from '../ipc';
import { claimProblemWording } from '../strings';

export const setUpParts = ['billing', 'providers', 'facilities', 'payers', 'fees'] as const;
export type SetUpPart = (typeof setUpParts)[number];
export type ListPart = Exclude<SetUpPart, 'billing'>;

class SetUpController {
  kept = $state.raw<SetUp | null>(null);
  part = $state<SetUpPart>('billing');
  /** The entry of a list whose form is open: its index, or one past the last for a new one. */
  editing = $state<number | null>(null);
  /** the field that takes the focus once its form is drawn */
  wanted = $state<string | null>(null);
  #past = $state.raw<PracticeSetUp[]>([]);
  #future = $state.raw<PracticeSetUp[]>([]);
  /** the opening of the desk that it was read at */
  #of = -1;
  #turn: Promise<boolean> = Promise.resolve(true);

  get practice(): PracticeSetUp | null {
    return this.kept?.practice ?? null;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  async load(): Promise<void> {
    if (this.#of !== app.deskVersion) this.#forget();
    try {
      this.kept = await desk.setUp();
    } catch (error) {
      app.fail(error);
    }
  }

  /** Another vault: what could be undone was of the last one. */
  #forget(): void {
    this.#of = app.deskVersion;
    this.kept = null;
    this.#past = [];
    this.#future = [];
    this.editing = null;
  }

  /** Keeps what a change makes of the set-up, one change after the other, and says what was done, with its undo. */
  change(make: (practice: PracticeSetUp) => Partial<PracticeSetUp>, said = ''): Promise<boolean> {
    return this.#inTurn(async (before) => {
      if (!(await this.#keep({ ...before, ...make(before) }))) return false;
      this.#past = [...this.#past.slice(-49), before];
      this.#future = [];
      if (said !== '') app.say(said, { undo: async () => void (await this.undo()) });
      return true;
    });
  }

  undo(): Promise<boolean> {
    return this.#inTurn(async (now) => {
      const to = this.#past.at(-1);
      if (!to || !(await this.#keep(to))) return false;
      this.#past = this.#past.slice(0, -1);
      this.#future = [...this.#future, now];
      return true;
    });
  }

  redo(): Promise<boolean> {
    return this.#inTurn(async (now) => {
      const to = this.#future.at(-1);
      if (!to || !(await this.#keep(to))) return false;
      this.#future = this.#future.slice(0, -1);
      this.#past = [...this.#past, now];
      return true;
    });
  }

  /** Two fields left in a row must not undo each other: the second starts from what the first made. */
  #inTurn(work: (now: PracticeSetUp) => Promise<boolean>): Promise<boolean> {
    const done = this.#turn.then(() => (this.practice ? work(this.practice) : false));
    this.#turn = done;
    return done;
  }

  async #keep(practice: PracticeSetUp): Promise<boolean> {
    try {
      this.kept = await desk.keepSetUp(practice);
      return true;
    } catch (error) {
      app.fail(error);
      return false;
    }
  }

  /** What is wrong at a field, in words; empty where nothing is. */
  problemAt(field: string, problems: ClaimProblem[] = this.kept?.problems ?? []): string {
    const problem = problems.find((each) => each.field === field);
    return problem ? claimProblemWording(problem) : '';
  }

  /** What is wrong in an entry of a list, or in a part of the set-up. */
  problemsUnder(field: string): ClaimProblem[] {
    return (this.kept?.problems ?? []).filter((problem) => problem.field === field || problem.field.startsWith(`${field}/`));
  }

  /** Opens the form that holds a field of the set-up, and puts the hand there. `name` is that of the entry where the field does not number it. */
  async show(field: string, name = ''): Promise<void> {
    await this.load();
    const [, list = '', index = ''] = field.split('/');
    this.part = setUpParts.find((part) => part === list) ?? 'billing';
    const at = /^\d+$/.test(index) ? Number(index) : this.#entryNamed(name);
    this.wanted = at === null || /^\d+$/.test(index) ? field : field.replace(`practice/${list}`, `practice/${list}/${at}`);
    this.editing = this.part === 'billing' ? null : at;
    app.settingsPart = 'practice';
    app.go('settings');
    await tick();
  }

  #entryNamed(name: string): number | null {
    if (this.part === 'billing' || this.part === 'fees' || name === '') return null;
    const index = (this.practice?.[this.part] ?? []).findIndex((entry) => sameName(entry.name, name));
    return index < 0 ? null : index;
  }
}

export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Puts the hand into the field that was asked for, once it is there. */
export function takesFocus(node: HTMLElement): void {
  if (setUp.wanted === null) return;
  const field = node.querySelector<HTMLElement>(`[id="${setUp.wanted}"]`);
  if (!field) return;
  setUp.wanted = null;
  requestAnimationFrame(() => field.focus());
}

export const setUp = new SetUpController();
