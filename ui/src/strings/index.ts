// All English wording the window shows, in one place. Findings and releases share theirs with the terminal: assets/wording.
import claimsEn from '@wording/claims.en.json';
import familiesEn from '@wording/families.en.json';
import findingsEn from '@wording/findings.en.json';
import releasesEn from '@wording/releases.en.json';
import type { ClaimProblem, DeskError, ErrorCode, FileFault, Finding } from '../ipc';
import { arrivals } from './arrivals';
import { billing } from './billing';
import { book } from './book';
import { changes } from './changes';
import { chart } from './chart';
import { claimForm } from './claim-form';
import { claims as claimWords } from './claims';
import { desk } from './desk';
import { errors, type ErrorWording } from './errors';
import { own } from './own';
import { pages } from './pages';
import { practice } from './practice';
import { rules } from './rules';
import { sources } from './sources';
import { words } from './words';
import { worklist } from './worklist';

const catalogue = { ...releasesEn, ...words, ...desk, ...chart, ...own, ...sources, ...book, ...billing, ...changes, ...rules, ...practice, ...claimWords, ...claimForm, ...arrivals, ...worklist, ...pages } as const;
export type Key = keyof typeof catalogue;
export type Args = Record<string, string | number>;

/** Whether there is a wording for it. */
export function isKey(key: string): key is Key {
  return key in catalogue;
}

/** The wording for a key. `{name}` is filled in; `{n|row|rows}` picks by the number n. */
export function t(key: Key, args: Args = {}): string {
  return fill(catalogue[key], args);
}

export function fill(wording: string, args: Args): string {
  return wording.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = args[name];
    if (value === undefined) return whole;
    if (one === undefined || many === undefined) return typeof value === 'number' ? value.toLocaleString('en-US') : value;
    return Number(value) === 1 ? one : many;
  });
}

/** What happened, what is safe, what to do. */
export function errorWording(error: DeskError): ErrorWording {
  const wording = errors[error.code as ErrorCode] ?? errors.internal;
  return { happened: fill(wording.happened, error.args), safe: fill(wording.safe, error.args), next: fill(wording.next, error.args) };
}

type FindingWording = { title: string; message: string };
const findings: Record<string, FindingWording | undefined> = findingsEn;

export function findingWording(finding: Pick<Finding, 'rule' | 'args'>): FindingWording {
  const wording = findings[wordedAs(finding.rule)];
  if (!wording) return { title: finding.rule, message: '' };
  return { title: fill(wording.title, finding.args), message: fill(wording.message, finding.args) };
}

/** House rules are counted, and all say what their practice wrote. */
function wordedAs(rule: string): string {
  return rule.startsWith('house.') ? 'house.rule' : rule;
}

/** The words of a rule, in which ‹code› stands for what each finding fills in. */
export function ruleWording(rule: string): FindingWording {
  const { title, message } = findings[wordedAs(rule)] ?? { title: rule, message: '' };
  const named = (text: string) => text.replace(/\{(\w+)\}/g, '‹$1›');
  return { title: named(title), message: named(message) };
}

const claims: Record<string, string | undefined> = claimsEn;

/** What keeps a claim from being built, as words behind the field. */
export function claimProblemWording(problem: ClaimProblem): string {
  const args = Object.fromEntries(Object.entries(problem).filter((entry): entry is [string, string | number] => typeof entry[1] === 'number' || typeof entry[1] === 'string'));
  return fill(claims[`problem.${problem.problem}`] ?? problem.problem, args);
}

/** `CLM01, segment 12: is no date …` */
export function fileFaultWording({ place, ...kind }: FileFault): string {
  const args = Object.fromEntries(Object.entries(kind).filter((entry): entry is [string, string | number] => typeof entry[1] === 'number' || typeof entry[1] === 'string'));
  const two = (number: number | null) => (number === null ? '' : String(number).padStart(2, '0'));
  const element = `${place.id}${two(place.element)}${place.component === null ? '' : `-${two(place.component)}`}`;
  return t('claims.faultAt', { segment: place.segment, element, said: fill(claims[`fault.${kind.fault}`] ?? kind.fault, args) });
}

/** The words of the CMS-1500 drawn on plain paper, by what the drawing asks for. */
export const formWords: Record<string, string> = Object.fromEntries(Object.entries(claimsEn).flatMap(([key, words]) => (key.startsWith('cms1500.') ? [[key.slice('cms1500.'.length), words]] : [])));

const families: Record<string, { title: string; about: string } | undefined> = familiesEn;

export function familyWording(family: string): { title: string; about: string } {
  return families[family] ?? { title: family, about: '' };
}

/** A word of a closed list: t('status.completed') by value. */
export function word<Prefix extends string, Value extends string>(prefix: Prefix, value: Value & (`${Prefix}.${Value}` extends Key ? Value : never)): string {
  return t(`${prefix}.${value}` as Key);
}
