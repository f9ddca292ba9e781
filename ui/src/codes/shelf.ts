import type { CodeSummary } from '../ipc';
import { t } from '../strings';

/** What is written on the spine: the highest level is called a chapter in one book and a section in another. */
export function shelfName({ system, kind, code }: Pick<CodeSummary, 'system' | 'kind' | 'code'>): string {
  if (kind !== 'chapter') return code;
  if (system === 'icd10cm') return t('code.chapter', { code });
  return system === 'icd10pcs' ? t('code.section', { code }) : code;
}

/** Codes that are put together so that they can be looked through: nobody calls them anything. */
export function isGroup({ system, kind }: Pick<CodeSummary, 'system' | 'kind'>): boolean {
  return (kind === 'chapter' || kind === 'block') && system !== 'icd10cm' && system !== 'icd10pcs';
}
