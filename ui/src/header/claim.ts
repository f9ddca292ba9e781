// What only a claim needs: blank until something of it is entered, and null again once nothing of it is left.
import type { ClaimDetails, PayerDetails, Subscriber } from '../ipc';
import { blankAddress } from '../practice/blank';

const blankPayerDetails: PayerDetails = { groupNumber: '', groupName: '', insuranceType: '', relationship: 'myself', subscriber: null, claimNumber: '', adjudication: null };

export const blankSubscriber: Subscriber = { lastName: '', firstName: '', middleName: '', suffix: '', birthDate: null, sex: 'unknown', address: blankAddress };

export const blankClaim: ClaimDetails = {
  patientAddress: blankAddress, patientSuffix: '', patientDeathDate: null, patientWeight: null, pregnant: false, billTo: 'primary', primary: blankPayerDetails, secondary: blankPayerDetails,
  tertiaryPayer: null, tertiary: blankPayerDetails, patientAmountPaid: null, referralNumber: '', delayReason: '', informedConsent: false, specialProgram: '', note: null, clia: '', mammographyCertification: '',
  investigationalDevice: '', traceNumber: '', supervisingProvider: null, anesthesiaProcedure: '', conditionCodes: [],
  dates: {
    onset: null, initialTreatment: null, lastSeen: null, acuteManifestation: null, lastMenstrualPeriod: null, lastXRay: null, prescription: null, disabilityFrom: null, disabilityTo: null,
    lastWorked: null, returnToWork: null, admission: null, discharge: null, assumedCare: null, relinquishedCare: null, firstContact: null,
  },
  ambulance: null, homebound: false,
};

export function orNoClaim(claim: ClaimDetails): ClaimDetails | null {
  return same(claim, blankClaim) ? null : claim;
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key as keyof typeof one], other[key as keyof typeof other]));
}

/** Why a claim comes late (X12 data element 1514). */
export const delayReasons = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '15'] as const;
/** What a claim note is (X12 data element 363). */
export const noteKinds = ['ADD', 'CER', 'DCP', 'DGN', 'TPO'] as const;
export const relationships = ['myself', 'spouse', 'child', 'employee', 'life_partner', 'organ_donor', 'cadaver_donor', 'other', 'unknown'] as const;
/** Why Medicare is not primary (X12 data element 1336). */
export const insuranceTypes = ['12', '13', '14', '15', '16', '41', '42', '43', '47'] as const;
