import { EditorSelection, EditorState, StateEffect, StateField, type Extension, type SelectionRange } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, drawSelection, keymap, type Command, type DecorationSet, type KeyBinding } from '@codemirror/view';
import type { EvidenceMark } from './evidence';
import type { Supported } from './parts';
import { supports } from './evidence';

export type Found = { from: number; to: number };
export type ViewerDeeds = {
  /** The selection moved. */
  select: (from: number, to: number) => void;
  search: () => void;
  link: () => void;
  follow: (mark: EvidenceMark) => void;
};

const showMarks = StateEffect.define<{ marks: EvidenceMark[]; part: Supported | null }>();
const showFound = StateEffect.define<{ found: Found[]; current: number }>();

class Letters extends WidgetType {
  constructor(
    readonly mark: EvidenceMark,
    readonly active: boolean,
  ) {
    super();
  }
  override eq(other: Letters): boolean {
    return other.active === this.active && other.mark.letters.join() === this.mark.letters.join() && other.mark.start === this.mark.start;
  }
  override toDOM(): HTMLElement {
    const letters = document.createElement('span');
    letters.className = `cm-letters${this.active ? ' cm-letters-active' : ''}`;
    letters.textContent = this.mark.letters.join(' ');
    letters.dataset.mark = `${this.mark.start}-${this.mark.end}`;
    return letters;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

/** The words that support a code, tinted, with the letters of what they support after them. */
const evidence = StateField.define<{ marks: EvidenceMark[]; set: DecorationSet }>({
  create: () => ({ marks: [], set: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showMarks)) {
        const { marks, part } = effect.value;
        const ranges = marks.flatMap((mark) => {
          const active = supports(mark, part);
          const name = `cm-evidence cm-evidence-${mark.tint}${active ? ' cm-evidence-active' : ''}`;
          return [
            Decoration.mark({ class: name, attributes: { 'data-mark': `${mark.start}-${mark.end}` } }).range(mark.start, mark.end),
            Decoration.widget({ widget: new Letters(mark, active), side: 1 }).range(mark.end),
          ];
        });
        return { marks, set: Decoration.set(ranges, true) };
      }
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field, ({ set }) => set),
});

const found = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showFound)) {
        const { found: all, current } = effect.value;
        return Decoration.set(
          all.map(({ from, to }, index) => Decoration.mark({ class: index === current ? 'cm-found cm-found-current' : 'cm-found' }).range(from, to)),
        );
      }
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

type Motion = (view: EditorView, range: SelectionRange) => SelectionRange;

const motions: Record<string, Motion> = {
  ArrowLeft: (view, range) => view.moveByChar(range, false),
  ArrowRight: (view, range) => view.moveByChar(range, true),
  'Mod-ArrowLeft': (view, range) => view.moveByGroup(range, false),
  'Mod-ArrowRight': (view, range) => view.moveByGroup(range, true),
  ArrowUp: (view, range) => view.moveVertically(range, false),
  ArrowDown: (view, range) => view.moveVertically(range, true),
  'Mod-ArrowUp': (view, range) => EditorSelection.cursor(paragraph(view, range.head, -1)),
  'Mod-ArrowDown': (view, range) => EditorSelection.cursor(paragraph(view, range.head, 1)),
  PageUp: (view, range) => view.moveVertically(range, false, view.scrollDOM.clientHeight * 0.9),
  PageDown: (view, range) => view.moveVertically(range, true, view.scrollDOM.clientHeight * 0.9),
  Home: (view, range) => view.moveToLineBoundary(range, false),
  End: (view, range) => view.moveToLineBoundary(range, true),
  'Mod-Home': () => EditorSelection.cursor(0),
  'Mod-End': (view) => EditorSelection.cursor(view.state.doc.length),
};

