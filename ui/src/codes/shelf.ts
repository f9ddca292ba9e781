import type { CodeSummary } from '../ipc';
import { t } from '../strings';

/** What is written on the spine: the highest level is called a chapter in one book and a section in another. */
export function shelfName({ system, kind, code }: Pick<CodeSummary, 'system' | 'kind' | 'code'>): string {
  if (kind !== 'chapter') return code;
  if (system === 'icd10cm') return t('code.chapter', { code });
  return system === 'icd10pcs' ? t('code.section', { code }) : code;
}
