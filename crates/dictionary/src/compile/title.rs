//! The title of a code that the Tabular List has no more, or has as a header only.

use std::collections::BTreeMap;

use super::Published;
use crate::date_key;

/// The title that was in force on the last day on which the code was valid; where that year's list is missing, the
/// next later one that has the code, then the next earlier. `None` where none has it: a title is never made up.
pub(super) fn last_title<'a>(
    lists: &'a [Published<BTreeMap<String, String>>],
    code: &str,
    last_day: u32,
) -> Option<(&'a str, &'a str)> {
    let in_force_from = lists.partition_point(|list| date_key::key(list.to) < last_day);
    let (earlier, later) = lists.split_at_checked(in_force_from)?;
    later
        .iter()
        .chain(earlier.iter().rev())
        .find_map(|list| Some((list.content.get(code)?.as_str(), list.release.as_str())))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_list_of_the_last_year_comes_first() {
        let list = |year: i16, titles: &[(&str, &str)]| Published {
            release: format!("{year}"),
            from: date(year - 1, 10, 1),
            to: date(year, 9, 30),
            source: String::new(),
            content: titles.iter().map(|(code, title)| ((*code).to_owned(), (*title).to_owned())).collect(),
        };
        let lists = [
            list(2022, &[("A", "old"), ("B", "older")]),
            list(2023, &[("A", "middle")]),
            list(2024, &[("A", "header"), ("C", "late")]),
        ];
        let title = |code, day| last_title(&lists, code, day).map(|(title, _)| title);
        assert_eq!(title("A", 20_230_930), Some("middle"));
        assert_eq!(title("A", 20_160_930), Some("old"));
        assert_eq!(title("B", 20_240_930), Some("older"));
        assert_eq!(title("C", 20_220_930), Some("late"));
        assert_eq!(title("D", 20_220_930), None);
    }
}
