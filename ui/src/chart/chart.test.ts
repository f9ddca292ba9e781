import { describe, expect, it, vi } from 'vitest';
import { DeskFailure, type Amendment, type Chart, type Outcome } from '../ipc';
import { ChartController, type ChartDesk } from './chart.svelte';

function chartAt(revision: number, codes: string[] = [], extra: Partial<Chart> = {}): Outcome<Chart> {
  const diagnoses = codes.map((code, index) => ({ id: index + 1, code, evidence: [], presentOnAdmission: null }));
  const value = {
    id: 5,
    revision,
    findings: [],
    locked: false,
    encounter: { diagnoses, lines: [], documents: [], secondsWorked: 100 },
    ...extra,
  } as unknown as Chart;
  return { value, changes: { queue: true, encounter: 5 } };
}

function desk(parts: Partial<ChartDesk>) {
  const voice = { fail: vi.fn(), changedElsewhere: vi.fn(), changed: vi.fn() };
  const using = { openEncounter: vi.fn(async () => chartAt(1, ['I10'])), ...parts } as unknown as ChartDesk;
  return { controller: new ChartController(5, voice, using), voice, using };
}

const attach = (code: string) => ({ kind: 'attach_diagnosis', code, evidence: null, indexPath: null, principal: false }) as const;

describe('chart', () => {
  it('shows what the reply carries and asks nothing more', async () => {
    const { controller, using } = desk({ amend: vi.fn(async () => chartAt(2, ['I10', 'E11.9'])) });
    await controller.open();
    expect(await controller.amend(attach('E11.9'))).toBe(true);
    expect(controller.chart?.revision).toBe(2);
    expect(using.openEncounter).toHaveBeenCalledTimes(1);
  });

  it('sends quick changes one after the other, each on the revision before it', async () => {
    const revisions: number[] = [];
    const amend = vi.fn(async (_id: number, revision: number) => {
      revisions.push(revision);
      await Promise.resolve();
      return chartAt(revision + 1);
    });
    const { controller } = desk({ amend });
    await controller.open();
    await Promise.all([controller.amend(attach('A')), controller.amend(attach('B')), controller.amend(attach('C'))]);
    expect(revisions).toEqual([1, 2, 3]);
    expect(controller.chart?.revision).toBe(4);
  });

  it('builds the second of two quick changes of a line on the first', async () => {
    const line = { id: 7, units: '1', charge: '0' };
    const withLine = (revision: number, lines: unknown[]) => {
      const outcome = chartAt(revision);
      outcome.value.encounter.lines = lines as never;
      return outcome;
    };
    const amend = vi.fn(async (_id: number, revision: number, amendment: Amendment) =>
      withLine(revision + 1, amendment.kind === 'set_line' ? [amendment.line] : []),
    );
    const { controller } = desk({ openEncounter: vi.fn(async () => withLine(1, [line])), amend });
    await controller.open();
    await Promise.all([controller.changeLine(7, { units: '2' }), controller.changeLine(7, { charge: '36.4' })]);
    expect(controller.chart?.encounter.lines[0]).toEqual({ id: 7, units: '2', charge: '36.4' });
    expect(await controller.changeLine(99, { units: '3' })).toBe(false);
    expect(amend).toHaveBeenCalledTimes(2);
  });

  it('reads the chart again when it is stale, and says so', async () => {
    const openEncounter = vi
      .fn()
      .mockResolvedValueOnce(chartAt(1))
      .mockResolvedValueOnce(chartAt(9, ['J45.20']));
    const amend = vi.fn(async () => Promise.reject(new DeskFailure({ code: 'stale', args: {} })));
    const { controller, voice } = desk({ openEncounter, amend });
    await controller.open();
    expect(await controller.amend(attach('E11.9'))).toBe(false);
    expect(controller.chart?.revision).toBe(9);
    expect(voice.changedElsewhere).toHaveBeenCalledOnce();
    expect(voice.fail).not.toHaveBeenCalled();
  });

  it('keeps the chart as it is after any other failure', async () => {
    const amend = vi.fn(async () => Promise.reject(new DeskFailure({ code: 'too_many_diagnoses', args: {} })));
    const { controller, voice } = desk({ amend });
    await controller.open();
    expect(await controller.amend(attach('E11.9'))).toBe(false);
    expect(controller.chart?.revision).toBe(1);
    expect(voice.fail).toHaveBeenCalledOnce();
  });

  it('lets go of a diagnosis that is gone', async () => {
    const { controller } = desk({ amend: vi.fn(async () => chartAt(2, [])) });
    await controller.open();
    controller.select({ kind: 'diagnosis', id: 1 });
    await controller.amend({ kind: 'remove_diagnosis', diagnosis: 1 });
    expect(controller.part).toBeNull();
  });

  it('turns through the findings that still speak, gravest first and round again', async () => {
    const finding = (rule: string, severity: string, acknowledged: unknown = null) => ({
      rule,
      severity,
      acknowledged,
      place: { kind: 'encounter' },
      args: {},
      source: '',
      cures: [],
    });
    const findings = [finding('w', 'warning'), finding('quiet', 'warning', {}), finding('e', 'error')] as unknown as Chart['findings'];
    const { controller } = desk({ openEncounter: vi.fn(async () => chartAt(1, [], { findings })) });
    await controller.open();
    expect([controller.turnFinding(1), controller.turnFinding(1), controller.turnFinding(1)].map((f) => f?.rule)).toEqual(['e', 'w', 'e']);
    expect(controller.turnFinding(-1)?.rule).toBe('w');
  });

  it('adds a document late where the encounter is locked, and opens it', async () => {
    const withNote = chartAt(2, [], { locked: true });
    withNote.value.encounter.documents = [{ id: 3, title: 'Pathology', withdrawn: false }] as never;
    const addLateDocument = vi.fn(async () => withNote);
    const { controller } = desk({ openEncounter: vi.fn(async () => chartAt(1, [], { locked: true })), addLateDocument });
    await controller.open();
    await controller.addDocument({ id: 0, kind: 'pathology', title: 'Pathology', author: '', date: null, text: 'x', withdrawn: false, file: null });
    expect(addLateDocument).toHaveBeenCalledOnce();
    expect(controller.openDocument?.id).toBe(3);
  });
});

describe('time', () => {
  it('hands each active second over once and rests with the hands', async () => {
    vi.useFakeTimers();
    const { controller } = desk({});
    await controller.open();
    for (let second = 0; second < 5; second += 1) controller.clock.tick(true);
    controller.clock.tick(false);
    expect(controller.takeActiveSeconds()).toBe(5);
    expect(controller.takeActiveSeconds()).toBe(0);
    vi.setSystemTime(Date.now() + 61_000);
    controller.clock.tick(true);
    expect(controller.takeActiveSeconds()).toBe(0);
    controller.clock.touch();
    controller.clock.tick(true);
    expect(controller.takeActiveSeconds()).toBe(1);
    expect(controller.secondsWorked).toBe(106);
    vi.useRealTimers();
  });
});
