// Wording of the rules: their pages, severities, and the practice's own.
export const rules = {
  'command.rule': 'Read the rule behind this finding',
  'rule.read': 'Rule',
  'rule.source': 'Source',
  'rule.finding': 'This finding',
  'rule.severity': 'Severity',
  'rule.id': 'Rule',
  'rule.effect.error': 'It blocks completion.',
  'rule.effect.warning': 'It is corrected, or acknowledged with a reason.',
  'rule.effect.info': 'It stands by and stops nothing.',
  'rule.limit.error': 'Law or the format of the claim demand it: it cannot be lowered.',
  'rule.limit.warning': 'It may be lowered to a warning, by rule and payer.',
  'rule.limit.info': 'It may be an error, a warning or an info, by rule and payer.',
} as const;
