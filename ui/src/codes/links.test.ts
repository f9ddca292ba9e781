import { describe, expect, it } from 'vitest';
import { codeLinks } from './links';

const codes = (text: string) => codeLinks(text).flatMap((segment) => segment.code ?? []);

describe('codes in notes', () => {
  it.each([
    ['stage of chronic kidney disease (N18.1-N18.6)', ['N18.1-N18.6']],
    ['diabetes due to underlying condition (E08.-)', ['E08']],
    ['long term use of insulin (Z79.4)', ['Z79.4']],
    ['fractures (S72.00-, S72.1-)', ['S72.00', 'S72.1']],
    ['Merkel cell carcinoma (C4A.-), weeks (Z3A.-)', ['C4A', 'Z3A']],
    ['closed fracture S72.001A', ['S72.001A']],
    ['codes from E08-E13', ['E08-E13']],
    ['hepatitis B (B16.-, B18.0-B18.1)', ['B16', 'B18.0-B18.1']],
    ['effects of drugs (T36–T50 with sixth character 5)', ['T36–T50']],
    ['C81-C86, C88, C96.-', ['C81-C86', 'C88', 'C96']],
    ['abscess (L02.-)-see there', ['L02']],
    ['vitamin B12 deficiency anemia (D51.-)', ['D51']],
    ['T4 level and A1c of 8', []],
  ])('%s', (text, expected) => expect(codes(text)).toEqual(expected));

  it('tells a range from a code', () => {
    expect(codeLinks('(N18.1-N18.6) N18.- E11.22').filter(({ range }) => range)).toEqual([{ text: 'N18.1-N18.6', code: 'N18.1-N18.6', range: true }]);
  });

  it('loses nothing of the text', () => {
    const text = 'Use additional code (N18.-) to identify stage, if E11.22.';
    expect(
      codeLinks(text)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });
});
