import { tick } from 'svelte';
import { app } from '../app.svelte';
import { completeCode, focusSearch } from '../codes/book-commands';
import { OpenBook } from '../codes/open-book.svelte';
import type { Row } from '../codes/search.svelte';
import { isDiagnosisShape, isService, readModifiers, SERVICES, servicesMeant } from '../codes/shapes';
import { desk, type CodeRef, type CodeSystem, type DiagnosisId, type DocumentId, type EncounterId, type Evidence, type Finding, type LineId, type ListedCode, type PatientFit, type Status, type WaitingProposal } from '../ipc';
import { yearsOld } from '../shared/dates';
import { t } from '../strings';
import { ChartController } from './chart.svelte';
import { queryFromWords } from './evidence';
import { isIncomplete } from './findings';
import { ADD_LINE, commitTyping, diagnosisId, focusPlace, isForSearch, lineCellId, partId, SEARCH_BOX, type PaneId } from './focus';
import { linking, moving, partsOf, removal, unlinking, type Kind, type Supported } from './parts';
import { gather } from './packet';
import { proposalWords } from './proposals';
import { actionWords } from './wording';

/** What the coder's hands do to the chart: each deed makes its change and puts the focus where the hand goes next. */
export class Coding {
  readonly chart: ChartController;
  readonly reading: OpenBook;
  /** Brings a pane into sight before the focus goes there. */
  onshow: (pane: PaneId) => void = () => undefined;
  /** The diagnosis that the next choice in the book replaces. */
  replacing = $state<DiagnosisId | null>(null);
  /** It was asked for at the diagnosis, and there the hand goes back. */
  #completing = false;
  /** The search asks the services alone. */
  supplies = $state(false);

  constructor(id: EncounterId) {
    this.chart = new ChartController(id, {
      fail: (error) => app.fail(error),
      changedElsewhere: () => app.say(t('chart.changedElsewhere')),
      changed: (changes) => app.applied(changes),
    });
    this.reading = new OpenBook({
      view: 'chart',
      home: () => this.on,
      offersLines: true,
      systems: () => this.#asked(),
      patient: () => this.patient,
      takesProcedures: () => this.isStay,
    });
  }

  /** What this encounter may be coded with, as far as it is installed. */
  get systems(): CodeSystem[] {
    return [...(this.isStay ? (['icd10cm', 'icd10pcs'] as const) : (['icd10cm'] as const)), ...this.#services];
  }

  /**
   * Diagnoses, and of a facility its procedures. Services, as far as they are installed, answer to what looks like a code of
   * theirs: their words would stand among the diagnoses. For words they are asked alone.
   */
  #asked(): CodeSystem[] {
    const services = this.#services;
    if (this.supplies && services.length > 0) return services;
    const meant = servicesMeant(this.reading.search.query);
    return this.systems.filter((system) => !services.includes(system) || meant.includes(system));
  }

