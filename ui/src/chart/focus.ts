import type { Finding, Place } from '../ipc';
import { findingKey } from './findings';
import type { Supported } from './parts';

export const SEARCH_BOX = 'chart-search';
export const FACE_SHEET = 'face-sheet';
export const ADD_LINE = 'add-line';

export function diagnosisId(id: number): string {
  return `diagnosis-${id}`;
}
export function lineCellId(id: number, cell: string): string {
  return `line-${id}-${cell}`;
}
export function procedureId(id: number): string {
  return `procedure-${id}`;
}
/** Where the hand rests on a part of the chart. */
export function partId({ kind, id }: Supported): string {
  if (kind === 'diagnosis') return diagnosisId(id);
  return kind === 'line' ? lineCellId(id, 'code') : procedureId(id);
}
export function findingId(finding: Finding): string {
  return `finding-${findingKey(finding)}`;
}

/** The cell of a line that a rule speaks of. */
function cellOf(rule: string): string {
  if (/pointer/.test(rule)) return 'pointers';
  if (/modifier/.test(rule)) return 'modifiers';
  if (/unit/.test(rule)) return 'units';
  if (/charge/.test(rule)) return 'charge';
  return 'code';
}

function elementAt(place: Place, rule: string): HTMLElement | null {
  switch (place.kind) {
    case 'diagnosis':
      return document.getElementById(diagnosisId(place.diagnosis));
    case 'line':
      return document.getElementById(lineCellId(place.line, cellOf(rule)));
    case 'procedure':
      return document.getElementById(procedureId(place.procedure));
    case 'hold':
      return document.getElementById(`hold-${place.hold}`);
    case 'header':
      return document.getElementById(FACE_SHEET);
    case 'revenue_line':
      // The chart shows none; the finding itself takes the hand.
      return null;
    case 'encounter':
      if (/no-line/.test(rule)) return document.getElementById(ADD_LINE);
      return null;
  }
}

/** A chart without a diagnosis is cured in the book. */
export function isForSearch(finding: Finding): boolean {
  return finding.place.kind === 'encounter' && finding.rule.includes('no-diagnosis');
}

/** Puts the hand where the finding can be cured; where that is nowhere on the chart, on the finding itself. */
export function focusPlace(finding: Finding): void {
  const target = elementAt(finding.place, finding.rule) ?? document.getElementById(findingId(finding));
  document.getElementById(findingId(finding))?.scrollIntoView({ block: 'nearest' });
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
  if (target instanceof HTMLInputElement) target.select();
}

const PANES = ['record', 'codes', 'book'] as const;
export type PaneId = (typeof PANES)[number];

function paneTarget(pane: PaneId): HTMLElement | null {
  const inside = (selector: string) => document.querySelector<HTMLElement>(`[data-pane="${pane}"] ${selector}`);
  if (pane === 'record') return inside('.cm-content') ?? inside('button');
  if (pane === 'codes') return inside('[data-diagnosis][tabindex="0"]') ?? document.getElementById(ADD_LINE) ?? inside('button');
  return document.getElementById(SEARCH_BOX);
}

export function focusPane(pane: PaneId): void {
  const target = paneTarget(pane);
  target?.focus();
  if (target instanceof HTMLInputElement) target.select();
}

export function nextPane(by: 1 | -1): PaneId {
  const here = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane as PaneId | undefined;
  const at = here ? PANES.indexOf(here) : by > 0 ? -1 : 0;
  return PANES[(at + by + PANES.length) % PANES.length] ?? 'record';
}

/** A field whose typing is not yet on the chart: there Ctrl+Z takes back typing, elsewhere the last change. */
export function typingUnsaved(): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return false;
  return field.dataset.saved === undefined || field.value !== field.dataset.saved;
}

/** Lets the field at hand hand over what was typed, as leaving it would. */
export function commitTyping(): void {
  document.activeElement?.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Where the hand is, so that it can be put back when a reply redraws the chart under it. */
export type Hand = { id: string; pane: PaneId | null };

export function whereTheHandIs(): Hand | null {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) return null;
  const pane = activeElement.closest<HTMLElement>('[data-pane]')?.dataset.pane ?? null;
  return { id: activeElement.id, pane: pane as PaneId | null };
}

/** A row that moves or a button that goes takes the focus with it; the hand stays as near as it can. */
export function putTheHandBack(hand: Hand | null): void {
  if (hand === null || (document.activeElement !== document.body && document.activeElement !== null)) return;
  const same = hand.id === '' ? null : document.getElementById(hand.id);
  if (same) same.focus();
  else if (hand.pane) focusPane(hand.pane);
}
