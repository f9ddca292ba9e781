import { app } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import type { Coding } from './coding.svelte';
import { nextPane, typingUnsaved, type PaneId } from './focus';
import { partsOf } from './parts';

const inPane = (pane: PaneId) => document.activeElement?.closest(`[data-pane="${pane}"]`) != null;
const onRow = () => document.activeElement?.closest('[data-diagnosis], [data-procedure]') != null;

/** Every key of the chart. `toPane` unfolds a pane before the focus goes there. */
export function chartCommands(coding: Coding, toPane: (pane: PaneId) => Promise<void>): Command[] {
  const { chart: controller, reading } = coding;
  const group = t('group.chart');
  const open = () => controller.chart !== null;
  const editable = () => open() && !coding.locked;
  const diagnosis = () => editable() && controller.part?.kind === 'diagnosis';

  const digits: Command[] = Array.from({ length: 9 }, (_, index) => ({
    id: `chart.digit${index + 1}`,
    title: index === 0 ? t('command.digit1') : t('command.digit', { n: index + 1 }),
    keys: [`Alt+${index + 1}`],
    group,
    when: editable,
    hidden: index > 0,
    inTextField: true,
    run: () => attachOrCure(index),
  }));

  // The same digits attach a hit in the book and take a cure anywhere else: both mean "that one".
  async function attachOrCure(index: number): Promise<void> {
    if (inPane('book')) {
      const row = await reading.search.choice(index);
      if (row?.kind === 'hit' && row.hit.standing.kind === 'header') await reading.search.complete(row.hit);
      else if (row) await coding.choose(row, false);
    } else if (controller.finding) {
      await coding.cure(controller.finding, index);
    }
  }

  return [
    {
      id: 'chart.print',
      title: t('command.print'),
      keys: ['Ctrl+P'],
      group,
      when: open,
      inTextField: true,
      run: () => coding.printSummary(),
    },
    {
      id: 'chart.packet',
      title: t('command.packet'),
      keys: ['Ctrl+Shift+P'],
      group,
      when: open,
      inTextField: true,
      run: () => coding.printPacket(),
    },
    {
      id: 'chart.complete',
      title: t('command.complete'),
      keys: ['Ctrl+Enter'],
      group,
      when: editable,
      inTextField: true,
      run: () => coding.complete(),
    },
    {
      id: 'chart.nextFinding',
      title: t('command.nextFinding'),
      keys: ['F8'],
      group,
      when: open,
      inTextField: true,
      run: () => coding.turnFinding(1),
    },
    {
      id: 'chart.previousFinding',
      title: t('command.previousFinding'),
      keys: ['Shift+F8'],
      group,
      when: open,
      inTextField: true,
      run: () => coding.turnFinding(-1),
    },
    {
      id: 'chart.acknowledge',
      title: t('command.acknowledge'),
      keys: ['A'],
      group,
      when: () => editable() && controller.finding?.severity === 'warning',
      run: () => {
        if (controller.finding) controller.dialog = { name: 'acknowledge', finding: controller.finding };
      },
    },
    {
      id: 'chart.rule',
      title: t('command.rule'),
      keys: ['W'],
      group,
      when: () => open() && controller.finding !== null,
      run: () => {
        if (controller.finding) controller.dialog = { name: 'rule', finding: controller.finding };
      },
    },
    { id: 'chart.proposals', title: t('command.proposals'), keys: ['P'], group, when: () => (controller.chart?.proposals.length ?? 0) > 0, run: () => coding.showProposals() },
    { id: 'chart.takeProposals', title: t('command.takeProposals'), keys: ['Shift+P'], group, when: () => editable() && (controller.chart?.proposals.length ?? 0) > 0, run: () => coding.takeProposals() },
    { id: 'chart.link', title: t('command.link'), keys: ['E'], group, when: editable, run: () => coding.linkWords() },
    { id: 'chart.replace', title: t('command.replace'), keys: ['R'], group, when: diagnosis, run: () => coding.beginReplace() },
    {
      id: 'chart.completeCode',
      title: t('command.completeDiagnosis'),
      keys: ['C'],
      group,
      when: () => diagnosis() && coding.incomplete !== null,
      run: () => coding.completeDiagnosis(),
    },
    {
      id: 'chart.principal',
      title: t('command.principal'),
      keys: ['Shift+Enter'],
      group,
      when: () => editable() && onRow(),
      run: () => coding.makePrincipal(),
    },
    {
      id: 'chart.remove',
      title: t('command.remove'),
      keys: ['Del'],
      group,
      when: () => editable() && controller.part !== null && inPane('codes'),
      run: () => coding.remove(),
    },
    {
      id: 'chart.removeLine',
      title: t('command.removeLine'),
      keys: ['Ctrl+Delete'],
      group,
      when: () => editable() && controller.part?.kind === 'line' && inPane('codes'),
      inTextField: true,
      run: () => coding.remove(),
    },
    {
      id: 'chart.moveUp',
      title: t('command.moveUp'),
      keys: ['Alt+Up'],
      group,
      when: () => editable() && controller.part !== null,
      inTextField: true,
      run: () => coding.move(-1),
    },
    {
      id: 'chart.moveDown',
      title: t('command.moveDown'),
      keys: ['Alt+Down'],
      group,
      when: () => editable() && controller.part !== null,
      inTextField: true,
      run: () => coding.move(1),
    },
    {
      id: 'chart.undo',
      title: t('command.undo'),
      keys: ['Ctrl+Z'],
      group,
      when: () => editable() && !typingUnsaved(),
      inTextField: true,
      run: () => coding.undo(),
    },
    {
      id: 'chart.redo',
      title: t('command.redo'),
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      group,
      when: () => editable() && !typingUnsaved(),
      inTextField: true,
      run: () => coding.redo(),
    },
    {
      id: 'chart.hold',
      title: t('command.hold'),
      keys: ['Ctrl+H'],
      group,
      when: editable,
      inTextField: true,
      run: () => void (controller.dialog = { name: 'hold' }),
    },
    {
      id: 'chart.faceSheet',
      title: t('command.faceSheet'),
      keys: ['Ctrl+I'],
      group,
      when: open,
      inTextField: true,
      run: () => void (controller.dialog = { name: 'face_sheet' }),
    },
    {
      id: 'chart.lineClaim',
      title: t('command.lineClaim'),
      keys: ['Ctrl+Shift+L'],
      group,
      when: () => open() && controller.part?.kind === 'line',
      inTextField: true,
      run: () => {
        if (controller.part?.kind === 'line') controller.dialog = { name: 'line_claim', line: controller.part.id };
      },
    },
    {
      id: 'chart.copyForward',
      title: t('command.copyForward'),
      keys: ['Ctrl+Shift+F'],
      group,
      when: editable,
      inTextField: true,
      run: () => void (controller.dialog = { name: 'copy_forward' }),
    },
    { id: 'chart.origins', title: t('command.origins'), keys: ['O'], group, when: open, run: () => void (controller.dialog = { name: 'origins' }) },
    { id: 'chart.history', title: t('command.history'), keys: [], group, when: open, run: () => void (controller.dialog = { name: 'history' }) },
    {
      id: 'chart.compare',
      title: t('command.compare'),
      keys: [],
      group,
      when: () => controller.chart?.encounter.completions.some((completion) => completion.reopened !== null) ?? false,
      run: () => void (controller.dialog = { name: 'compare' }),
    },
    {
      id: 'chart.reopen',
      title: t('move.reopen'),
      keys: [],
      group,
      when: () => coding.locked && (controller.chart?.moves.some((move) => move.to === 'in_progress') ?? false),
      run: () => coding.moveTo('in_progress', true),
    },
    { id: 'chart.supplies', title: t('command.supplies'), keys: ['F4'], group, when: open, inTextField: true, run: () => coding.turnToSupplies() },
    { id: 'chart.nextPane', title: t('command.nextPane'), keys: ['F6'], group, when: open, inTextField: true, run: () => toPane(nextPane(1)) },
    {
      id: 'chart.previousPane',
      title: t('command.previousPane'),
      keys: ['Shift+F6'],
      group,
      when: open,
      inTextField: true,
      run: () => toPane(nextPane(-1)),
    },
    { id: 'chart.peek', title: t('command.peek'), keys: ['Space'], group, when: () => open() && onRow(), hidden: true, run: () => peek() },
    { id: 'chart.close', title: t('command.closeChart'), keys: ['Ctrl+W'], group, inTextField: true, run: () => app.closeChart() },
    ...digits,
  ];

  function peek(): void {
    const { part, chart } = controller;
    if (!part || !chart) return;
    const code = partsOf(chart.encounter, part.kind).find(({ id }) => id === part.id)?.code;
    if (code) void reading.book.open({ system: part.kind === 'procedure' ? 'icd10pcs' : 'icd10cm', code }, true);
  }
}