  get #services(): CodeSystem[] {
    return SERVICES.filter((system) => app.state.systems.includes(system));
  }

  /** Services alone, or the diagnoses again. */
  async turnToSupplies(): Promise<void> {
    if (this.#services.length === 0) return app.say(t('search.noServices'));
    this.supplies = !this.supplies;
    await this.toSearch();
    await this.reading.search.ask(this.reading.search.query);
  }

  /** The date on which the book answers: the encounter's; today's only while it has none. */
  get on(): string {
    return this.chart.decidingDate ?? app.state.today;
  }

  /** What codes are compared with for sex and age; null while neither is known. */
  get patient(): PatientFit | null {
    const patient = this.chart.chart?.encounter.header.patient;
    if (!patient || (patient.sex === 'unknown' && !patient.birthDate)) return null;
    return { sex: patient.sex, ageYears: patient.birthDate ? yearsOld(patient.birthDate, this.on) : null };
  }

  /** Only the stay in a facility has procedures of ICD-10-PCS. */
  get isStay(): boolean {
    return this.chart.chart?.encounter.header.kind === 'facility';
  }

  get locked(): boolean {
    return this.chart.chart?.locked ?? true;
  }

  get replaced(): { letter: number; code: string } | null {
    const diagnoses = this.chart.chart?.encounter.diagnoses ?? [];
    const index = diagnoses.findIndex((diagnosis) => diagnosis.id === this.replacing);
    const found = diagnoses[index];
    return found ? { letter: index, code: found.code } : null;
  }

  async choose(row: Row, principal: boolean): Promise<void> {
    if (row.kind === 'hit' && row.hit.system === 'icd10pcs') return this.addProcedure(row.hit.code, principal);
    if (this.#refuseLocked()) return;
    const evidence = this.reading.search.words;
    const completed = this.#completing ? this.replacing : null;
    if (row.kind === 'line') await this.#addLine(row.code, evidence);
    else if (takesLine(row.hit)) await this.#addService(row.hit, evidence);
    else if (this.replacing !== null) {
      const diagnosis = this.replacing;
      if (await this.chart.amend({ kind: 'replace_diagnosis', diagnosis, code: row.hit.code })) {
        this.replacing = null;
        this.reading.remember(row.hit);
      }
    } else {
      await this.attach(row.hit.code, principal, evidence);
    }
    if (row.kind === 'hit') void this.reading.peek(row, false);
    this.reading.search.markSpent();
    if (completed === null || this.replacing !== null) return this.toSearch();
    this.onshow('codes');
    await app.focus(`#${diagnosisId(completed)}`);
  }

  /** With the words that it was looked up for as its evidence. */
  async addProcedure(code: string, principal: boolean): Promise<void> {
    if (!this.isStay) return app.say(t('procedure.inpatientOnly'));
    if (this.#refuseLocked()) return;
    const { words } = this.reading.search;
    const id = await this.#added('procedure', () => this.chart.amend({ kind: 'add_procedure', code, evidence: words, principal }));
    if (id !== null) this.reading.remember({ system: 'icd10pcs', code });
    this.reading.search.markSpent();
    await this.toSearch();
  }

  async attach(code: string, principal: boolean, evidence: Evidence | null): Promise<boolean> {
    const indexPath = this.reading.trailTo(code);
    const id = await this.#added('diagnosis', () => this.chart.amend({ kind: 'attach_diagnosis', code, evidence, indexPath, principal }));
    if (id !== null) this.reading.remember({ system: 'icd10cm', code });
    return id !== null;
  }

  /** Prints what a reviewer asks for. */
  async printSummary(): Promise<void> {
    this.chart.packet = null;
    await tick();
    window.print();
  }

  /** Prints everything that answers an auditor. It stays until something else is printed: the pages are drawn later. */
  async printPacket(): Promise<void> {
    const { chart } = this.chart;
    if (!chart) return;
    try {
      this.chart.packet = await gather(chart);
    } catch (error) {
      return app.fail(error);
    }
    await tick();
    window.print();
  }

  /** Takes the code of a proposal; what is only in words goes to the search. */
  async chooseProposal(proposal: WaitingProposal): Promise<void> {
    if (this.#refuseLocked()) return;
    const { content } = proposal;
    const is = proposal.code !== null || (content.kind === 'service' && content.act === 'credit');
    if (!is) {
      const asked = this.reading.search.ask(proposalWords(proposal));
      await this.toSearch();
      return asked;
    }
    if (await this.chart.takeProposals([proposal.id])) await this.#toProposals();
  }

  /** Takes every proposal that has a code. */
  async takeProposals(): Promise<void> {
    if (this.#refuseLocked()) return;
    const ids = (this.chart.chart?.proposals ?? []).filter(({ code }) => code !== null).map(({ id }) => id);
    if (ids.length === 0) return app.say(t('proposals.said.none'));
    if (await this.chart.takeProposals(ids)) await this.#toProposals();
  }

  async declineProposal({ id }: WaitingProposal): Promise<void> {
    if (this.#refuseLocked()) return;
    if (await this.chart.declineProposals([id])) await this.#toProposals();
  }

  /** To the first proposal that is left; to the search where none is. */
  async #toProposals(): Promise<void> {
    const first = this.chart.chart?.proposals[0];
    if (first) await app.focus(`#proposal-${first.id}`);
    else await this.toSearch();
  }

  async showProposals(): Promise<void> {
    this.onshow('codes');
    await this.#toProposals();
  }

  /** From the button of the page that lies open. */
  async attachPage({ system, code }: CodeRef): Promise<void> {
    if (system === 'icd10pcs') return this.addProcedure(code, false);
    if (this.#refuseLocked()) return;
    if (takesLine({ system, code })) await this.#addService({ system, code }, this.reading.search.words);
    else if (this.replacing === null) await this.attach(code, false, this.reading.search.words);
    else if (await this.chart.amend({ kind: 'replace_diagnosis', diagnosis: this.replacing, code })) this.replacing = null;
    this.reading.search.markSpent();
    await this.toSearch();
  }

  /** A line typed into the grid: the hand goes on to its modifiers. */
  async addTypedLine(code: string): Promise<void> {
    const id = await this.#addLine(code, null);
    if (id !== null) await app.focus(`#${lineCellId(id, 'modifiers')}`);
  }

  #addLine(code: string, evidence: Evidence | null, listed: ListedCode | null = null): Promise<LineId | null> {
    const modifiers = readModifiers(listed?.modifier ?? '');
    return this.#added('line', () => this.chart.amend({ kind: 'add_line', code, evidence, modifiers, charge: listed?.charge ?? null }));
  }

  /** A service that was found; of the user's own list with its charge and modifiers. */
  async #addService({ system, code }: CodeRef, evidence: Evidence | null): Promise<void> {
    const listed = system === 'own' ? await this.#listed(code) : null;
    if ((await this.#addLine(code, evidence, listed)) !== null) this.reading.remember({ system, code });
  }

  /** The row of the latest list of the user's own that has the code. */
  async #listed(code: string): Promise<ListedCode | null> {
    try {
      return (await desk.billingFacts(code, this.on))?.own[0]?.value ?? null;
    } catch (error) {
      app.fail(error);
      return null;
    }
  }

  /** Makes a change that adds a part, and selects that; null where it was not made. */
  async #added(kind: Kind, change: () => Promise<boolean>): Promise<number | null> {
    const before = new Set(this.#parts(kind).map(({ id }) => id));
    if (!(await change())) return null;
    const id = this.#parts(kind).find((part) => !before.has(part.id))?.id ?? null;
    if (id !== null) this.chart.select({ kind, id });
    return id;
  }

  /** The part of the chart that words of the record support. */
  async follow(part: Supported): Promise<void> {
    this.chart.select(part);
    this.onshow('codes');
    await app.focus(`#${partId(part)}`);
  }

  showEvidence(evidence: Evidence): void {
    this.onshow('record');
    this.chart.showEvidence(evidence);
  }

  /** The selected words of the record go into the search box and are searched. */
  async searchWords(): Promise<void> {
    const { words } = this.chart;
    if (!words) return;
    const asked = this.reading.search.askWords(queryFromWords(words.quote), words);
    await this.toSearch();
    await asked;
  }

  async toSearch(): Promise<void> {
    await focusSearch(this.reading, SEARCH_BOX);
  }

  async linkWords(): Promise<void> {
    const { words, part } = this.chart;
    if (this.#refuseLocked()) return;
    if (!words) return app.say(t('evidence.selectFirst'));
    if (!part) return app.say(t('evidence.choosePart'));
    if (await this.chart.amend(linking(part, words))) app.say(t('evidence.linked', { code: this.#codeOf(part) }), this.#undoable());
  }

  async unlink(index: number): Promise<void> {
    const { part } = this.chart;
    if (!part || this.#refuseLocked()) return;
    if (await this.chart.amend(unlinking(part, index))) app.say(t('evidence.unlinked'), this.#undoable());
    if (part.kind !== 'line') await app.focus(`#${partId(part)}`);
  }

  async remove(): Promise<void> {
    const { part } = this.chart;
    if (!part || this.#refuseLocked()) return;
    const code = this.#codeOf(part);
    const parts = this.#parts(part.kind);
    const index = parts.findIndex(({ id }) => id === part.id);
    const neighbour = (parts[index + 1] ?? parts[index - 1])?.id;
    if (!(await this.chart.amend(removal(part)))) return;
    app.say(t('said.removed', { code }), this.#undoable());
    if (neighbour === undefined) {
      if (part.kind === 'line') await app.focus(`#${ADD_LINE}`);
      else await this.toSearch();
      return;
    }
    const next = { kind: part.kind, id: neighbour };
    this.chart.select(next);
    await app.focus(`#${partId(next)}`);
  }

  async move(by: 1 | -1): Promise<void> {
    const { part } = this.chart;
    if (!part || this.#refuseLocked()) return;
    await this.chart.amend(({ encounter }) => {
      const parts = partsOf(encounter, part.kind);
      const at = parts.findIndex(({ id }) => id === part.id);
      const to = at + by;
      return at < 0 || to < 0 || to >= parts.length ? null : moving(part, to);
    });
  }

  async makePrincipal(): Promise<void> {
    const { part } = this.chart;
    if (!part || part.kind === 'line' || this.#refuseLocked()) return;
    await this.chart.amend(moving(part, 0));
    await app.focus(`#${partId(part)}`);
  }

  async beginReplace(): Promise<void> {
    const { part } = this.chart;
    if (part?.kind !== 'diagnosis' || this.#refuseLocked()) return;
    this.replacing = part.id;
    this.#completing = false;
    this.reading.search.words = null;
    const asked = this.reading.search.ask(this.#codeOf(part));
    await this.toSearch();
    await asked;
  }

  /** The diagnosis at hand, where the edits say that its code is incomplete. */
  get incomplete(): { id: DiagnosisId; code: string } | null {
    const { part } = this.chart;
    if (part?.kind !== 'diagnosis' || !this.chart.findings.open.some((finding) => isIncomplete(finding, part.id))) return null;
    return { id: part.id, code: this.#codeOf(part) };
  }

  /** The choices that complete the code of a diagnosis; the last one replaces it where it stands, with its evidence. */
  async completeDiagnosis(diagnosis = this.incomplete?.id): Promise<void> {
    if (diagnosis === undefined || this.#refuseLocked()) return;
    const part = { kind: 'diagnosis' as const, id: diagnosis };
    this.chart.select(part);
    this.replacing = diagnosis;
    this.#completing = true;
    this.reading.search.words = null;
    const quotes = this.chart.chart?.encounter.diagnoses.find(({ id }) => id === diagnosis)?.evidence.map(({ quote }) => quote) ?? [];
    const said = [...quotes, this.chart.words?.quote ?? ''].join(' ');
    const code = this.#codeOf(part);
    await completeCode(this.reading, { system: 'icd10cm', code, title: null }, { said, onleave: () => void this.leaveSearch() });
    // Where no choice leads to a billable code, those below it are listed among the results.
    if (this.reading.search.picker.from === null) await this.toSearch();
  }

  /** Esc in the empty box: back to the record, and no longer replacing. */
  async leaveSearch(): Promise<void> {
    const part = this.replacing;
    this.replacing = null;
    this.onshow(part === null ? 'record' : 'codes');
    await tick();
    if (part !== null) document.getElementById(diagnosisId(part))?.focus();
    else document.querySelector<HTMLElement>('[data-pane="record"] .cm-content')?.focus();
  }

  turnFinding(by: 1 | -1): void {
    const finding = this.chart.turnFinding(by);
    if (!finding) return app.say(t('findings.none'));
    if (finding.place.kind === 'diagnosis') this.chart.select({ kind: 'diagnosis', id: finding.place.diagnosis });
    if (finding.place.kind === 'procedure') this.chart.select({ kind: 'procedure', id: finding.place.procedure });
    if (finding.place.kind === 'line') this.chart.select({ kind: 'line', id: finding.place.line });
    // The search box brings its own pane; every other place is among the codes.
    this.onshow('codes');
    void tick().then(() => (isForSearch(finding) ? this.toSearch() : focusPlace(finding)));
  }

  async cure(finding: Finding, index: number): Promise<void> {
    const cure = finding.cures[index];
    if (!cure || this.#refuseLocked()) return;
    if (!(await this.chart.amend(cure))) return;
    await tick();
    const next = this.chart.findings.open[0];
    if (next) this.turnFinding(1);
    else await app.focus('#complete');
  }

  async acknowledge(finding: Finding, reason: string): Promise<boolean> {
    const { rule, place, args } = finding;
    return this.chart.amend({ kind: 'acknowledge', rule, place, args, reason });
  }

  async undo(): Promise<void> {
    const label = this.chart.chart?.undo;
    if (label && (await this.chart.undo())) app.say(t('said.undone', { what: actionWords(label) }));
  }

  async redo(): Promise<void> {
    const label = this.chart.chart?.redo;
    if (label && (await this.chart.redo())) app.say(t('said.redone', { what: actionWords(label) }));
  }

  async complete(): Promise<void> {
    commitTyping();
    await this.chart.settled();
    const chart = this.chart.chart;
    if (!chart || chart.locked) return;
    const { errors, warnings } = chart.counts;
    if (errors + warnings > 0) {
      this.chart.currentFinding = null;
      this.turnFinding(1);
      app.say(t('said.inTheWay', { n: errors + warnings, errors, warnings }));
    } else if (await this.chart.complete()) {
      await app.focus('#next-chart');
    }
  }

  async copyForward(from: EncounterId): Promise<boolean> {
    const copied = await this.chart.copyForward(from);
    if (copied) app.say(t('copy.done'), this.#undoable());
    return copied;
  }

  async withdraw(document: DocumentId, title: string): Promise<void> {
    if (await this.chart.amend({ kind: 'withdraw_document', document })) app.say(t('record.withdrawn', { title }), this.#undoable());
  }

  async moveTo(to: Status, needsReason: boolean): Promise<void> {
    if (to === 'completed') await this.complete();
    else if (to === 'on_hold') this.chart.dialog = { name: 'hold' };
    else if (needsReason) this.chart.dialog = { name: 'move', to };
    else await this.chart.moveStatus(to, '');
  }

  /** The undo of a message takes back what the message is about, or nothing: by then other changes may stand on it. */
  #undoable(): { undo: () => Promise<void> } {
    const revision = this.chart.chart?.revision;
    return { undo: async () => (this.chart.chart?.revision === revision ? this.undo() : app.say(t('said.tooLate'))) };
  }

  #refuseLocked(): boolean {
    if (this.locked) app.say(t(this.chart.chart?.encounter.status === 'void' ? 'chart.voidSaid' : 'chart.lockedSaid'));
    return this.locked;
  }

  #parts(kind: Kind) {
    const encounter = this.chart.chart?.encounter;
    return encounter ? partsOf(encounter, kind) : [];
  }

  #codeOf(part: Supported): string {
    return this.#parts(part.kind).find(({ id }) => id === part.id)?.code ?? '';
  }
}

/** A list of the user's own may hold diagnoses too. */
const takesLine = ({ system, code }: CodeRef) => isService(system) && !(system === 'own' && isDiagnosisShape(code));
