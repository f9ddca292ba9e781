import type { Reason } from '../ipc';
import { t } from '../strings';

/** Why a code was found, in a sentence. */
export function reasonWords(reason: Reason): string {
  const { kind, ...args } = reason;
  return t(`why.${kind}`, args);
}
