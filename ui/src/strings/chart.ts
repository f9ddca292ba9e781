// Wording of the chart, the codes and the book.
export const chart = {} as const;
