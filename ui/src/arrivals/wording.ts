import type { ArrivalCounts, ArrivalVerdict, FieldChange, IntakeProblem } from '../ipc';
import { fill, t, type Key } from '../strings';

/** What an import does and what it brings, in sentences that leave out what there is none of. */
export function countWords(counts: ArrivalCounts, ofVisits: boolean): { does: string; brings: string; troubles: string } {
  const parts = (...names: ('new' | 'updated' | 'unchanged' | 'duplicates' | 'asked' | 'refused')[]) => names.filter((name) => counts[name] > 0).map((name) => t(`arrivals.count.${name}`, { n: counts[name] }));
  const brought = (['documents', 'proposals'] as const).filter((name) => counts[name] > 0).map((name) => t(`arrivals.${name}`, { n: counts[name] }));
  const troubles = parts('asked', 'refused');
  return {
    does: t(ofVisits ? 'arrivals.countsVisits' : 'arrivals.counts', { messages: counts.messages, parts: parts('new', 'updated', 'unchanged', 'duplicates').join(', ') || t('arrivals.count.none') }),
    brings: brought.length > 0 ? t('arrivals.brings', { parts: brought.join(', ') }) : '',
    troubles: troubles.length > 0 ? t('arrivals.troubles', { parts: troubles.join(', ') }) : '',
  };
}

/** Why a draft is not imported, or what is asked of it; empty where neither. */
export function verdictWords(verdict: ArrivalVerdict): { reason: string; question: string } {
  return {
    reason: verdict.verdict === 'refused' ? t(`refusedBecause.${verdict.reason}`) : '',
    question: verdict.verdict === 'asked' ? t(`question.${verdict.question}`) : '',
  };
}

export function fieldWords({ field, place, before, after, fate }: FieldChange): string {
  return t(`fieldFate.${fate}`, { field: nameOf(field), place, before, after });
}

export function problemWords({ place, ...kind }: IntakeProblem): string {
  const { problem, ...args } = kind as { problem: string } & Record<string, string | number>;
  const words = fill(t(`intake.${problem}` as Key), args);
  return place === '' ? words : t('arrivals.problem', { place, problem: words });
}

/** `/header/patient/lastName` is "patient last name". */
export function nameOf(field: string): string {
  const parts = field.split('/').slice(2).filter((part) => part !== 'claim');
  return parts.join(' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** What a field holds, from JSON, in a line: of objects what they hold. */
export function shownValue(json: string): string {
  const words = (value: unknown): string => {
    if (value === null || value === false) return '';
    if (typeof value === 'object') return Object.values(value).map(words).filter(Boolean).join(', ');
    return String(value as string | number | boolean);
  };
  return words(JSON.parse(json));
}
