import {
  desk,
  DeskFailure,
  type Amendment,
  type Changes,
  type Chart,
  type Document,
  type DocumentId,
  type EncounterId,
  type Evidence,
  type Finding,
  type FindingCounts,
  type LineId,
  type MessageId,
  type Outcome,
  type ProposalId,
  type ServiceLine,
  type Status,
} from '../ipc';
import { WorkClock } from './clock.svelte';
import { findingKey, sortFindings, type Sorted } from './findings';
import type { Packet } from './packet';
import { partsOf, type Supported } from './parts';

export type ChartDesk = Pick<
  typeof desk,
  'openEncounter' | 'amend' | 'undo' | 'redo' | 'complete' | 'moveStatus' | 'addLateDocument' | 'copyForward' | 'takeProposals' | 'declineProposals' | 'partMerge'
>;
export type ChartDialog =
  | { name: 'hold' | 'copy_forward' | 'compare' | 'history' | 'origins' | 'face_sheet' | 'add_document' }
  | { name: 'move'; to: Status }
  | { name: 'line_claim'; line: LineId }
  | { name: 'acknowledge' | 'rule'; finding: Finding };

/** What the controller tells the rest of the desk. */
export type ChartVoice = {
  fail: (error: unknown) => void;
  /** Another hand changed the encounter: it was read again and the change was not made. */
  changedElsewhere: () => void;
  /** What else a reply says has changed, the queue for example. */
  changed: (changes: Changes) => void;
};

/** The encounter on the desk. Every reply carries the whole chart, so nothing is ever fetched on a guess. */
export class ChartController {
  chart = $state.raw<Chart | null>(null);
  /** It could not be opened; why has been said. */
  refused = $state(false);
  /** The diagnosis, procedure or line at hand. */
  part = $state.raw<Supported | null>(null);
  document = $state<DocumentId | null>(null);
  /** The words selected in the record. */
  words = $state.raw<Evidence | null>(null);
  /** Words of the record to be brought into sight; a new object each time, so that twice the same shows twice. */
  shown = $state.raw<Evidence | null>(null);
  currentFinding = $state<string | null>(null);
  dialog = $state.raw<ChartDialog | null>(null);
  /** What is on its way to the printer in the place of the coding summary. */
  packet = $state.raw<Packet | null>(null);
  readonly clock = new WorkClock();
  readonly id: EncounterId;
  #desk: ChartDesk;
  #voice: ChartVoice;
  #line: Promise<unknown> = Promise.resolve();

  constructor(id: EncounterId, voice: ChartVoice, using: ChartDesk = desk) {
    this.id = id;
    this.#voice = voice;
    this.#desk = using;
  }

  get findings(): Sorted {
    return sortFindings(this.chart?.findings ?? []);
  }

  /** What is counted of the findings: that of this desk is none of the chart's. */
  get counts(): FindingCounts {
    const { errors, warnings, infos } = this.chart?.counts ?? { errors: 0, warnings: 0, infos: 0 };
    return { errors, warnings, infos: infos - this.findings.lacking.length };
  }

  get documents(): Document[] {
    return this.chart?.encounter.documents.filter((document) => !document.withdrawn) ?? [];
  }

  get openDocument(): Document | null {
    return this.documents.find((document) => document.id === this.document) ?? this.documents[0] ?? null;
  }

  get finding(): Finding | null {
    return this.findings.open.find((finding) => findingKey(finding) === this.currentFinding) ?? null;
  }

  /** The date that decides which release answers; null while no date of service is known. */
  get decidingDate(): string | null {
    return this.chart?.coverage.decidingDate ?? null;
  }

  get secondsWorked(): number {
    return this.#secondsBefore + this.clock.seconds;
  }

  #secondsBefore = $state(0);

  async open(): Promise<void> {
    try {
      const { value } = await this.#desk.openEncounter(this.id);
      this.#secondsBefore = value.encounter.secondsWorked;
      this.clock.restart();
      this.#show(value);
      this.refused = false;
    } catch (error) {
      this.refused = true;
      this.#voice.fail(error);
    }
  }

  /** For the pulse: seconds since the last one. A locked chart is read, not worked on. */
  takeActiveSeconds(): number {
    return this.clock.take();
  }

