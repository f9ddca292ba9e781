// What only a claim needs: blank until something of it is entered, and null again once nothing of it is left.
import type { Ambulance, Attachment, ClaimDetails, Contract, Equipment, FormAnswer, LineAdjudication, LineDetails, PayerDetails, PayerOrder, Subscriber, SupportingForm, TestResult } from '../ipc';
import { blankAddress } from '../practice/blank';

export const blankPayerDetails: PayerDetails = { groupNumber: '', groupName: '', insuranceType: '', relationship: 'myself', subscriber: null, claimNumber: '', providerSigned: false, informedConsent: null, adjudication: null };

export const blankSubscriber: Subscriber = { lastName: '', firstName: '', middleName: '', suffix: '', birthDate: null, sex: 'unknown', address: blankAddress };

export const blankClaim: ClaimDetails = {
  patientAddress: blankAddress, patientSuffix: '', patientDeathDate: null, patientWeight: null, pregnant: false, billTo: 'primary', primary: blankPayerDetails, secondary: blankPayerDetails,
  tertiaryPayer: null, tertiary: blankPayerDetails, patientAmountPaid: null, referralNumber: '', delayReason: '', informedConsent: false, specialProgram: '', note: null, clia: '', mammographyCertification: '',
  investigationalDevice: '', traceNumber: '', supervisingProvider: null, anesthesiaProcedure: '', conditionCodes: [],
  dates: {
    onset: null, initialTreatment: null, lastSeen: null, acuteManifestation: null, lastMenstrualPeriod: null, lastXRay: null, prescription: null, disabilityFrom: null, disabilityTo: null,
    lastWorked: null, returnToWork: null, admission: null, discharge: null, assumedCare: null, relinquishedCare: null, firstContact: null,
  },
  ambulance: null, homebound: false, attachments: [], contract: null, stateInformation: [], spinalManipulation: null, epsdtReferral: null, repricing: null,
};

/** What only a claim needs of a line, in the same way. */
export const blankLineClaim: LineDetails = {
  anesthesiaMinutes: null, description: '', emergency: false, epsdt: false, familyPlanning: false, ndcQuantity: null, ndcUnit: '', prescriptionNumber: '', controlNumber: '', note: null,
  priorAuthorization: '', referralNumber: '', clia: '', referringClia: '', mammographyCertification: '', immunizationBatch: '', salesTax: null, postage: null, ambulancePatients: null,
  obstetricAnesthesiaUnits: null,
  dates: { prescription: null, recertification: null, beginTherapy: null, lastCertification: null, lastSeen: null, shipped: null, lastXRay: null, initialTreatment: null },
  equipment: null, testResults: [], orderingProvider: null, supervisingProvider: null, referringProvider: null, facility: '', adjudications: [], attachments: [], contract: null, stateInformation: [],
  repricing: null, forms: [],
};

export const blankAmbulance: Ambulance = { reason: 'A', miles: '0', roundTripPurpose: '', stretcherPurpose: '', pickUp: blankAddress, dropOffName: '', dropOff: blankAddress, certifications: [] };
export const blankEquipment: Equipment = { certificateTransmission: '', certification: '', certifiedMonths: '0', necessityDays: null, rentalPrice: '0', purchasePrice: '0', rentalUnit: '4' };
export const blankAnswer: FormAnswer = { question: '', yesNo: '', text: '', date: null, percent: null };
export const blankResult: TestResult = { reference: 'TR', kind: 'R2', value: '0' };
export const blankForm: SupportingForm = { list: 'UT', form: '', answers: [blankAnswer] };
export const blankDecision = (payer: PayerOrder, units: string): LineAdjudication => ({ payer, paid: '0', units, date: null, patientLiability: null, adjustments: [] });
export const blankAttachment: Attachment = { kind: 'OZ', transmission: 'BM', controlNumber: '' };
export const blankContract: Contract = { kind: '09', amount: null, percent: null, code: '', discountPercent: null, version: '' };

export function orNoClaim(claim: ClaimDetails): ClaimDetails | null {
  return same(claim, blankClaim) ? null : claim;
}

export function orNoLineClaim(claim: LineDetails): LineDetails | null {
  return same(claim, blankLineClaim) ? null : claim;
}

/** What a claim and a line may both carry, shown where it is asked for. */
export type SupplementPart = 'attachments' | 'contract' | 'stateInformation';
export const supplementParts: readonly SupplementPart[] = ['attachments', 'contract', 'stateInformation'];

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
/** Who bears what a payer did not pay (X12 data element 1033). */
export const adjustmentGroups = ['CO', 'PR', 'OA', 'PI', 'CR'] as const;
/** The commoner papers that go with a claim (X12 data element 755). */
export const paperKinds = ['OZ', '03', '04', '06', '08', 'B4', 'CT', 'DA', 'DG', 'DS', 'LA', 'M1', 'NN', 'P4', 'PN', 'PY', 'RB', 'RR', 'RX'] as const;
/** How a paper is sent (X12 data element 756). */
export const transmissions = ['BM', 'EL', 'EM', 'FX', 'FT', 'AA'] as const;
/** X12 data element 1166 */
export const contractKinds = ['01', '02', '03', '04', '05', '06', '09'] as const;
/** Why an ambulance drove (X12 data element 1317). */
export const ambulanceReasons = ['A', 'B', 'C', 'D', 'E'] as const;
/** What was certified of the patient (X12 data element 1321). */
export const ambulanceConditions = ['01', '04', '05', '06', '07', '08', '09', '12'] as const;
/** X12 data element 1342 */
export const spinalConditions = ['A', 'C', 'D', 'E', 'F', 'G', 'M'] as const;
/** X12 data element 1321 */
export const epsdtConditions = ['AV', 'NU', 'S2', 'ST'] as const;
/** How a drug is measured (X12 data element 355). */
export const drugUnits = ['UN', 'ML', 'GR', 'ME', 'F2'] as const;

/** The first field of a part that was just asked for. */
export const partField = (name: string): string => `[data-part="${name}"] :is(input, .select-trigger)`;
