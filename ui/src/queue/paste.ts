import { isTextField } from '../commands/registry.svelte';

/** Text that was pasted where no field takes it; null when a field or a dialog has it. */
export function pastedText(event: ClipboardEvent): string | null {
  if (event.defaultPrevented || isTextField(event.target) || document.querySelector('[data-modal]')) return null;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  return text.trim() === '' ? null : text;
}
