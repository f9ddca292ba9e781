import type { Coverage, Header, Provider } from '../ipc';

export const noProvider: Provider = { name: '', npi: '', taxonomy: '' };
export const noCoverage: Coverage = { payer: '', memberId: '' };

export function blankHeader(today: string, owner: string): Header {
  return {
    kind: 'professional', account: '',
    patient: { recordNumber: '', lastName: '', firstName: '', middleName: '', birthDate: null, sex: 'unknown' },
    primaryPayer: null, secondaryPayer: null, financialClass: '', facility: '', placeOfService: '11',
    renderingProvider: null, referringProvider: null, serviceFrom: null, serviceTo: null, received: today, billBy: null, owner,
    priorAuthorization: '', accident: { employment: false, auto: false, other: false, date: null, state: '' },
    claimFrequency: '1', originalClaimNumber: '', acceptsAssignment: true, benefitsSignatureOnFile: true, claim: null,
  };
}

/** A provider or payer with nothing in it is none. */
export const orNone = <Part extends Provider | Coverage>(part: Part): Part | null => (Object.values(part).some((value) => value !== '') ? part : null);
