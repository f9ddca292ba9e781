// The pages of the file that a document came as, and where they stand in its text.
import type { Document, Evidence } from '../ipc';
import { t } from '../strings';

/** Whether the document says anything: a scan is pictures alone. */
export function hasText({ text }: Document): boolean {
  return text.trim() !== '';
}

/** The page on which an offset of the text stands, from 1; null where the document has no pages. */
export function pageAt({ file }: Document, offset: number): number | null {
  if (!file || file.pages.length === 0) return null;
  return Math.max(1, file.pages.filter(({ start }) => start <= offset).length);
}

/** Where a page, counted from 1, begins in the text. */
export function pageStart({ file }: Document, page: number): number {
  return file?.pages[page - 1]?.start ?? 0;
}

/** "p. 3" of a quote in a document of several pages; else nothing. */
export function quotedPage(evidence: Evidence, document: Document | undefined): string {
  const page = document?.file && document.file.pages.length > 1 ? pageAt(document, evidence.start) : null;
  return page === null ? '' : t('page.short', { page });
}
