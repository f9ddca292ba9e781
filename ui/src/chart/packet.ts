// What a defence packet says beyond the chart: where in the record a quote stands, and the notes that were in force.
import { desk, type AuditEntry, type AuditVerdict, type Chart, type CodeDetail, type CodeSystem, type Document, type Evidence } from '../ipc';

export type Packet = {
  /** by code, diagnoses and procedures of a stay; only those that the book has on the deciding date */
  details: Map<string, CodeDetail>;
  audit: AuditVerdict;
  /** of this encounter, the latest first */
  trail: AuditEntry[];
};

export async function gather(chart: Chart): Promise<Packet> {
  const on = chart.coverage.decidingDate;
  const asked: [CodeSystem, string][] = [
    ...chart.encounter.diagnoses.map(({ code }): [CodeSystem, string] => ['icd10cm', code]),
    ...(chart.encounter.stay?.procedures ?? []).map(({ code }): [CodeSystem, string] => ['icd10pcs', code]),
  ];
  const [details, audit, trail] = await Promise.all([
    on === null ? [] : Promise.all(asked.map(([system, code]) => desk.code(system, code, on))),
    desk.verifyAudit(),
    desk.history(chart.id),
  ]);
  const known = details.flatMap((detail, index): [string, CodeDetail][] => (detail ? [[asked[index]![1], detail]] : []));
  return { details: new Map(known), audit, trail };
}

/** Where a quote stands: the lines of its document, counted from 1; null where the document is not there any more. */
export function quoteLines({ start, end }: Evidence, document: Document | undefined): { from: number; to: number } | null {
  if (!document) return null;
  const line = (offset: number) => document.text.slice(0, offset).split('\n').length;
  return { from: line(start), to: line(Math.max(start, end - 1)) };
}
