//! `unused`, as far as it needs a proof: an entry of a table that no tax ever looks at.

use std::collections::BTreeMap;

use crate::analyze::catalog::TableId;
use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::ids::TaxId;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let rule_set = proven.rule_set;
    let mut taxes: BTreeMap<TableId, Vec<TaxId>> = BTreeMap::new();
    for (tax, table) in ask::tables(rule_set) {
        taxes.entry(table).or_default().push(tax);
    }
    let told = taxes.into_iter().flat_map(|(table, taxes)| {
        let unused = ask::entries(rule_set, table).filter(move |entry| {
            taxes
                .iter()
                .all(|tax| proven.proofs.answer(Question::Used(*tax, table, *entry)) == Answer::No)
        });
        unused.map(move |entry| unused_entry(proven, table, entry))
    });
    told.collect()
}

fn unused_entry(proven: &Proven<'_>, table: TableId, entry: u32) -> Finding {
    let (word, id) = (table.word(), &table.of(proven.rule_set).id);
    let entries = &table.of(proven.rule_set).entries;
    let span = entries.get(entry as usize).map(|entry| entry.span).unwrap_or_default();
    let message = format!("no tax that is due ever looks at this entry of {word} `{id}`");
    Finding::new(Code::Unused, span, message)
        .about(format!("{word}.{id}.{}", entry + 1))
        .help("remove it, or look at what refuses its shipments or is due instead")
}