/** Where the next or previous paragraph begins. */
function paragraph(view: EditorView, head: number, by: 1 | -1): number {
  const { doc } = view.state;
  let number = doc.lineAt(head).number + by;
  while (number > 1 && number < doc.lines && doc.line(number).text.trim() !== '') number += by;
  while (by > 0 && number < doc.lines && doc.line(number).text.trim() === '') number += 1;
  return doc.line(Math.min(Math.max(number, 1), doc.lines)).from;
}

function move(motion: Motion, extend: boolean): Command {
  return (view) => {
    const { main } = view.state.selection;
    const moved = motion(view, main);
    const selection = extend
      ? EditorSelection.range(main.anchor, moved.head, moved.goalColumn)
      : EditorSelection.cursor(moved.head, moved.assoc, undefined, moved.goalColumn);
    view.dispatch({ selection, scrollIntoView: true, userEvent: 'select' });
    return true;
  };
}

// The viewer cannot be edited, so the browser moves no cursor in it; these are the movements that a reader expects.
const reading: KeyBinding[] = [
  ...Object.entries(motions).map(([key, motion]) => ({ key, run: move(motion, false), shift: move(motion, true), preventDefault: true })),
  { key: 'Mod-a', run: (view) => (view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } }), true), preventDefault: true },
];

/** The word at the cursor, where nothing is selected. */
export function selectWord(view: EditorView): boolean {
  const { main } = view.state.selection;
  if (!main.empty) return true;
  const word = view.state.wordAt(main.head);
  if (!word) return false;
  view.dispatch({ selection: { anchor: word.from, head: word.to } });
  return true;
}

function markAt(view: EditorView, name: string | undefined): EvidenceMark | null {
  return view.state.field(evidence).marks.find((mark) => `${mark.start}-${mark.end}` === name) ?? null;
}

export function viewerExtensions(label: string, deeds: ViewerDeeds): Extension {
  return [
    EditorState.readOnly.of(true),
    // Not editable and yet focusable: the desk's letter keys act here, and no caret pretends that one could type.
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true', spellcheck: 'false' }),
    EditorView.lineWrapping,
    drawSelection({ cursorBlinkRate: 0 }),
    evidence,
    found,
    keymap.of([
      { key: 'Enter', run: (view) => (selectWord(view) && deeds.search(), true) },
      { key: '/', run: (view) => (view.state.selection.main.empty ? false : (deeds.search(), true)) },
      { key: 'e', run: (view) => (selectWord(view) && deeds.link(), true) },
      ...reading,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.selectionSet) deeds.select(update.state.selection.main.from, update.state.selection.main.to);
    }),
    EditorView.domEventHandlers({
      click(event, view) {
        const target = (event.target as HTMLElement).closest<HTMLElement>('[data-mark]');
        const mark = markAt(view, target?.dataset.mark);
        if (mark && view.state.selection.main.empty) deeds.follow(mark);
      },
    }),
  ];
}

export function setMarks(view: EditorView, marks: EvidenceMark[], part: Supported | null): void {
  view.dispatch({ effects: showMarks.of({ marks, part }) });
}

export function setFound(view: EditorView, all: Found[], current: number): void {
  view.dispatch({ effects: showFound.of({ found: all, current }) });
}

export function reveal(view: EditorView, from: number, to: number, select: boolean): void {
  const end = view.state.doc.length;
  const range = EditorSelection.range(Math.min(from, end), Math.min(to, end));
  view.dispatch({ ...(select ? { selection: range } : {}), effects: EditorView.scrollIntoView(range, { y: 'center' }) });
}

const MOST_FOUND = 2_000;

/** Every place of the words, whatever their case. A note of megabytes may hold very many: the first 2,000 are marked. */
export function findAll(text: string, words: string): { found: Found[]; more: boolean } {
  const all: Found[] = [];
  const phrase = words.trim();
  if (phrase === '') return { found: all, more: false };
  const pattern = new RegExp(
    phrase
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
    'gi',
  );
  for (const match of text.matchAll(pattern)) {
    if (all.length === MOST_FOUND) return { found: all, more: true };
    all.push({ from: match.index, to: match.index + match[0].length });
  }
  return { found: all, more: false };
}
