import { app } from '../app.svelte';
import { desk, type Rule } from '../ipc';

/** The declarations of the rules. They never change while the window is open. */
class Rules {
  all = $state.raw<Rule[]>([]);

  async load(): Promise<void> {
    if (this.all.length > 0) return;
    try {
      this.all = await desk.rules();
    } catch (error) {
      app.fail(error);
    }
  }

  of(id: string): Rule | undefined {
    return this.all.find((rule) => rule.id === (id.startsWith('house.') ? 'house.rule' : id));
  }
}

export const rules = new Rules();
