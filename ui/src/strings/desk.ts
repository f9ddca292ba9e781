// Wording of the frame, the first screens, the queue, a new encounter and the settings.
export const desk = {
  'app.name': 'Carrel',
  'app.promise': 'An offline desk for medical coding',
  'close': 'Close',
  'cancel': 'Cancel',
  'undo': 'Undo',
  'dismiss': 'Dismiss',
  'copy': 'Copy',
  'copied': 'Copied.',
  'save': 'Save',
  'none': 'None',
  'queue.noNext': 'No other chart is waiting in this order.',
  'any': 'Any',
} as const;
