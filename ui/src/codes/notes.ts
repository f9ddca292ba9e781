import type { Note, NoteKind } from '../ipc';

export type NoteGroup = { kind: NoteKind; notes: Note[] };

/** What must be heeded before coding stands before what merely includes. */
const ORDER: NoteKind[] = ['excludes1', 'codeFirst', 'useAdditional', 'codeAlso', 'excludes2', 'includes', 'note', 'seventhCharacter'];

export function groupNotes(notes: Note[]): NoteGroup[] {
  const kinds = [...new Set([...ORDER, ...notes.map((note) => note.kind)])];
  return kinds.map((kind) => ({ kind, notes: notes.filter((note) => note.kind === kind) })).filter((group) => group.notes.length > 0);
}
