//! Which choices lead from a code down to the billable codes below it.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::error::DictionaryError;
use crate::row::CodeRow;

/// With the key that begins them, two choices make three keys.
const FEW_CHOICES: usize = 2;
/// More rows than this no eye takes in, and a further key is the lesser evil.
const MOST_ROWS: usize = 24;

/// A code and what stands below it on a date, as far as it leads to billable codes. Places count in book order, so that
/// what is below a place comes after it; the code itself is at 0.
#[derive(Debug)]
pub(super) struct Way {
    ids: Vec<u32>,
    /// Where a place leads without any choice: down to a billable code or to where the way forks.
    forks: Vec<usize>,
    /// What may be chosen at a place, as the book has it; empty at a billable one.
    steps: Vec<Vec<usize>>,
    /// What is offered at a place.
    choices: Vec<Vec<usize>>,
    /// How many choices lead from a place to the furthest billable code.
    length: Vec<usize>,
    /// How many billable codes a place leads to.
    billable: Vec<usize>,
}

impl Way {
    /// `None` where the code leads to no billable one.
    pub(super) fn read(
        connection: &Connection,
        row: &CodeRow,
        on: u32,
    ) -> Result<Option<Self>, DictionaryError> {
        let mut statement = connection.prepare_cached(include_str!("way.sql"))?;
        let rows = statement
            .query_map((row.id, row.last, on), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self::new(&rows))
    }

    /// `rows` are in book order: id, parent, whether billable.
    fn new(rows: &[(u32, Option<u32>, bool)]) -> Option<Self> {
        let places: HashMap<u32, usize> = rows.iter().enumerate().map(|(at, row)| (row.0, at)).collect();
        let count = rows.len();
        let mut way = Self {
            ids: rows.iter().map(|row| row.0).collect(),
            forks: (0..count).collect(),
            steps: vec![Vec::new(); count],
            choices: vec![Vec::new(); count],
            length: vec![0; count],
            billable: rows.iter().map(|row| usize::from(row.2)).collect(),
        };
        let mut leads = vec![false; count];
        for (at, (_, parent, billable)) in rows.iter().enumerate().rev() {
            // Children come after their parent, so its list is complete, last child first.
            let mut steps = std::mem::take(way.steps.get_mut(at)?);
            leads[at] = *billable || !steps.is_empty();
            if !leads[at] {
                continue;
            }
            if !billable {
                steps.reverse();
                if let [only] = steps.as_slice() {
                    way.forks[at] = *only;
                } else {
                    way.choices[at] = way.offered(&steps);
                    way.length[at] = 1 + way.longest(&way.choices[at]);
                    way.steps[at] = steps;
                }
            }
            let above = parent.and_then(|parent| places.get(&parent)).filter(|above| **above < at);
            if let Some(above) = above {
                way.billable[*above] += way.billable[at];
                let leads_to = way.forks[at];
                way.steps[*above].push(leads_to);
            }
        }
        leads.first().is_some_and(|leads| *leads).then_some(way)
    }

    fn longest(&self, places: &[usize]) -> usize {
        places.iter().map(|at| self.length[*at]).max().unwrap_or(0)
    }

    /// The steps of a place; where more than a few choices would follow each other, the next step is taken into this one
    /// as long as the list stays one that an eye takes in.
    fn offered(&self, steps: &[usize]) -> Vec<usize> {
        let mut offered = steps.to_vec();
        loop {
            let longest = self.longest(&offered);
            if longest < FEW_CHOICES {
                return offered;
            }
            let open = |at: &usize| match self.length[*at] == longest {
                true => self.steps[*at].clone(),
                false => vec![*at],
            };
            let opened: Vec<usize> = offered.iter().flat_map(open).collect();
            if opened.len() > MOST_ROWS {
                return offered;
            }
            offered = opened;
        }
    }

    /// Whether one further choice is enough: there is no more than one, or all that it leads to is one list.
    fn is_short(&self, at: usize) -> bool {
        self.length[at] < FEW_CHOICES || self.billable[at] <= MOST_ROWS
    }

    /// The steps of a place, and of those that one further choice would not complete their steps in turn; `None` where
    /// that is more than an eye takes in.
    fn balanced(&self, at: usize) -> Option<Vec<usize>> {
        let mut offered = self.steps[at].clone();
        while !offered.iter().all(|at| self.is_short(*at)) {
            let open = |at: &usize| if self.is_short(*at) { vec![*at] } else { self.steps[*at].clone() };
            offered = offered.iter().flat_map(open).collect();
            if offered.len() > MOST_ROWS {
                return None;
            }
        }
        Some(offered)
    }

    /// Every billable place that a place leads to.
    fn all_below(&self, at: usize, into: &mut Vec<usize>) {
        match self.steps[at].as_slice() {
            [] => into.push(at),
            steps => steps.iter().for_each(|step| self.all_below(*step, into)),
        }
    }

