import type { DocumentId, Encounter, Evidence } from '../ipc';
import { KINDS, partsOf, partSign, type Supported } from './parts';

/** One stretch of a document and everything it supports. */
export type EvidenceMark = { start: number; end: number; tint: 1 | 2 | 3 | 4; letters: string[]; supports: Supported[] };

const TINTS = 4;

/** The marks of one document in reading order; equal stretches become one mark with several letters. */
export function evidenceMarks(encounter: Encounter, document: DocumentId, length: number): EvidenceMark[] {
  const marks = new Map<string, EvidenceMark>();
  const add = (evidence: Evidence, supported: Supported, letter: string, index: number) => {
    if (evidence.document !== document || evidence.start >= evidence.end || evidence.end > length) return;
    const key = `${evidence.start}-${evidence.end}`;
    const known = marks.get(key);
    if (known) {
      if (!known.letters.includes(letter)) known.letters.push(letter);
      known.supports.push(supported);
    } else {
      const tint = ((index % TINTS) + 1) as EvidenceMark['tint'];
      marks.set(key, { start: evidence.start, end: evidence.end, tint, letters: [letter], supports: [supported] });
    }
  };
  for (const kind of KINDS)
    partsOf(encounter, kind).forEach((part, index) => {
      for (const evidence of part.evidence) add(evidence, { kind, id: part.id }, partSign(kind, index), index);
    });
  return [...marks.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

export function supports(mark: EvidenceMark, part: Supported | null): boolean {
  return part !== null && mark.supports.some((supported) => supported.kind === part.kind && supported.id === part.id);
}

/** The words between two offsets without the white space around them; null where nothing is left. */
export function wordsBetween(document: DocumentId, text: string, from: number, to: number): Evidence | null {
  let start = Math.min(from, to);
  let end = Math.max(from, to);
  while (start < end && /\s/.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return start < end ? { document, start, end, quote: text.slice(start, end) } : null;
}

/** What to search for selected words: one line, no more than a phrase. */
export function queryFromWords(quote: string): string {
  const line = quote.replace(/\s+/g, ' ').trim();
  if (line.length <= 120) return line;
  const cut = line.slice(0, 120);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 60));
}
