// INTERIM, written by hand until `cargo xtask bindings` generates this file from the Rust types. Same names, same
// shapes: only import from './index' (ipc/index.ts), never from here.

export type EncounterId = number; export type DiagnosisId = number; export type LineId = number;
export type DocumentId = number; export type HoldId = number; export type QueryId = number;
export type CodeSystem = 'icd10cm' | 'icd10pcs' | 'hcpcs' | 'cpt' | 'modifier' | 'pos';
export type Status = 'not_started' | 'in_progress' | 'on_hold' | 'ready_for_review' | 'in_review' | 'completed' | 'exported' | 'needs_recoding' | 'void';
export type Requirement = 'nothing' | 'clean' | 'reason';
export type Sex = 'female' | 'male' | 'unknown';
export type Patient = { recordNumber: string; lastName: string; firstName: string; middleName: string; birthDate: string | null; sex: Sex };
export type Provider = { name: string; npi: string; taxonomy: string };
export type Coverage = { payer: string; memberId: string };
export type DocumentKind = 'progress_note' | 'history_and_physical' | 'operative_report' | 'discharge_summary' | 'consultation' | 'laboratory' | 'imaging' | 'pathology' | 'addendum' | 'other';
export type Document = { id: DocumentId; kind: DocumentKind; title: string; author: string; date: string | null; text: string; withdrawn: boolean };
/** start/end are UTF-16 offsets into the document's text (lines end with \n), so they equal CodeMirror offsets. */
export type Evidence = { document: DocumentId; start: number; end: number; quote: string };
export type PresentOnAdmission = 'Y' | 'N' | 'U' | 'W' | '1';
export type Diagnosis = { id: DiagnosisId; code: string; evidence: Evidence[]; presentOnAdmission: PresentOnAdmission | null };
export type ServiceLine = { id: LineId; code: string; modifiers: string[]; pointers: DiagnosisId[]; units: string; charge: string; ndc: string; serviceFrom: string | null; serviceTo: string | null; placeOfService: string | null; renderingProvider: Provider | null; evidence: Evidence[] };
export type Accident = { employment: boolean; auto: boolean; other: boolean; date: string | null; state: string };
export type EncounterKind = 'professional' | 'facility';
export type ClaimFrequency = '1' | '7' | '8';
export type Header = { kind: EncounterKind; account: string; patient: Patient; primaryPayer: Coverage | null; secondaryPayer: Coverage | null; financialClass: string; facility: string; placeOfService: string; renderingProvider: Provider | null; referringProvider: Provider | null; serviceFrom: string | null; serviceTo: string | null; received: string | null; billBy: string | null; owner: string; priorAuthorization: string; accident: Accident; claimFrequency: ClaimFrequency; originalClaimNumber: string; acceptsAssignment: boolean; benefitsSignatureOnFile: boolean };
export type Stamp = { by: string; at: string };
export type HoldReason = 'missing_documentation' | 'unsigned_note' | 'provider_query' | 'pending_laboratory' | 'pending_pathology' | 'authorization' | 'registration' | 'charge_question' | 'other';
export type Hold = { id: HoldId; reason: HoldReason; note: string; provider: string; placed: Stamp; lifted: Stamp | null };
export type Severity = 'error' | 'warning' | 'info';
export type HeaderField = 'birthDate' | 'serviceFrom' | 'serviceTo' | 'placeOfService' | 'npi';
export type Place = { kind: 'encounter' } | { kind: 'header'; field: HeaderField } | { kind: 'diagnosis'; diagnosis: DiagnosisId; index: number } | { kind: 'line'; line: LineId; index: number } | { kind: 'hold'; hold: HoldId; index: number };
export type Acknowledgement = { rule: string; place: Place; args: Record<string, string>; reason: string; stamp: Stamp };
export type Finding = { rule: string; severity: Severity; place: Place; args: Record<string, string>; source: string; cures: Amendment[]; acknowledged: Acknowledgement | null };
export type FindingCounts = { errors: number; warnings: number; infos: number };
export type Reopening = { stamp: Stamp; reason: string };
export type Completion = { stamp: Stamp; coder: string; credential: string; releases: string[]; reopened: Reopening | null };
export type Encounter = { status: Status; header: Header; documents: Document[]; diagnoses: Diagnosis[]; lines: ServiceLine[]; stay: unknown | null; holds: Hold[]; queries: unknown[]; acknowledgements: Acknowledgement[]; completions: Completion[]; secondsWorked: number; firstCoder: string; lastCoder: string; lastPart: number };
export type Amendment =
  | { kind: 'attach_diagnosis'; code: string; evidence: Evidence | null; principal: boolean }
  | { kind: 'replace_diagnosis'; diagnosis: DiagnosisId; code: string }
  | { kind: 'remove_diagnosis'; diagnosis: DiagnosisId }
  | { kind: 'move_diagnosis'; diagnosis: DiagnosisId; to: number }
  | { kind: 'link_diagnosis_evidence'; diagnosis: DiagnosisId; evidence: Evidence }
  | { kind: 'unlink_diagnosis_evidence'; diagnosis: DiagnosisId; index: number }
  | { kind: 'add_line'; code: string; evidence: Evidence | null }
  | { kind: 'set_line'; line: ServiceLine }
  | { kind: 'remove_line'; line: LineId }
  | { kind: 'move_line'; line: LineId; to: number }
  | { kind: 'link_line_evidence'; line: LineId; evidence: Evidence }
  | { kind: 'unlink_line_evidence'; line: LineId; index: number }
  | { kind: 'set_header'; header: Header }
  | { kind: 'add_document'; document: Document }
  | { kind: 'withdraw_document'; document: DocumentId }
  | { kind: 'place_hold'; reason: HoldReason; note: string; provider: string }
  | { kind: 'lift_hold'; hold: HoldId }
  | { kind: 'acknowledge'; rule: string; place: Place; args: Record<string, string>; reason: string }
  | { kind: 'withdraw_acknowledgement'; rule: string; place: Place }
  | { kind: 'copy_forward'; diagnoses: Diagnosis[]; lines: ServiceLine[] };
