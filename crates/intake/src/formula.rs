//! Cells of tables that go to a spreadsheet and come back. The one place that knows what a spreadsheet would run.

/// What a formula may begin with, wide forms too, and what breaks a cell off so that the rest begins one
/// (OWASP, CSV injection).
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// A cell that no spreadsheet runs: what begins like a formula gets an apostrophe before it. [`without_guard`] takes it
/// off again.
pub fn guarded(cell: String) -> String {
    match begins_like_a_formula(&cell) {
        true => format!("'{cell}"),
        false => cell,
    }
}

/// The cell before it was [`guarded`].
pub(crate) fn without_guard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| begins_like_a_formula(rest)).unwrap_or(cell)
}

/// Behind any number of apostrophes, so that a cell which has one of its own keeps it, and behind blanks, which some
/// programs leave out.
fn begins_like_a_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(BEGINNINGS) || bare.trim_start().starts_with(BEGINNINGS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-left", "'-left"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            (" =1+1", "' =1+1"),
            ("＝1+1", "'＝1+1"),
            ("'=1+1", "''=1+1"),
            ("'t was", "'t was"),
            ("I10", "I10"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell.to_owned()), expected, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back(cell in "['=+@\t \r\n-]{0,4}\\PC{0,8}") {
            let safe = guarded(cell.clone());
            prop_assert!(!safe.trim_start().starts_with(BEGINNINGS));
            prop_assert_eq!(without_guard(&safe), cell);
        }
    }
}
