import type { DiagnosisId, Encounter, Finding, Place, Severity } from '../ipc';

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** The same thing, wherever it stands by now. */
export function samePlace(a: Place, b: Place): boolean {
  if (a.kind === 'diagnosis' && b.kind === 'diagnosis') return a.diagnosis === b.diagnosis;
  if (a.kind === 'line' && b.kind === 'line') return a.line === b.line;
  if (a.kind === 'procedure' && b.kind === 'procedure') return a.procedure === b.procedure;
  if (a.kind === 'revenue_line' && b.kind === 'revenue_line') return a.index === b.index;
  if (a.kind === 'hold' && b.kind === 'hold') return a.hold === b.hold;
  if (a.kind === 'header' && b.kind === 'header') return a.field === b.field;
  return a.kind === b.kind;
}

export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'diagnosis':
      return `diagnosis-${place.diagnosis}`;
    case 'line':
      return `line-${place.line}`;
    case 'procedure':
      return `procedure-${place.procedure}`;
    case 'revenue_line':
      return `revenue-line-${place.index}`;
    case 'hold':
      return `hold-${place.hold}`;
    case 'header':
      return `header-${place.field}`;
    case 'encounter':
      return 'encounter';
  }
}

export function findingKey(finding: Finding): string {
  const args = Object.entries(finding.args)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return [finding.rule, placeKey(finding.place), ...args].join('|');
}

/** gravest first; what the coder has acknowledged; what this desk lacks, which is the fault of no chart */
export type Sorted = { open: Finding[]; quiet: Finding[]; lacking: Finding[] };

export function sortFindings(findings: Finding[]): Sorted {
  const isLack = ({ rule, severity }: Finding) => rule === 'ncci.tables-missing' && severity === 'info';
  const open = findings.filter((finding) => finding.acknowledged === null && !isLack(finding));
  return {
    open: open.sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]),
    quiet: findings.filter((finding) => finding.acknowledged !== null),
    lacking: findings.filter(isLack),
  };
}

export function findingsAt(findings: Finding[], place: Place): Finding[] {
  return findings.filter((finding) => finding.acknowledged === null && samePlace(finding.place, place));
}

/** The gravest sign of a place. */
export function severityAt(findings: Finding[], place: Place): Severity | null {
  return findingsAt(findings, place).reduce<Severity | null>(
    (gravest, { severity }) => (gravest === null || WEIGHT[severity] < WEIGHT[gravest] ? severity : gravest),
    null,
  );
}

/** Whether a finding says that codes below that of the diagnosis, and not it itself, are billable. */
export function isIncomplete({ rule, place }: Finding, diagnosis: DiagnosisId): boolean {
  return place.kind === 'diagnosis' && place.diagnosis === diagnosis && /^validity\.(not-billable|no-longer-billable)$/.test(rule);
}

/** Where a finding is, in the coder's words: the letter of a diagnosis, the number of a line. */
export function placeIndex(place: Place, encounter: Encounter): number {
  if (place.kind === 'diagnosis') return encounter.diagnoses.findIndex((diagnosis) => diagnosis.id === place.diagnosis);
  if (place.kind === 'procedure') return encounter.stay?.procedures.findIndex((procedure) => procedure.id === place.procedure) ?? -1;
  if (place.kind === 'line') return encounter.lines.findIndex((line) => line.id === place.line);
  return -1;
}