    /// What is offered at a place: by the first choice as its own, by a `further` one so that it is the last.
    fn offer(&self, at: usize, further: bool) -> Vec<usize> {
        let own = &self.choices[at];
        if further && self.length[at] >= FEW_CHOICES && self.is_short(at) {
            let mut all = Vec::new();
            self.all_below(at, &mut all);
            return all;
        }
        let few = self.longest(own) < FEW_CHOICES;
        if few || further { own.clone() } else { self.balanced(at).unwrap_or_else(|| own.clone()) }
    }

    /// The row to be completed, and the rows that may be chosen at it: one where there is a single way on. `further` says
    /// that a choice was made already.
    pub(super) fn next(&self, further: bool) -> (u32, Vec<u32>) {
        let fork = self.forks.first().copied().unwrap_or(0);
        let choices = self.offer(fork, further);
        match choices.as_slice() {
            [] => (self.ids[0], vec![self.ids[fork]]),
            choices => (self.ids[fork], choices.iter().map(|at| self.ids[*at]).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Each billable code is written with an asterisk; the parent of a code is the longest that begins it.
    fn check(codes: &[String], expected: &Expect) {
        let bare: Vec<&str> = codes.iter().map(|code| code.trim_end_matches('*')).collect();
        let parent = |code: &str| {
            (1..code.len()).rev().find_map(|end| bare.iter().position(|one| *one == &code[..end]))
        };
        let rows: Vec<(u32, Option<u32>, bool)> = (0..)
            .zip(codes)
            .map(|(id, code)| {
                (id, parent(code.trim_end_matches('*')).map(|at| at as u32), code.ends_with('*'))
            })
            .collect();
        let found = Way::new(&rows).map_or_else(
            || "nothing".to_owned(),
            |way| {
                let (at, choices) = way.next(false);
                let of = |id: &u32| bare[*id as usize].to_owned();
                format!("{}: {}", of(&at), choices.iter().map(of).collect::<Vec<_>>().join(" "))
            },
        );
        expected.assert_eq(&found);
    }

    fn written(codes: &str) -> Vec<String> {
        codes.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_single_way_is_gone_down() {
        check(&written("A A1 A11 A111* A112*"), &expect!["A11: A111 A112"]);
        check(&written("A A1 A11*"), &expect!["A: A11"]);
        check(&written("A* A1*"), &expect!["A: A"]);
        check(&written("A A1 A2"), &expect!["nothing"]);
        check(&written("A A1 A2 A21*"), &expect!["A: A21"]);
    }

    #[test]
    fn two_choices_stay_two() {
        check(&written("A A1 A11* A12* A2 A21* A22*"), &expect!["A: A1 A2"]);
    }

    #[test]
    fn of_three_choices_the_first_two_become_one() {
        let deep = "A A1 A11 A111* A112* A12 A121* A122* A2*";
        check(&written(deep), &expect!["A: A11 A12 A2"]);
    }

    #[test]
    fn what_one_list_shows_whole_is_one_further_choice() {
        // Five kinds of five sites with two sides each: too many for one list, and those of one kind are not.
        let mut codes = vec!["A".to_owned()];
        for kind in 'A'..='E' {
            codes.push(format!("A{kind}"));
            for site in 'A'..='E' {
                codes.push(format!("A{kind}{site}"));
                codes.extend(['1', '2'].map(|side| format!("A{kind}{site}{side}*")));
            }
        }
        let rows: Vec<(u32, Option<u32>, bool)> = (0..)
            .zip(&codes)
            .map(|(id, code)| {
                let parent = codes.iter().position(|above| {
                    above.len() + 1 == code.trim_end_matches('*').len() && code.starts_with(above.as_str())
                });
                (id, parent.map(|at| at as u32), code.ends_with('*'))
            })
            .collect();
        let kinds = Way::new(&rows).unwrap().next(false).1;
        assert_eq!(kinds.len(), 5);
        let of_kind: Vec<_> =
            rows.iter().copied().filter(|(id, ..)| (kinds[0]..kinds[1]).contains(id)).collect();
        let below = Way::new(&of_kind).unwrap();
        assert_eq!((below.next(false).1.len(), below.next(true).1.len()), (5, 10));
    }

    #[test]
    fn a_list_stays_one_that_an_eye_takes_in() {
        let mut codes = vec!["A".to_owned()];
        for a in 'A'..='E' {
            codes.push(format!("A{a}"));
            for b in 'A'..='E' {
                codes.push(format!("A{a}{b}"));
                codes.extend(['1', '2'].map(|c| format!("A{a}{b}{c}*")));
            }
        }
        check(&codes, &expect!["A: AA AB AC AD AE"]);
    }
}
