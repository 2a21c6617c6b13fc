//! Outcomes: refused or not, and by which rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyze::conditions::CondId;
use crate::diff::change::{Change, Direction};
use crate::diff::clauses::{Clauses, Earlier};
use crate::diff::outcomes::Outcomes;
use crate::diff::pair::{RuleId, Rules};
use crate::diff::steps::{Step, between, steps};
use crate::diff::version::Side;
use crate::model::RowId;
use crate::model::ids::numbered;

impl Outcomes<'_, '_> {
    /// Refused before or after, and of what was and is refused, each rule that does so.
    pub(crate) fn verdicts(&mut self) {
        for (change, now) in [(Change::Refused, [0, 1]), (Change::Allowed, [1, 0])] {
            let step = Step { levels: now, bases: [0, 0], within_changed: false };
            let parts = steps(self.pair, &self.refusals, step);
            self.add(change, Direction::worse_if(now == [0, 1]), parts);
        }
        for side in Side::BOTH {
            for (rule, rows) in self.refusing_more(side) {
                let parts = self.refused_by_one_more(side, &rule, &rows);
                let change = match side {
                    Side::New => Change::RefusedAlso { rule },
                    Side::Old => Change::RefusedLess { rule },
                };
                self.add(change, Direction::worse_if(side == Side::New), parts);
            }
        }
    }

    /// The rules with a row that refuses on a side, but not on the other.
    fn refusing_more(&self, side: Side) -> BTreeMap<String, Vec<RowId>> {
        let mut found: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
        let (own, others) = (self.pair.rules(side), self.pair.rules(side.other()));
        let other = self.pair.rule_set(side.other());
        for (id, row) in numbered(self.pair.rule_set(side).rows()).filter(|(_, row)| row.refuses())
        {
            // Another rule may refuse the very same, so that what is refused does not tell.
            let condition =
                |rules: &Rules, id: RowId| rules.rows.get(id.index()).copied().flatten();
            let twins = others.called.get(&row.rule.id).into_iter().flatten();
            let mut twins = twins.filter(|twin| other[**twin].refuses());
            let refuses = condition(own, id);
            if refuses.is_some() && !twins.any(|twin| condition(others, *twin) == refuses) {
                found.entry(row.rule.id.clone()).or_default().push(id);
            }
        }
        found
    }

    /// What a rule refuses on one side only, though the other refuses it, too.
    fn refused_by_one_more(&self, side: Side, rule: &str, rows: &[RowId]) -> Vec<Clauses> {
        let other = side.other();
        let refused = between(&self.refusals, other, (1, 1), 0);
        let twins = self.pair.rules(other).called.get(rule).into_iter().flatten();
        let twins = twins.filter(|row| self.pair.rule_set(other)[**row].refuses());
        let own =
            |side: Side, row: RowId| self.pair.rules(side).rows.get(row.index()).copied().flatten();
        let none: Vec<CondId> = twins.filter_map(|row| own(other, *row)).collect();
        let with_rows: Vec<(RowId, CondId)> =
            rows.iter().filter_map(|row| Some((*row, own(side, *row)?))).collect();
        let patches: Arc<[CondId]> = with_rows.iter().map(|(_, condition)| *condition).collect();
        let parts = with_rows.iter().enumerate().map(|(count, (row, condition))| {
            let earlier = vec![Earlier { patches: Arc::clone(&patches), count }];
            let all = vec![*condition];
            let own = Clauses { all, none: none.clone(), earlier, ..Clauses::default() };
            own.and(&refused).by(side, [RuleId::Row(*row)])
        });
        parts.collect()
    }
}
