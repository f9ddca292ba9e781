import { t } from '../strings';

/** What a file is, in a line: its name, its pages, its size. */
export function fileWords({ name, pages, bytes }: { name: string; pages: unknown[]; bytes: number }): string {
  const size = bytes < 1_000_000 ? t('page.kilobytes', { n: Math.max(1, Math.round(bytes / 1000)) }) : t('page.megabytes', { n: (bytes / 1_000_000).toFixed(1) });
  return [name, pages.length > 0 ? t('page.count', { n: pages.length }) : '', size].filter(Boolean).join(', ');
}
