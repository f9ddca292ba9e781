use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AddOn, PtpCounts, Publications, Published};
use crate::error::DictionaryError;
use crate::official::{EditSetting, Fee, HcpcsCode, ListedCode, Mue};

/// What the imported edit and fee tables say of one code on a date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BillingFacts {
    pub code: String,
    /// The descriptors of the licensee's own CPT file.
    pub cpt: Option<Published<ListedCode>>,
    /// Under which those are held.
    pub licence: Option<String>,
    /// Its rows in the user's own lists.
    pub own: Vec<Published<ListedCode>>,
    /// Of each setting whose table is imported.
    pub ptp: Vec<OfSetting<PtpCounts>>,
    pub mue: Vec<OfSetting<Option<Mue>>>,
    /// `None` where no table is imported, in this and the next.
    pub add_on: Option<Published<Option<AddOn>>>,
    /// Without a modifier.
    pub fee: Option<Published<Option<Fee>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OfSetting<T> {
    pub setting: EditSetting,
    pub found: Published<T>,
}

impl Publications {
    /// What the tables say of a code of HCPCS Level I or II, and the user's own lists of any; `None` where nothing that is
    /// imported names it.
    pub fn billing_facts(&self, code: &str, on: Date) -> Result<Option<BillingFacts>, DictionaryError> {
        let own = self.own_codes(code.trim(), on)?;
        let Some(code) = HcpcsCode::parse(code.trim().as_bytes()).map(|code| code.to_string()) else {
            let code = code.trim().to_ascii_uppercase();
            return Ok((!own.is_empty()).then(|| BillingFacts { code, own, ..BillingFacts::default() }));
        };
        let (mut ptp, mut mue) = (Vec::new(), Vec::new());
        for setting in EditSetting::ALL {
            let counts = self.ptp_counts(&code, on, setting)?;
            ptp.extend(counts.map(|found| OfSetting { setting, found }));
            let units = self.mue(&code, on, setting)?;
            mue.extend(units.map(|found| OfSetting { setting, found }));
        }
        let cpt = self.cpt(&code, on)?.and_then(|Published { value, publication, release, in_force }| {
            value.map(|value| Published { value, publication, release, in_force })
        });
        let listed = self.listed()?;
        let held = cpt.as_ref().and_then(|cpt| listed.iter().find(|each| each.id == cpt.publication));
        let facts = BillingFacts {
            licence: held.and_then(|publication| publication.licence.clone()),
            cpt,
            own,
            ptp,
            mue,
            add_on: self.add_on(&code, on)?,
            fee: self.fee(&code, "", on)?,
            code,
        };
        let none = facts.ptp.iter().all(|each| each.found.value == PtpCounts::default())
            && facts.cpt.is_none()
            && facts.own.is_empty()
            && facts.mue.iter().all(|each| each.found.value.is_none())
            && facts.add_on.as_ref().is_none_or(|found| found.value.is_none())
            && facts.fee.as_ref().is_none_or(|found| found.value.is_none());
        Ok((!none).then_some(facts))
    }
}
