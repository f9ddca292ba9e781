import { expect, it } from 'vitest';
import { loginFrom, strengthOf } from './passphrase';

it.each([
  ['123456789', 'short'],
  ['aaaaaaaaaaaaaa', 'fair'],
  ['correct horse battery', 'good'],
  ['lamp over the Third shelf, 9 books', 'strong'],
  ['😀😀😀😀😀😀😀😀😀', 'short'],
])('%s is %s', (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength));

it.each([
  ['Maria Santos, CPC', 'maria.santos'],
  ['  José  Núñez ', 'jose.nunez'],
  ["O'Neil", 'o.neil'],
  ['', ''],
])('%s signs in as %s', (name, login) => expect(loginFrom(name)).toBe(login));
