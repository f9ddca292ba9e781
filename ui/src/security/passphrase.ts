export const shortestPassphrase = 10;

export type Strength = 'short' | 'fair' | 'good' | 'strong';

/** A hint while typing; the backend decides. Length counts most, repeats count little. */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase];
  if (characters.length < shortestPassphrase) return 'short';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length;
  const worth = new Set(characters).size + characters.length / 2 + kinds * 2;
  if (worth < 17) return 'fair';
  return worth < 26 ? 'good' : 'strong';
}

/** "maria.santos" from "Maria Santos, CPC": offered, never forced. */
export function loginFrom(name: string): string {
  const plain = name.split(',')[0] ?? '';
  return plain.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim().replace(/[^a-z0-9]+/g, '.').replace(/^\.|\.$/g, '');
}
