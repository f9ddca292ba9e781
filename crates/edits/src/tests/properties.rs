//! What holds for every encounter, however odd.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn some_code() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "I10", "E11.2", "E11.22", "N18.3", "I48.1", "R11.16", "J18.95", "99213", ""
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ]
}

fn some_date() -> impl Strategy<Value = Option<Date>> {
    let any = (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    let near = (2014_i16..2029, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    prop::option::of(prop_oneof![1 => any, 3 => near])
}

prop_compose! {
    fn some_line()(
        code in some_code(),
        modifiers in prop::collection::vec(prop_oneof!["25", "RT", "\\PC{0,3}"], 0..6),
        pointers in prop::collection::vec(0_u32..5, 0..6),
        (units, charge) in (-2_i64..3, any::<i64>()),
        (service_from, service_to) in (some_date(), some_date()),
        place_of_service in prop::option::of("\\PC{0,3}"),
    ) -> ServiceLine {
        ServiceLine {
            modifiers: modifiers.iter().map(|modifier| Modifier::new(modifier)).collect(),
            pointers: pointers.into_iter().map(DiagnosisId).collect(),
            units: Decimal::from(units),
            charge: Decimal::new(charge, 2),
            service_from,
            service_to,
            place_of_service,
            ..ServiceLine::new(ProcedureCode::new(&code))
        }
    }
}

prop_compose! {
    fn some_encounter()(
        facility in any::<bool>(),
        (service_from, service_to, birth_date) in (some_date(), some_date(), some_date()),
        (place_of_service, npi) in ("\\PC{0,3}", "\\PC{0,11}"),
        codes in prop::collection::vec(some_code(), 0..15),
        lines in prop::collection::vec(some_line(), 0..5),
        number in any::<bool>(),
    ) -> Encounter {
        let mut encounter = Encounter::default();
        let header = &mut encounter.header;
        header.kind = if facility { EncounterKind::Facility } else { EncounterKind::Professional };
        (header.service_from, header.service_to) = (service_from, service_to);
        header.patient.birth_date = birth_date;
        header.place_of_service = place_of_service;
        header.rendering_provider = Some(Provider { npi, ..Provider::default() });
        let diagnoses = codes.iter().map(|code| Diagnosis { code: DiagnosisCode::new(code), ..Diagnosis::default() });
        encounter.diagnoses = diagnoses.collect();
        encounter.lines = lines;
        if number {
            encounter.number_parts();
        }
        encounter
    }
}

proptest! {
    #[test]
    fn any_encounter_has_findings_with_all_their_arguments_in_order(encounter in some_encounter()) {
        let findings = findings(&encounter);
        for finding in &findings {
            let rule = crate::rules().find(|rule| rule.id == finding.rule);
            prop_assert!(rule.is_some(), "{} is not declared", finding.rule);
            let mut args = rule.unwrap().args.to_vec();
            args.sort_unstable();
            prop_assert_eq!(args, finding.args.keys().map(String::as_str).collect::<Vec<_>>());
            prop_assert!(!message(finding).contains(['{', '}']), "{}", message(finding));
            prop_assert!(!finding.source.is_empty());
        }
        prop_assert!(findings.is_sorted_by_key(|finding| finding.severity));
    }

    #[test]
    fn every_cure_can_be_taken_and_cures(mut encounter in some_encounter()) {
        encounter.number_parts();
        let stamp = Stamp { by: "rl".into(), at: jiff::Timestamp::UNIX_EPOCH };
        for finding in findings(&encounter) {
            for cure in &finding.cures {
                let mut cured = encounter.clone();
                prop_assert_eq!(cured.amend(cure.clone(), &stamp), Ok(()), "{:?}", cure);
                let same = |other: &&Finding| {
                    other.rule == finding.rule && other.place.is_same_thing(&finding.place)
                };
                let (before, after) = (findings(&encounter), findings(&cured));
                prop_assert!(after.iter().filter(same).count() < before.iter().filter(same).count(), "{:?}", cure);
            }
        }
    }
}
