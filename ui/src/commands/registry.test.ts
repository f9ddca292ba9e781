import { afterEach, describe, expect, it, vi } from 'vitest';
import { chordOf, parseKeys } from './chord';
import { listen, registry, type Command } from './registry.svelte';

const stops: (() => void)[] = [listen()];
afterEach(() => {
  registry.overrides = {};
  document.body.replaceChildren();
  stops.splice(1).forEach((stop) => stop());
});

function offer(command: Partial<Command> & { keys: string[] }): { run: ReturnType<typeof vi.fn>; command: Command } {
  const run = vi.fn();
  const full: Command = { id: `test-${stops.length}`, title: 'Test', group: 'Test', ...command, run };
  stops.push(registry.register([full]));
  return { run, command: full };
}

function press(key: string, held: Partial<KeyboardEventInit> = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
  target.dispatchEvent(event);
  return event;
}

function field(): HTMLInputElement {
  const input = document.createElement('input');
  document.body.append(input);
  return input;
}

describe('chords', () => {
  it.each([
    ['ctrl+shift+z', 'Ctrl+Shift+Z'],
    ['Cmd+K', 'Ctrl+K'],
    ['g q', 'G Q'],
    ['?', '?'],
    ['Ctrl++', 'Ctrl++'],
    ['Del', 'Delete'],
    ['Alt+Up', 'Alt+ArrowUp'],
    ['Shift+F8', 'Shift+F8'],
  ])('%s is spelled %s', (typed, spelled) => expect(parseKeys(typed).join(' ')).toBe(spelled));

  it.each([
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
    [{ key: 'z', ctrlKey: true }, 'Ctrl+Z'],
    [{ key: '¡', altKey: true, code: 'Digit1' }, 'Alt+1'],
    [{ key: 'F8', shiftKey: true }, 'Shift+F8'],
    [{ key: 'Shift', shiftKey: true }, null],
  ])('%o is %s', (held, chord) => expect(chordOf(new KeyboardEvent('keydown', held))).toBe(chord));

  it('takes AltGr for what it types', () => {
    const event = { key: '@', code: 'KeyQ', ctrlKey: true, altKey: true, metaKey: false, shiftKey: false, getModifierState: (name: string) => name === 'AltGraph' };
    expect(chordOf(event)).toBe('@');
  });
});

describe('registry', () => {
  it('runs the command of a chord and keeps the key from the page', () => {
    const { run } = offer({ keys: ['Ctrl+K'] });
    expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves letters to a text field', () => {
    const { run } = offer({ keys: ['N'] });
    expect(press('n', {}, field()).defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
    press('n');
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves undo and the arrows to a text field, but not F keys', () => {
    const undo = offer({ keys: ['Ctrl+Z'] }).run;
    const up = offer({ keys: ['ArrowUp'] }).run;
    const f8 = offer({ keys: ['F8'] }).run;
    const input = field();
    press('z', { ctrlKey: true }, input);
    press('ArrowUp', {}, input);
    press('F8', {}, input);
    expect([undo.mock.calls.length, up.mock.calls.length, f8.mock.calls.length]).toEqual([0, 0, 1]);
  });

  it('obeys inTextField both ways', () => {
    const enter = offer({ keys: ['Enter'], inTextField: true }).run;
    const f9 = offer({ keys: ['F9'], inTextField: false }).run;
    const input = field();
    press('Enter', {}, input);
    press('F9', {}, input);
    expect([enter.mock.calls.length, f9.mock.calls.length]).toEqual([1, 0]);
  });

  it('answers presses in a row, and not half of them', () => {
    const { run } = offer({ keys: ['g q'] });
    press('g');
    press('x');
    press('q');
    expect(run).not.toHaveBeenCalled();
    press('g');
    press('q');
    expect(run).toHaveBeenCalledOnce();
  });

  it('asks when, and lets the newest win', () => {
    const older = offer({ keys: ['F2'] }).run;
    const asleep = offer({ keys: ['F2'], when: () => false }).run;
    press('F2');
    expect([older.mock.calls.length, asleep.mock.calls.length]).toEqual([1, 0]);
    const newer = offer({ keys: ['F2'] }).run;
    press('F2');
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([1, 1]);
  });

  it('rests while a dialog is open, except for what says otherwise', () => {
    const plain = offer({ keys: ['F2'] }).run;
    const lock = offer({ keys: ['Ctrl+L'], inDialog: true }).run;
    const dialog = document.createElement('div');
    dialog.dataset['modal'] = '';
    document.body.append(dialog);
    press('F2');
    press('l', { ctrlKey: true });
    expect([plain.mock.calls.length, lock.mock.calls.length]).toEqual([0, 1]);
  });

  it('puts the keys of the user in the place of the first ones', () => {
    const { run, command } = offer({ keys: ['F2'] });
    registry.overrides = { [command.id]: 'F4' };
    press('F2');
    expect(run).not.toHaveBeenCalled();
    press('F4');
    expect(run).toHaveBeenCalledOnce();
    registry.overrides = { [command.id]: '' };
    press('F4');
    expect(run).toHaveBeenCalledOnce();
  });

  it('names conflicts within a place and with what acts everywhere', () => {
    const here = offer({ id: 'here', keys: ['F2'], group: 'Here' }).command;
    offer({ id: 'there', keys: ['F3'], group: 'There' });
    offer({ id: 'all', keys: ['g q'], group: 'Desk', everywhere: true });
    const named = (keys: string) => registry.conflicts(keys, here).map((command) => command.id);
    expect(named('F2')).toEqual([]);
    expect(named('F3')).toEqual([]);
    expect(named('G')).toEqual(['all']);
  });

  it.each([
    ['r', { ctrlKey: true }],
    ['F5', {}],
    ['p', { ctrlKey: true }],
    ['ArrowLeft', { altKey: true }],
    ['g', { ctrlKey: true }],
  ])('swallows the browser habit %s %o', (key, held) => expect(press(key, held).defaultPrevented).toBe(true));

  it('leaves copying alone', () => expect(press('c', { ctrlKey: true }).defaultPrevented).toBe(false));
});
