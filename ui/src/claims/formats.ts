// As what claims leave the desk, or are copied for another system.
import type { ClaimsFormat } from '../ipc';
import { word } from '../strings';

export const formats: readonly ClaimsFormat[] = ['professional', 'paper', 'fhir', 'table', 'json'];

/** A copy goes to no payer and marks nothing. */
export const isCopy = (format: ClaimsFormat): boolean => format !== 'professional' && format !== 'paper';

const extensions: Record<ClaimsFormat, [string, ...string[]]> = { professional: ['837', 'txt', 'edi'], paper: ['pdf'], fhir: ['ndjson'], table: ['csv'], json: ['json'] };

export const saveFilter = (format: ClaimsFormat) => [{ name: word('claimsFile', format), extensions: extensions[format] }];

/** `name` is the number of the file, or the day of a copy. */
export const fileName = (format: ClaimsFormat, name: number | string): string => `claims-${String(name).padStart(6, '0')}.${extensions[format][0]}`;
