// The words of a field of an encounter by its path, for example `header/patient/birthDate`.
import { t, type Key } from '../strings';

const words: [RegExp, Key][] = [
  [/^header\/account$/, 'header.account'],
  [/^header\/patient\/lastName$/, 'header.lastName'],
  [/^header\/patient\/firstName$/, 'header.firstName'],
  [/^header\/patient\/birthDate$/, 'header.birthDate'],
  [/^header\/patient\/sex$/, 'header.sex'],
  [/^header\/patient/, 'header.patient'],
  [/^header\/placeOfService$/, 'header.placeOfService'],
  [/^header\/facility/, 'header.facility'],
  [/^header\/renderingProvider/, 'header.provider'],
  [/^header\/referringProvider/, 'header.referring'],
  [/^header\/primaryPayer\/memberId$/, 'header.memberId'],
  [/^header\/primaryPayer/, 'header.primaryPayer'],
  [/^header\/secondaryPayer\/memberId$/, 'header.secondMemberId'],
  [/^header\/secondaryPayer/, 'header.secondaryPayer'],
  [/^header\/serviceFrom$/, 'header.serviceFrom'],
  [/^header\/accident\/date$/, 'header.accidentDate'],
  [/^header\/accident\/state$/, 'header.accidentState'],
  [/^header\/accident/, 'header.accident'],
  [/^header\/originalClaimNumber$/, 'header.originalClaim'],
  [/^header\/priorAuthorization$/, 'header.priorAuthorization'],
  [/^header\/claim\/patientAddress/, 'claim.patientAddress'],
  [/^header\/claim\/billTo$/, 'claim.billTo'],
  [/^header\/claim\/delayReason$/, 'claim.delayReason'],
  [/^header\/claim\/note/, 'claim.note'],
  [/^header\/claim\/tertiary/, 'claimPart.tertiary'],
  [/^header\/claim\/ambulance/, 'claimPart.ambulance'],
  [/^header\/claim\/attachments/, 'claimPart.attachments'],
  [/^header\/claim\/contract/, 'claimPart.contract'],
  [/^header\/claim\/stateInformation/, 'claimPart.stateInformation'],
  [/^header\/claim\/spinalManipulation/, 'claimPart.spinalManipulation'],
  [/^header\/claim\/epsdtReferral/, 'claimPart.epsdtReferral'],
  [/^header\/claim\/primary/, 'header.primaryPayer'],
  [/^header\/claim\/secondary/, 'header.secondaryPayer'],
  [/^header\/claim/, 'claim.title'],
  [/^status$/, 'claims.status'],
  [/^diagnoses/, 'claims.diagnoses'],
];

export function encounterField(path: string): string {
  const [, number] = /^lines\/(\d+)/.exec(path) ?? [];
  if (number !== undefined) return t('claims.line', { n: Number(number) + 1 });
  const known = words.find(([pattern]) => pattern.test(path));
  return known ? t(known[1]) : path;
}
