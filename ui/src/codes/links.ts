/** `code` is what the text names, without the dash of one that lacks characters; of a range both its ends, `N18.1-N18.6`. */
export type Segment = { text: string; code: string | null; range: boolean };

/**
 * HCPCS codes as a release names the replacements of one, and ICD-10-CM codes as the Tabular List writes them: `N18.-`,
 * `E08-E13`, `S72.001A`, `Z79.4`. The third character may be a letter (C4A, Z3A).
 */
const CODE = /\b[A-V]\d{4}\b|\b[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:[-–][A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b)?(?:\.?-(?![0-9A-Za-z]))?/g;

/** A note's text cut into plain words and codes that can be followed. */
export function codeLinks(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const plain = (to: number) => {
    if (to > at) segments.push({ text: text.slice(at, to), code: null, range: false });
  };
  for (const match of text.matchAll(CODE)) {
    const after = text[match.index + match[0].length] ?? '';
    // B12 deficiency or T4 level: a code is never followed by a letter, and a vitamin is not a category.
    if (/[0-9A-Za-z]/.test(after) || /(?:vitamin|factor) $/i.test(text.slice(Math.max(0, match.index - 8), match.index))) continue;
    plain(match.index);
    const code = match[0].replace(/\.?-$/, '');
    segments.push({ text: match[0], code, range: /[-–]/.test(code) });
    at = match.index + match[0].length;
  }
  plain(text.length);
  return segments;
}
