// A chord is one press ("Ctrl+Shift+Z", "?", "F9"); keys are one chord or several in a row ("G Q").

const named: Record<string, string> = { ' ': 'Space', Esc: 'Escape', Del: 'Delete', Return: 'Enter', Up: 'ArrowUp', Down: 'ArrowDown', Left: 'ArrowLeft', Right: 'ArrowRight' };
const shown: Record<string, string> = { Escape: 'Esc', Delete: 'Del', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', PageUp: 'PgUp', PageDown: 'PgDn' };
const modifierKeys = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process']);
export const onMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & { getModifierState?(name: string): boolean };

/** The chord of a key press, or null when only a modifier went down. Cmd counts as Ctrl on a Mac. */
export function chordOf(event: Press): string | null {
  if (modifierKeys.has(event.key)) return null;
  // AltGr arrives as Ctrl+Alt on Windows: it types a character and is no chord.
  const altGraph = event.getModifierState?.('AltGraph') ?? false;
  const control = (event.ctrlKey || (onMac && event.metaKey)) && !altGraph;
  const alt = event.altKey && !altGraph;
  let key = named[event.key] ?? event.key;
  // With Alt a Mac types another character, and Shift+digit is a sign: the physical digit is what was meant.
  if ((alt || (control && event.shiftKey)) && /^Digit\d$/.test(event.code)) key = event.code.slice(5);
  if (alt && onMac && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  return spell(control, alt, event.shiftKey, key);
}

function spell(control: boolean, alt: boolean, shift: boolean, key: string): string {
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const plain = letter ? key.toUpperCase() : key;
  // The sign already holds its Shift: "?" is "?" on every keyboard.
  const keepsShift = shift && (letter || plain.length > 1 || /^\d$/.test(plain));
  return `${control ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${keepsShift ? 'Shift+' : ''}${plain}`;
}

/** "ctrl+shift+z" and "g q" to the spelling that chordOf gives. */
export function parseKeys(keys: string): string[] {
  return keys.trim().split(/\s+/).filter(Boolean).map(parseChord);
}

function parseChord(chord: string): string {
  const endsWithPlus = chord === '+' || chord.endsWith('++');
  const parts = (endsWithPlus ? chord.slice(0, -1) : chord).split('+').filter(Boolean);
  const key = endsWithPlus ? '+' : (parts.pop() ?? '');
  const modifiers = new Set(parts.map((part) => part.toLowerCase()));
  const control = ['ctrl', 'cmd', 'meta', 'mod'].some((name) => modifiers.has(name));
  return spell(control, modifiers.has('alt'), modifiers.has('shift'), named[key] ?? key);
}

/** The keys as they are printed on the keyboard in front of the user, one entry a chord. */
export function showKeys(keys: string): string[][] {
  return parseKeys(keys).map((chord) => {
    const plus = chord.endsWith('+') ? ['+'] : [];
    const parts = [...(plus.length ? chord.slice(0, -1) : chord).split('+').filter(Boolean), ...plus];
    return parts.map((part) => shown[part] ?? (onMac && part === 'Ctrl' ? '⌘' : part));
  });
}

/** A chord that writes a character when a text field has the focus. */
export function writesText(chord: string): boolean {
  const key = chord.replace(/^Shift\+/, '');
  return key.length === 1 || key === 'Space';
}

const editing = new Set(['Enter', 'Shift+Enter', 'Tab', 'Shift+Tab', 'Backspace', 'Delete', 'Shift+Delete', 'Home', 'End', 'PageUp', 'PageDown']);
const editingWithControl = new Set(['Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Y', 'Ctrl+Backspace', 'Ctrl+Delete', 'Ctrl+Home', 'Ctrl+End']);

/** A chord that a text field needs for itself. */
export function editsText(chord: string): boolean {
  return writesText(chord) || editing.has(chord) || editingWithControl.has(chord) || /Arrow(Left|Right|Up|Down)$/.test(chord.replace(/^(Ctrl\+)?(Shift\+)?/, ''));
}

/** Browser habits that would reload, print, search or leave the desk. */
const browserHabits = new Set([
  'F3', 'Shift+F3', 'F5', 'Ctrl+F5', 'Shift+F5', 'F7', 'F12', 'Ctrl+R', 'Ctrl+Shift+R', 'Ctrl+P', 'Ctrl+F', 'Ctrl+G', 'Ctrl+Shift+G', 'Ctrl+U', 'Ctrl+S', 'Ctrl+O', 'Ctrl+J',
  'Ctrl+D', 'Ctrl+H', 'Ctrl+N', 'Ctrl+Shift+N', 'Ctrl+T', 'Ctrl+E', 'Ctrl+L', 'Ctrl+K', 'Ctrl+=', 'Ctrl++', 'Ctrl+-', 'Ctrl+0', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home',
]);

export function isBrowserHabit(chord: string): boolean {
  return browserHabits.has(chord);
}
