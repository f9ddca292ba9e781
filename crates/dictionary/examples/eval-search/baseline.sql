CREATE VIRTUAL TABLE phrases USING fts5(code, text, tokenize = 'porter unicode61', prefix = '1 2 3');
INSERT INTO phrases (code, text)
SELECT code, title FROM book.code WHERE kind NOT IN ('chapter', 'block') AND title IS NOT NULL;
INSERT INTO phrases (code, text)
SELECT code.code, term.text FROM book.inclusion_term AS term JOIN book.code ON code.id = term.code;