export type Compared = 'diagnosis' | 'line' | 'service_date' | 'place_of_service' | 'rendering_provider' | 'payer' | 'document';
export type Difference = { what: Compared; before: string | null; after: string | null };

// ---- dictionary (names may still move a little)
export type ReleaseInfo = { id: string; system: CodeSystem; name: string; from: string; to: string | null; source: string };
export type DictionaryInfo = { releases: ReleaseInfo[]; codes: number; version: string };
export type Window = { from: string; to: string | null };
export type CodeStanding = { kind: 'valid' } | { kind: 'header' } | { kind: 'not_yet_valid'; from: string } | { kind: 'retired'; on: string } | { kind: 'unknown' };
export type CodeKind = 'chapter' | 'block' | 'category' | 'subcategory' | 'code';
export type CodeRef = { system: CodeSystem; code: string; title: string | null; kind: CodeKind; billable: boolean; standing: CodeStanding };
export type NoteKind = 'includes' | 'excludes1' | 'excludes2' | 'code_first' | 'use_additional_code' | 'code_also' | 'note' | 'seventh_character';
export type Note = { kind: NoteKind; text: string; origin: string; originTitle: string | null; inherited: boolean };
export type SeventhCharacter = { character: string; meaning: string };
export type CodeDetail = { system: CodeSystem; code: string; title: string | null; kind: CodeKind; billable: boolean; standing: CodeStanding; windows: Window[]; attributes: string[]; path: CodeRef[]; children: CodeRef[]; siblings: CodeRef[]; previous: CodeRef | null; next: CodeRef | null; notes: Note[]; inclusionTerms: string[]; seventhCharacters: SeventhCharacter[]; release: string };
export type Range = { start: number; end: number };
export type Reason = { kind: string; text: string };
export type SearchHit = { system: CodeSystem; code: string; title: string | null; billable: boolean; standing: CodeStanding; matchedTerm: string | null; codeHighlights: Range[]; titleHighlights: Range[]; termHighlights: Range[]; reasons: Reason[] };
export type SearchAnswer = { hits: SearchHit[]; total: number };

