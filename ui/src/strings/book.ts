// Wording of the page of a code and of the codes beside it.
export const book = {
  'command.siblings': 'Compare with the codes beside it',
  'command.header': 'The header of this code, with all below it',

  'history.label': 'What became of this code',
  'history.known': 'in the book since then or before',
  'history.knownHeader': 'a header in the book since then or before',
  'history.came': 'came',
  'history.cameHeader': 'came as a header',
  'history.becameHeader': 'became a header, billable no more',
  'history.becameBillable': 'became billable',
  'history.went': 'last day',
  'history.retitled': 'retitled; before: {before}',
  'history.replacedBy': 'In its place',
  'history.replaces': 'In place of',

  'siblings.label': 'Codes beside {code}',
  'siblings.code': 'Code',
  'siblings.title': 'Title',
  'siblings.close': 'Close',
  'siblings.hint': 'Enter attaches · Space opens the page · Esc closes',
  'siblings.hintRead': 'Enter opens the page · Esc closes',
  'siblings.none': 'Nothing stands beside {code}.',
} as const;
