//! The root that the forms of a word share: "infection", "infected", "infectious". Only forms of one meaning are
//! joined: an -itis stays apart from an -osis and both from an -oma, which are other diseases.

/// Longest first, so that the longest is taken off.
const ENDINGS: [&str; 42] = [
    "ically", "ations", "ative", "ation", "ating", "ional", "iency", "iasis", "ated", "ious", "ancy", "ence",
    "ency", "ient", "ical", "eal", "eum", "ity", "ary", "ing", "ion", "ive", "ant", "ent", "ate", "ous",
    "ial", "ium", "ly", "ed", "ic", "ia", "al", "ar", "es", "us", "um", "is", "or", "a", "e", "y",
];
/// What is left must still say something: the root of "renal" would be that of "rent".
const SHORTEST_ROOT: usize = 4;

/// The root of a word, itself where no ending is known.
pub(super) fn root(word: &str) -> String {
    const ADJECTIVES: [(&str, &str); 5] =
        [("otic", "osis"), ("itic", "itis"), ("matic", "ma"), ("phoid", "phus"), ("yngeal", "ynx")];
    let noun = ADJECTIVES.iter().find_map(|(adjective, noun)| {
        let start = word.strip_suffix(adjective).filter(|start| start.len() >= SHORTEST_ROOT - 1)?;
        Some(format!("{start}{noun}"))
    });
    let word = noun.as_deref().unwrap_or(word);
    ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|start| start.len() >= SHORTEST_ROOT)
        .unwrap_or(word)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_root() {
        for forms in [
            "infection infected infectious infective",
            "diabete diabetic",
            "anemia anemic",
            "thrombosis thrombotic",
            "asthma asthmatic",
            "hypertension hypertensive",
            "fracture fractured",
            "pregnant pregnancy",
            "dependence dependent",
            "obstruction obstructive obstructed",
            "ulcerated ulceration ulcerative",
            "laryngeal larynx",
            "toxocara toxocariasis",
            "premature prematurity",
            "tibia tibial",
            "urine urinary",
            "supraglottis supraglottic",
            "sacrum sacral",
            "arthritis arthritic",
        ] {
            let roots: Vec<String> = forms.split(' ').map(root).collect();
            assert!(roots.windows(2).all(|two| two[0] == two[1]), "{roots:?}");
        }
    }

    #[test]
    fn other_diseases_keep_other_roots() {
        for (one, other) in [("arthritis", "arthrosis"), ("fibroma", "fibrosis"), ("renal", "rent")] {
            assert_ne!(root(one), root(other));
        }
    }
}