// ---- vault and queue
export type QueueColumn = 'service_from' | 'bill_by' | 'charges' | 'patient' | 'account' | 'status' | 'received' | 'payer' | 'provider' | 'owner';
export type QueueFilter = { statuses: Status[]; payer: string | null; provider: string | null; owner: string | null; serviceFrom: string | null; serviceTo: string | null; onHold: boolean | null; minAgeDays: number | null };
export type QueueSort = { column: QueueColumn; descending: boolean };
export type QueueRequest = { filter: QueueFilter; sort: QueueSort; offset: number; limit: number };
/** text: the quick find over patient, account and provider */
export type QueueQuery = { request: QueueRequest; text: string };
export type QueueRow = { id: EncounterId; status: Status; account: string; recordNumber: string; patient: string; birthDate: string | null; serviceFrom: string | null; billBy: string | null; received: string | null; payer: string; provider: string; facility: string; charges: string; owner: string; openHolds: number; errors: number; warnings: number; documents: number; diagnoses: string };
export type StatusCount = { status: Status; count: number };
export type QueuePage = { rows: QueueRow[]; total: number; counts: StatusCount[] };
export type QueueFacets = { payers: string[]; providers: string[]; owners: string[] };
export type AuditEntry = { number: number; at: string; by: string; encounter: EncounterId | null; action: string; detail: Record<string, string> };
export type AuditVerdict = { entries: number; intact: boolean; firstBad: number | null; head: string };
export type UserSummary = { login: string; name: string };
export type NewUser = { login: string; name: string; credential: string; passphrase: string };

// ---- workstation
export type Practice = 'own' | 'sample';
export type Session = { login: string; name: string; credential: string };
export type DeskState = {
  practice: Practice;
  /** absent: first run; locked: ask for a passphrase; open: session is set */
  vault: 'absent' | 'locked' | 'open';
  users: UserSummary[]; waitSeconds: number; session: Session | null;
  preferences: Preferences; dictionary: DictionaryInfo; today: string; version: string; folder: string;
};
export type Theme = 'system' | 'light' | 'dark' | 'contrast';
export type SavedFilter = { name: string; filter: QueueFilter; sort: QueueSort; text: string };
export type Preferences = {
  theme: Theme; zoomPercent: number; compactRows: boolean; recordFontSize: number; autoLockMinutes: number;
  queueColumns: string[]; queue: QueueQuery | null; savedFilters: SavedFilter[];
  /** widths of the chart panes in percent, by pane id; 0 = collapsed */
  panes: Record<string, number>;
  /** command id -> keys, only those that the user changed */
  keys: Record<string, string>;
  /** the codes last attached, newest first */
  recents: string[]; favourites: string[];
};
export type Move = { to: Status; requirement: Requirement };
export type CodeTitle = { title: string | null; billable: boolean; standing: CodeStanding };
/** Which release answers for the deciding date: covered=false must be said loudly. */
export type DateCoverage = { decidingDate: string | null; release: string | null; covered: boolean };
export type Chart = {
  id: EncounterId; revision: number; encounter: Encounter; findings: Finding[]; counts: FindingCounts; charges: string;
  undo: string | null; redo: string | null; locked: boolean; moves: Move[]; coverage: DateCoverage;
  /** titles of every diagnosis code on the chart, by code, on the deciding date */
  titles: Record<string, CodeTitle>;
};
export type Changes = { queue: boolean; encounter: EncounterId | null; preferences: boolean };
export type Outcome<T> = { value: T; changes: Changes };
export type NoteDraft = { title: string; text: string; kind: DocumentKind };
export type Pulse = { locksInSeconds: number | null; open: boolean };
export type CreatedVault = { recoveryCode: string; desk: DeskState };
export type SearchReply = { sequence: number; micros: number; answer: SearchAnswer };

export type ErrorCode =
  | 'vault_in_use' | 'vault_absent' | 'vault_exists' | 'wrong_passphrase' | 'too_soon' | 'wrong_recovery_code' | 'unknown_user' | 'weak_passphrase'
  | 'vault_damaged' | 'keyring_missing' | 'keyring_damaged' | 'newer_vault' | 'disk_full' | 'read_only' | 'stale' | 'locked_encounter' | 'no_such_encounter'
  | 'desk_locked' | 'empty_code' | 'no_such_part' | 'too_many_diagnoses' | 'too_many_lines' | 'too_many_modifiers' | 'too_many_pointers' | 'evidence_not_in_document'
  | 'reason_missing' | 'hold_is_lifted' | 'move_not_allowed' | 'not_clean' | 'nothing_to_undo' | 'nothing_to_redo'
  | 'note_not_text' | 'note_too_large' | 'note_empty' | 'file_unreadable' | 'backup_damaged' | 'dictionary_missing' | 'dictionary_unusable' | 'internal';
