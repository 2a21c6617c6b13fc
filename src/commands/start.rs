//! `advisor` alone: what to type.

use advisor::RuleSet;
use advisor::model::fact::Fact;
use clap::Parser;

use crate::cli::RulesArgs;
use crate::commands::load;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::render;

/// The rules of a call that says nothing.
#[derive(Parser)]
struct Nothing {
    #[command(flatten)]
    rules: RulesArgs,
}

/// Shows what to type. A call without a verb is a wrong one: a script that forgot the verb must not
/// read that its shipment is clear.
pub(crate) fn start(terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rules = Nothing::parse_from(["advisor"]).rules;
    let rule_set = load::rules(&rules, terminal)?;
    let example = example(&rule_set);
    terminal.message(render::start::screen(&rule_set, &example, terminal.speech()).trim_end());
    Ok(Exit::WrongCall)
}

/// Goods that the rules know, with a port, if there are ports.
fn example(rule_set: &RuleSet) -> Vec<String> {
    let first = |fact: &Fact| {
        let mut names = fact.names();
        names.find(|name| name.is_in_force(rule_set.today())).map(|name| name.id.clone())
    };
    let goods = first(&rule_set[rule_set.goods()]);
    let port = rule_set.fact_called("port").and_then(|(_, fact)| first(fact));
    goods.into_iter().chain(port).collect()
}
