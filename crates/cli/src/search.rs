use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::Date;
use serde::Serialize;
use workstation::{Clock, Desk, Places, SearchReply, SearchRequest};

use crate::arguments::Search;
use crate::failure::Failure;
use crate::page;

/// One line of output for one query.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    query: &'a str,
    /// How long the search took, without opening the dictionary.
    micros: u32,
    on: Date,
    hits: Vec<Hit<'a>>,
    /// How many codes match, printed or not.
    total: u32,
    /// True where no code matches every word.
    partial: bool,
    unknown_words: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Hit<'a> {
    system: CodeSystem,
    code: &'a str,
    /// `null` where no embedded source publishes one.
    title: Option<&'a str>,
    billable: bool,
    standing: &'a dictionary::CodeStanding,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_text: Option<&'a str>,
    reasons: &'a [dictionary::Reason],
}

pub(crate) fn search(arguments: Search, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = public_desk();
    let on = arguments.on.unwrap_or_else(|| desk.today());
    // What is measured for a query is its search, not the first reading of the index.
    desk.book()?.warm()?;
    let ask =
        |query: &str| desk.search(0, &SearchRequest::new(query, on, &arguments.system, arguments.limit));
    if let Some(file) = &arguments.batch {
        for query in lines(file)? {
            let query = query?;
            write_line(&query, on, &ask(&query)?, out)?;
        }
        return Ok(true);
    }
    let query = arguments.query.join(" ");
    let reply = ask(&query)?;
    if arguments.json {
        write_line(&query, on, &reply, out)?;
    } else {
        print(&reply, out)?;
    }
    Ok(!reply.answer.hits.is_empty() && !reply.answer.is_guess())
}

/// A desk that asks no vault: codes are public.
pub(crate) fn public_desk() -> Desk {
    let places = Places::of_this_user(None).unwrap_or_else(|| Places {
        vault: "vault".into(),
        sample: "sample".into(),
        dictionary: Places::find_dictionary(None),
        publications: "publications.db".into(),
    });
    Desk::new(places, Clock::wall())
}

pub(crate) type Lines = Box<dyn Iterator<Item = Result<String, Failure>>>;

/// The lines of a file or of standard input, blank ones too. What is no UTF-8 in them cannot match anything.
pub(crate) fn lines(file: &Path) -> Result<Lines, Failure> {
    let name = file.display().to_string();
    let failure = move |error: &io::Error| Failure::Input { name: name.clone(), kind: error.kind() };
    let mut reader: Box<dyn BufRead> = match file.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(BufReader::new(File::open(file).map_err(|error| failure(&error))?)),
    };
    let next = move || {
        let mut line = Vec::new();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => {
                let text = String::from_utf8_lossy(&line);
                Some(Ok(text.trim_end_matches(['\n', '\r']).to_owned()))
            }
            Err(error) => Some(Err(failure(&error))),
        }
    };
    Ok(Box::new(std::iter::from_fn(next)))
}

fn write_line(query: &str, on: Date, reply: &SearchReply, out: &mut impl Write) -> Result<(), Failure> {
    let answer = &reply.answer;
    let hits = answer.hits.iter().map(|hit| Hit {
        system: hit.system,
        code: &hit.code,
        title: hit.title.as_deref(),
        billable: hit.billable,
        standing: &hit.standing,
        matched_text: hit.matched_text.as_deref(),
        reasons: &hit.reasons,
    });
    let line = Line {
        query,
        micros: reply.micros,
        on,
        hits: hits.collect(),
        total: answer.total,
        partial: answer.partial,
        unknown_words: &answer.unknown_words,
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)?;
    Ok(())
}

fn print(reply: &SearchReply, out: &mut impl Write) -> io::Result<()> {
    let answer = &reply.answer;
    let rows: Vec<[String; 3]> = (answer.hits.iter())
        .map(|hit| {
            let mark = if hit.billable { "" } else { "header" };
            let title = hit.title.as_deref().unwrap_or(UNTITLED);
            let title = match &hit.matched_text {
                Some(matched) => format!("{title}  ({matched})"),
                None => title.to_owned(),
            };
            [hit.code.clone(), mark.to_owned(), title]
        })
        .collect();
    page::columns(&rows, out)?;
    if !answer.unknown_words.is_empty() {
        writeln!(out, "not in the book: {}", answer.unknown_words.join(", "))?;
    }
    match (answer.hits.len(), answer.total as usize) {
        (0, _) => writeln!(out, "nothing found"),
        (shown, total) if shown < total => writeln!(out, "{shown} of {total}"),
        _ => Ok(()),
    }
}

/// What stands where no embedded source publishes a title.
pub(crate) const UNTITLED: &str = "(title not in the embedded release)";
