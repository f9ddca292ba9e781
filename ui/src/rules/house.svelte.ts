import { app } from '../app.svelte';
import { sameName } from '../practice/set-up.svelte';
import { Channel, desk, DeskFailure, type House, type HouseRule, type Progress, type Severity } from '../ipc';
import { t } from '../strings';

/** What the practice has settled for itself: severities, its own rules. */
class HouseController {
  house = $state.raw<House | null>(null);
  /** how far the re-check of the queue has come; null where none goes on */
  recheck = $state.raw<Progress | null>(null);
  #again = false;

  async load(): Promise<void> {
    try {
      this.house = await desk.house();
    } catch (error) {
      app.fail(error);
    }
  }

  /** Keeps it and says what was done, with its undo. */
  async keep(change: Partial<House>, said: string): Promise<boolean> {
    const before = this.house;
    if (!before) return false;
    try {
      this.house = await desk.setHouse({ ...before, ...change });
    } catch (error) {
      app.fail(error);
      return false;
    }
    const kept = this.house;
    const undo = async () => {
      if (this.house !== kept) return;
      this.house = await desk.setHouse(before);
      void this.#recheckQueue();
    };
    app.say(said, { undo });
    void this.#recheckQueue();
    return true;
  }

  /** Has the queue count by what holds now. What is settled meanwhile has it gone through once more. */
  async #recheckQueue(): Promise<void> {
    this.#again = true;
    if (this.recheck) return;
    this.recheck = { done: 0, total: 0 };
    try {
      while (this.#again) {
        this.#again = false;
        await desk.recheckQueue(new Channel<Progress>((progress) => (this.recheck &&= progress)));
      }
    } catch (error) {
      if (error instanceof DeskFailure && error.error.code === 'stopped') app.say(t('recheck.stopped'));
      else app.fail(error);
    } finally {
      this.recheck = null;
      app.queueVersion += 1;
    }
  }

  /** The severity that was set for a rule and a payer (empty for all); null where none was. */
  severityOf(rule: string, payer: string): Severity | null {
    return this.house?.severities.find((change) => change.rule === rule && sameName(change.payer, payer))?.severity ?? null;
  }

  setSeverity(rule: string, payer: string, severity: Severity | null, said: string): Promise<boolean> {
    const others = (this.house?.severities ?? []).filter((change) => change.rule !== rule || !sameName(change.payer, payer));
    return this.keep({ severities: severity === null ? others : [...others, { rule, payer, severity }] }, said);
  }

  /** Back to what the rules declare, for one payer or all. */
  resetSeverities(payer: string, said: string): Promise<boolean> {
    return this.keep({ severities: (this.house?.severities ?? []).filter((change) => !sameName(change.payer, payer)) }, said);
  }

  /** Puts a rule in the place of the one with its number; without a number it is new. */
  setRule(rule: HouseRule, said: string): Promise<boolean> {
    const rules = this.house?.rules ?? [];
    const known = rules.some(({ number }) => number === rule.number);
    return this.keep({ rules: known ? rules.map((other) => (other.number === rule.number ? rule : other)) : [...rules, { ...rule, number: 0 }] }, said);
  }

  removeRule(number: number, said: string): Promise<boolean> {
    return this.keep({ rules: (this.house?.rules ?? []).filter((rule) => rule.number !== number) }, said);
  }

  addRules(rules: HouseRule[], said: string): Promise<boolean> {
    return this.keep({ rules: [...(this.house?.rules ?? []), ...rules] }, said);
  }
}

export const house = new HouseController();
