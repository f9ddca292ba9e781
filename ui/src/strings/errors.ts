import type { ErrorCode } from '../ipc';

/** Every failure says what happened, what is safe, and what to do. */
export type ErrorWording = { happened: string; safe: string; next: string };

const nothingChanged = 'Nothing was changed.';
const workSafe = 'Everything you saved is safe.';

export const errors: Record<ErrorCode, ErrorWording> = {
  vault_in_use: { happened: 'Another Carrel window has this vault open.', safe: 'The vault is untouched.', next: 'Go to that window, or close it and try again.' },
  vault_absent: { happened: 'There is no vault in the data folder.', safe: nothingChanged, next: 'Set up your desk, or restore a backup.' },
  vault_exists: { happened: 'A vault already exists on this computer.', safe: 'It was not touched.', next: 'Unlock it, or move it away before you set up a new one.' },
  wrong_passphrase: { happened: 'This passphrase does not open the vault.', safe: 'The vault is untouched.', next: 'Check Caps Lock and the keyboard layout, then try again.' },
  too_soon: { happened: 'Too many tries in a row.', safe: 'The vault is untouched.', next: 'Wait {waitSeconds} {waitSeconds|second|seconds}, then try again.' },
  wrong_recovery_code: { happened: 'This recovery code does not open the vault.', safe: 'The vault is untouched.', next: 'Compare each group of characters with the sheet you wrote it on.' },
  unknown_user: { happened: 'Nobody with this login has a key to the vault.', safe: 'The vault is untouched.', next: 'Choose another login.' },
  user_exists: { happened: 'Somebody with this login has a key already.', safe: nothingChanged, next: 'Choose another login.' },
  login_missing: { happened: 'A login is needed.', safe: nothingChanged, next: 'Type a short name without blanks, for example maria.santos.' },
  weak_passphrase: { happened: 'This passphrase is too short.', safe: nothingChanged, next: 'Use at least {least} characters; four unrelated words are easy to keep.' },
  vault_damaged: { happened: 'The vault file is damaged and cannot be read.', safe: 'The file was left as it is, and backups are untouched.', next: 'Restore your latest backup.' },
  keyring_missing: { happened: 'The file with the wrapped keys (keyring) is missing from the data folder.', safe: 'The vault itself is untouched.', next: 'Put the file back from a copy of the folder, or restore a backup.' },
  keyring_damaged: { happened: 'The file with the wrapped keys (keyring) is damaged.', safe: 'The vault itself is untouched.', next: 'Put the file back from a copy of the folder, or restore a backup.' },
  newer_vault: { happened: 'This vault was written by a newer Carrel.', safe: 'It was not touched.', next: 'Install the newer version to open it.' },
  disk_full: { happened: 'The disk is full, so the last change was not saved.', safe: 'Everything before it is safe.', next: 'Free some space, then do it again.' },
  read_only: { happened: 'The data folder cannot be written to.', safe: 'What is in it is safe.', next: 'Allow writing to the folder, then start Carrel again.' },
  stale: { happened: 'This chart changed since it was drawn.', safe: 'The newer state is safe.', next: 'It has been drawn afresh; do the step again.' },
  locked_encounter: { happened: 'This encounter is completed and locked.', safe: nothingChanged, next: 'Reopen it with a reason to change it.' },
  no_such_encounter: { happened: 'This encounter is no longer in the vault.', safe: nothingChanged, next: 'Go back to the queue.' },
  desk_locked: { happened: 'The desk is locked.', safe: workSafe, next: 'Unlock it to go on.' },
  empty_code: { happened: 'No code was given.', safe: nothingChanged, next: 'Choose or type a code.' },
  no_such_part: { happened: 'That line or diagnosis is no longer on the chart.', safe: nothingChanged, next: 'Choose it again from the list.' },
  too_many_diagnoses: { happened: 'This encounter holds {most} diagnoses already.', safe: nothingChanged, next: 'Remove or replace one first.' },
  too_many_lines: { happened: 'This encounter holds {most} service lines already.', safe: nothingChanged, next: 'Put the rest on a second encounter.' },
  too_many_modifiers: { happened: 'A service line holds {most} modifiers.', safe: nothingChanged, next: 'Remove one first.' },
  too_many_pointers: { happened: 'A service line points to {most} diagnoses at most.', safe: nothingChanged, next: 'Remove one pointer first.' },
  evidence_not_in_document: { happened: 'The selected words are not in the document as it is stored.', safe: nothingChanged, next: 'Select the words again.' },
  reason_missing: { happened: 'This step needs a reason.', safe: nothingChanged, next: 'Write one, even a short one.' },
  hold_is_lifted: { happened: 'This hold was lifted already.', safe: nothingChanged, next: 'Nothing more to do.' },
  move_not_allowed: { happened: 'This status cannot follow the present one.', safe: nothingChanged, next: 'Choose one of the moves offered.' },
  not_clean: { happened: 'Errors, unanswered warnings or open holds are left on this chart.', safe: nothingChanged, next: 'Press F8 to go through them.' },
  nothing_to_undo: { happened: 'There is nothing to undo.', safe: nothingChanged, next: 'Go on.' },
  nothing_to_redo: { happened: 'There is nothing to redo.', safe: nothingChanged, next: 'Go on.' },
  note_not_text: { happened: 'This is not text: it looks like a picture or a program file.', safe: 'Nothing was added.', next: 'Save the note as plain text (UTF-8) and drop it again.' },
  note_too_large: { happened: 'This note is larger than Carrel takes.', safe: 'Nothing was added.', next: 'Split it into documents and add them one by one.' },
  note_empty: { happened: 'There is no text in this note.', safe: 'Nothing was added.', next: 'Choose another file, or paste the text.' },
  file_unreadable: { happened: 'The file could not be read or written.', safe: nothingChanged, next: 'Check that it exists and that you may open it.' },
  backup_damaged: { happened: 'This backup is damaged or incomplete.', safe: 'Your vault was not touched.', next: 'Choose another backup.' },
  dictionary_missing: { happened: 'The code books are missing from the installation.', safe: 'Your encounters are safe.', next: 'Install Carrel again.' },
  dictionary_unusable: { happened: 'The code books cannot be read.', safe: 'Your encounters are safe.', next: 'Install Carrel again.' },
  sample_unusable: { happened: 'The sample practice cannot be opened.', safe: 'Your own vault is not touched.', next: 'Reset it, or install Carrel again.' },
  busy: { happened: 'A backup, a restore or an import is still under way.', safe: nothingChanged, next: 'Wait until it is done, or stop it.' },
  stopped: { happened: 'Stopped.', safe: 'Everything is as it was before.', next: 'Begin again whenever it suits.' },
  internal: { happened: 'Something went wrong inside Carrel.', safe: workSafe, next: 'Try once more; if it stays, restart Carrel.' },
};
