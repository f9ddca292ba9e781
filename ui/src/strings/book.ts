// Wording of the page of a code and of the codes beside it.
export const book = {
  'command.siblings': 'Compare with the codes beside it',
  'command.header': 'The header of this code, with all below it',

  'book.history': 'When it stood in the book',

  'siblings.label': 'Codes beside {code}',
  'siblings.code': 'Code',
  'siblings.title': 'Title',
  'siblings.close': 'Close',
  'siblings.hint': 'Enter attaches · Space opens the page · Esc closes',
  'siblings.hintRead': 'Enter opens the page · Esc closes',
  'siblings.none': 'Nothing stands beside {code}.',
} as const;
