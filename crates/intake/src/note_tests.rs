use proptest::prelude::*;

use super::*;

fn text_of(bytes: &[u8]) -> Result<String, NoteError> {
    read_note("", bytes).map(|draft| draft.text)
}

#[test]
fn every_encoding_of_a_small_practice() {
    let text = "Beauséjour – 98.6 °F";
    let utf16 = |big: bool| -> Vec<u8> {
        let mark = std::iter::once(0xFEFF_u16);
        let units = mark.chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let windows = b"Beaus\xE9jour \x96 98.6 \xB0F";
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &marked, &utf16(false), &utf16(true), windows] {
        assert_eq!(text_of(bytes).as_deref(), Ok(text));
    }
}

#[test]
fn lines_end_alike_and_emoji_stay() {
    assert_eq!(
        text_of("a\r\nb\rc\n\u{c}d\u{b}e\t🩺 \u{1}f".as_bytes()).as_deref(),
        Ok("a\nb\nc\n\nd\ne\t🩺 f")
    );
}

#[test]
fn the_limit_is_five_megabytes_included() {
    let note = vec![b'a'; MOST_NOTE_BYTES];
    assert_eq!(text_of(&note).map(|text| text.len()), Ok(MOST_NOTE_BYTES));
    let more = vec![b'a'; MOST_NOTE_BYTES + 1];
    assert_eq!(text_of(&more), Err(NoteError::TooLarge { limit: MOST_NOTE_BYTES }));
}

#[test]
fn what_is_not_text_is_refused_with_its_name() {
    let not_text = |looks_like| Err(NoteError::NotText { looks_like });
    assert_eq!(text_of(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3"), not_text(LooksLike::Pdf));
    assert_eq!(text_of(b"PK\x03\x04....word/document.xml"), not_text(LooksLike::Word));
    assert_eq!(text_of(b"PK\x03\x04....xl/workbook.xml"), not_text(LooksLike::Excel));
    assert_eq!(text_of(b"PK\x03\x04note.txt"), not_text(LooksLike::Archive));
    assert_eq!(text_of(b"\x89PNG\r\n\x1A\n"), not_text(LooksLike::Image));
    assert_eq!(text_of(b"{\\rtf1\\ansi note}"), not_text(LooksLike::RichText));
    assert_eq!(text_of(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1x"), not_text(LooksLike::OldOffice));
    assert_eq!(text_of(b"a\0b"), not_text(LooksLike::Binary));
    assert_eq!(text_of(&(0x80..=0x9F).chain(1..=31).collect::<Vec<u8>>()), not_text(LooksLike::Binary));
    for blank in ["", " \n\t\r\n", "\u{FEFF}", "\u{a0}"] {
        assert_eq!(text_of(blank.as_bytes()), Err(NoteError::Empty), "{blank:?}");
    }
}

#[test]
fn the_title_is_a_heading_or_the_name() {
    let title = |name: &str, text: &str| read_note(name, text.as_bytes()).map(|draft| draft.title);
    assert_eq!(
        title("scan0001.txt", "SAINT BRANNOCK\nOPERATIVE  REPORT\n").as_deref(),
        Ok("OPERATIVE REPORT")
    );
    assert_eq!(title("/in/knee_follow-up.txt", "Pain is better.").as_deref(), Ok("knee follow-up"));
    assert_eq!(title("🦵.txt", "Pain is better.").as_deref(), Ok("🦵"));
    assert_eq!(title("note.txt", "Ear recheck\nL TM clear.").as_deref(), Ok("Ear recheck"));
    assert_eq!(title("", &"long ".repeat(99)).as_deref(), Ok(""));
}

proptest! {
    #[test]
    fn any_bytes_are_a_clean_note_or_a_reason(name in "\\PC{0,20}", bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(draft) = read_note(&name, &bytes) {
            prop_assert!(draft.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
            prop_assert!(draft.title.chars().count() <= 120);
            prop_assert!(!draft.title.contains('\n'));
        }
    }

    #[test]
    fn printable_text_comes_through_as_it_is(text in "[a-zé🩺 \\n\\t]{1,200}") {
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(text_of(text.as_bytes()), Ok(text));
    }
}