export type DeskError = { code: ErrorCode; args: Record<string, string> };
export type Result<T, E> = { status: 'ok'; data: T } | { status: 'error'; error: E };

export type Commands = {
  desk(): Promise<Result<DeskState, DeskError>>;
  createVault(user: NewUser): Promise<Result<CreatedVault, DeskError>>;
  unlock(login: string, passphrase: string): Promise<Result<DeskState, DeskError>>;
  recover(recoveryCode: string, login: string, passphrase: string): Promise<Result<DeskState, DeskError>>;
  lock(): Promise<Result<DeskState, DeskError>>;
  openSample(): Promise<Result<DeskState, DeskError>>;
  resetSample(): Promise<Result<DeskState, DeskError>>;
  closeSample(): Promise<Result<DeskState, DeskError>>;
  changePassphrase(current: string, passphrase: string): Promise<Result<null, DeskError>>;
  addUser(user: NewUser): Promise<Result<DeskState, DeskError>>;
  /** every 15 s while a window is open: how long until auto-lock; `seconds` = active seconds spent in `encounter` since the last pulse; `active` = a key or pointer moved since */
  pulse(encounter: EncounterId | null, seconds: number, active: boolean): Promise<Result<Pulse, DeskError>>;
  setPreferences(preferences: Preferences): Promise<Result<Preferences, DeskError>>;
  backup(path: string): Promise<Result<null, DeskError>>;
  restore(path: string): Promise<Result<DeskState, DeskError>>;
  verifyAudit(): Promise<Result<AuditVerdict, DeskError>>;
  history(encounter: EncounterId): Promise<Result<AuditEntry[], DeskError>>;

  queue(query: QueueQuery): Promise<Result<QueuePage, DeskError>>;
  queueFacets(): Promise<Result<QueueFacets, DeskError>>;
  nextChart(query: QueueQuery, after: EncounterId | null): Promise<Result<EncounterId | null, DeskError>>;
  createEncounter(header: Header, documents: Document[]): Promise<Result<Outcome<Chart>, DeskError>>;
  /** text pasted, or a path dropped/picked: a document to be put into a new or the open encounter */
  readNote(name: string, text: string): Promise<Result<NoteDraft, DeskError>>;
  readNoteFile(path: string): Promise<Result<NoteDraft, DeskError>>;

  openEncounter(encounter: EncounterId): Promise<Result<Outcome<Chart>, DeskError>>;
  amend(encounter: EncounterId, revision: number, amendment: Amendment): Promise<Result<Outcome<Chart>, DeskError>>;
  undo(encounter: EncounterId, revision: number): Promise<Result<Outcome<Chart>, DeskError>>;
  redo(encounter: EncounterId, revision: number): Promise<Result<Outcome<Chart>, DeskError>>;
  complete(encounter: EncounterId, revision: number): Promise<Result<Outcome<Chart>, DeskError>>;
  moveStatus(encounter: EncounterId, revision: number, to: Status, reason: string): Promise<Result<Outcome<Chart>, DeskError>>;
  addLateDocument(encounter: EncounterId, revision: number, document: Document): Promise<Result<Outcome<Chart>, DeskError>>;
  compareWithCompletion(encounter: EncounterId): Promise<Result<Difference[], DeskError>>;
  earlierEncounters(encounter: EncounterId): Promise<Result<QueueRow[], DeskError>>;
  copyForward(encounter: EncounterId, revision: number, from: EncounterId): Promise<Result<Outcome<Chart>, DeskError>>;

  search(sequence: number, query: string, on: string, systems: CodeSystem[], limit: number): Promise<Result<SearchReply, DeskError>>;
  code(system: CodeSystem, code: string, on: string): Promise<Result<CodeDetail | null, DeskError>>;
  chapters(on: string): Promise<Result<CodeRef[], DeskError>>;
  children(system: CodeSystem, code: string, on: string): Promise<Result<CodeRef[], DeskError>>;
};
export declare const commands: Commands;
