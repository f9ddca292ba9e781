-- SQLCipher must not write to standard error.
PRAGMA cipher_log_level = NONE;
-- One process, one connection: no shared-memory file beside the log, and no other program in between.
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
PRAGMA foreign_keys = ON;
-- Without it, REPLACE would delete a row past the triggers that forbid deletion.
PRAGMA recursive_triggers = ON;
-- Nothing decrypted in a temporary file, nothing deleted left readable in the pages.
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