  /**
   * Makes a change. One that builds on what is on the chart is given as a function: it is asked for only when every
   * change before it has been answered, so that two quick ones never overwrite each other. Null changes nothing.
   */
  amend(change: Amendment | ((chart: Chart) => Amendment | null)): Promise<boolean> {
    return this.#send((chart) => {
      const amendment = typeof change === 'function' ? change(chart) : change;
      return amendment && this.#desk.amend(chart.id, chart.revision, amendment);
    });
  }

  changeLine(id: LineId, patch: Partial<ServiceLine>): Promise<boolean> {
    return this.amend(({ encounter }) => {
      const line = encounter.lines.find((candidate) => candidate.id === id);
      return line ? { kind: 'set_line', line: { ...line, ...patch } } : null;
    });
  }

  undo(): Promise<boolean> {
    return this.#send((chart) => this.#desk.undo(chart.id, chart.revision));
  }

  redo(): Promise<boolean> {
    return this.#send((chart) => this.#desk.redo(chart.id, chart.revision));
  }

  complete(): Promise<boolean> {
    return this.#send((chart) => this.#desk.complete(chart.id, chart.revision));
  }

  moveStatus(to: Status, reason: string): Promise<boolean> {
    return this.#send((chart) => this.#desk.moveStatus(chart.id, chart.revision, to, reason));
  }

  copyForward(from: EncounterId): Promise<boolean> {
    return this.#send((chart) => this.#desk.copyForward(chart.id, chart.revision, from));
  }

  takeProposals(ids: ProposalId[]): Promise<boolean> {
    return this.#send((chart) => this.#desk.takeProposals(chart.id, chart.revision, ids));
  }

  declineProposals(ids: ProposalId[]): Promise<boolean> {
    return this.#send((chart) => this.#desk.declineProposals(chart.id, chart.revision, ids));
  }

  /** Two numbers that a message made one are two again, here and on the other encounters that it changed. */
  partMerge(message: MessageId): Promise<boolean> {
    return this.#send((chart) => this.#desk.partMerge(chart.id, chart.revision, message));
  }

  /** A document for the record; to a locked encounter it comes late, and flags it. */
  async addDocument(document: Document): Promise<boolean> {
    const before = new Set(this.documents.map((known) => known.id));
    const added = await this.#send((chart) =>
      chart.locked
        ? this.#desk.addLateDocument(chart.id, chart.revision, document)
        : this.#desk.amend(chart.id, chart.revision, { kind: 'add_document', document }),
    );
    if (added) this.document = this.documents.find((known) => !before.has(known.id))?.id ?? this.document;
    return added;
  }

  /** Resolves when every change that was asked for so far has been answered. */
  async settled(): Promise<void> {
    await this.#line;
  }

  select(part: Supported | null): void {
    this.part = part;
  }

  showEvidence(evidence: Evidence): void {
    this.document = evidence.document;
    this.shown = { ...evidence };
  }

  /** The next or previous finding that still speaks; null when there is none. */
  turnFinding(by: 1 | -1): Finding | null {
    const { open } = this.findings;
    const at = open.findIndex((finding) => findingKey(finding) === this.currentFinding);
    const next = at < 0 ? (by > 0 ? 0 : open.length - 1) : (at + by + open.length) % open.length;
    const finding = open[next] ?? null;
    this.currentFinding = finding && findingKey(finding);
    return finding;
  }

  /** One change at a time, each on the revision that the one before left behind: fast hands are never stale. */
  #send(change: (chart: Chart) => Promise<Outcome<Chart>> | null): Promise<boolean> {
    const sent = this.#line.then(async () => {
      if (!this.chart) return false;
      try {
        const outcome = await change(this.chart);
        if (!outcome) return false;
        const { value, changes } = outcome;
        this.#show(value);
        this.#voice.changed(changes);
        return true;
      } catch (error) {
        if (error instanceof DeskFailure && error.error.code === 'stale') await this.#readAgain();
        else this.#voice.fail(error);
        return false;
      }
    });
    this.#line = sent;
    return sent;
  }

  async #readAgain(): Promise<void> {
    try {
      this.#show((await this.#desk.openEncounter(this.id)).value);
      this.#voice.changedElsewhere();
    } catch (error) {
      this.#voice.fail(error);
    }
  }

  #show(chart: Chart): void {
    this.chart = chart;
    const { part } = this;
    if (part && !partsOf(chart.encounter, part.kind).some(({ id }) => id === part.id)) this.part = null;
  }
}
