import type { Concept, WaitingProposal } from '../ipc';
import { t, type Key } from '../strings';

const conceptOf = ({ content }: WaitingProposal): Concept => (content.kind === 'diagnosis' ? content.concept : content.procedure);

/** In the sender's words. */
export function proposalWords(proposal: WaitingProposal): string {
  const { text, codings } = conceptOf(proposal);
  const words = text || codings.find(({ description }) => description !== '')?.description || '';
  return words !== '' || proposal.code !== null ? words : codings.map(({ code }) => code).join(' ');
}

const roles: Partial<Record<string, Key>> = { admitting: 'proposals.admitting', working: 'proposals.working', problem_list: 'proposals.problemList' };

/** What the sender says beside it. */
export function proposalMarks({ code, content }: WaitingProposal): string[] {
  const marks: Key[] = [];
  if (content.kind === 'diagnosis') {
    const role = roles[content.role];
    if (role) marks.push(role);
    if (content.withdrawn) marks.push('proposals.withdrawn');
  } else if (content.act === 'credit') marks.push('proposals.credit');
  else if (content.act === 'done') marks.push('proposals.done');
  if (code === null && !marks.includes('proposals.credit')) marks.push('proposals.words');
  return marks.map((key) => t(key));
}
