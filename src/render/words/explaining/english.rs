//! An explanation in English.

use advisor::evaluate::Verdict;
use advisor::explain::{Forced, Moved};

use crate::render::text::{count, grouped, with_capital};
use crate::render::words::english::English;
use crate::render::words::explaining::{About, Ends, Explaining};

impl Explaining for English {
    fn together(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    }
    fn clauses(&self, items: &[String]) -> String {
        items.join("; ")
    }
    fn full_stop(&self, text: &str) -> String {
        format!("{}.", with_capital(text))
    }
    fn so_many_more(&self, more: usize) -> String {
        format!("{more} more")
    }
    fn is(&self, fact: &str, value: &str) -> String {
        format!("{fact} {value}")
    }
    fn is_no(&self, fact: &str) -> String {
        format!("{fact}: no")
    }

    fn because(&self, reasons: &[String]) -> String {
        format!("Why: {}", reasons.join(" "))
    }
    fn not_decided(&self, about: About) -> String {
        let about = match about {
            About::Forcing => "What forces it",
            About::Reach => "How far it reaches",
            About::Changes => "What would be better",
            About::Questions => "What to ask",
        };
        format!("{about}: not decided within the budget; a larger one may: --budget.")
    }
    fn forces(&self, forced: Forced, facts: &[String]) -> String {
        let what = match forced {
            Forced::Refusal => "the refusal",
            Forced::Lane => "the lane, unless something else refuses the shipment",
            Forced::Answer => "the answer",
        };
        match facts {
            [] => format!("Every shipment gets it: nothing has to be known to force {what}."),
            [one] => format!("One fact alone forces {what}: {one}."),
            facts => format!("These facts alone force {what}: {}.", self.together(facts)),
        }
    }
    fn stays(&self, refused: bool, date: &str, numbers: &[String], names: &[String]) -> String {
        let stays = if refused { "It stays refused" } else { "The answer holds" };
        let numbers = match numbers {
            [] => String::new(),
            numbers => format!(", with {}", self.together(numbers)),
        };
        let names = match names {
            [] => String::new(),
            names => format!("; also with {}", names.join("; ")),
        };
        format!("{stays} {date}{numbers}{names}.")
    }
    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Clearable => "clearable",
            Verdict::NoPath => "no path",
            Verdict::Refused => "refused",
        }
    }
    fn of_lane(&self, id: &str, checks: &[String]) -> String {
        match checks {
            [] => format!("lane {id}"),
            checks => format!("lane {id} ({})", checks.join(", ")),
        }
    }
    fn of_flow(&self, id: &str) -> String {
        format!("flow {id}")
    }
    fn of_rule(&self, id: &str) -> String {
        format!("rule {id}")
    }
    fn decided(&self) -> &'static str {
        "What decided it"
    }
    fn held_too(&self) -> &'static str {
        "Held too, and changed nothing"
    }
    fn all_of_it(&self) -> &'static str {
        "More: --all (every rule with its conditions and source)   --format json"
    }

    fn when(&self, conditions: &str) -> String {
        format!("when {conditions}")
    }
    fn always(&self) -> &'static str {
        "always"
    }
    fn one_of_so_many(&self, name: &str, count: u64) -> String {
        format!("{name} (one of {count})")
    }
    fn ends(&self, ends: Ends<'_>) -> String {
        match ends {
            Ends::Any => "any".to_owned(),
            Ends::AtMost(most) => format!("at most {most}"),
            Ends::AtLeast(least) => format!("at least {least}"),
            Ends::Is(is) => is.to_owned(),
            Ends::Between(least, most) => format!("{least} to {most}"),
        }
    }
    fn in_force(&self, from: Option<&str>, last: Option<&str>) -> String {
        match (from, last) {
            (Some(from), Some(last)) => format!("in force from {from} to {last}"),
            (Some(from), None) => format!("in force from {from} on"),
            (None, Some(last)) => format!("in force to {last}"),
            (None, None) => "always in force".to_owned(),
        }
    }
    fn lacks(&self, fact: &str, is: &str, needs: &str) -> String {
        format!("{fact} is {is}, not {needs}")
    }
    fn except_where(&self, conditions: &str) -> String {
        format!("except where {conditions}")
    }

    fn why_not(&self, wanted: &str, is_so: bool, is_rule: bool) -> String {
        match (is_so, is_rule) {
            (true, true) => format!("{} holds", with_capital(wanted)),
            (true, false) => format!("It is: {wanted}"),
            (false, true) => format!("Why {wanted} does not hold"),
            (false, false) => format!("Why not {wanted}"),
        }
    }
    fn in_the_way(&self) -> &'static str {
        "In the way"
    }
    fn checks_of_the_lane(&self) -> &'static str {
        "the checks of the lane"
    }
    fn lacking(&self) -> &'static str {
        "Lacking"
    }
    fn would_be(&self) -> &'static str {
        "It would be"
    }
    fn on_days(&self, spans: &[String]) -> String {
        match spans {
            [] => "on no day, all else being the same".to_owned(),
            spans => format!("{}, all else being the same", self.together(spans)),
        }
    }

    fn would_let_it_go(&self) -> &'static str {
        "What would let it go"
    }
    fn would_be_better(&self) -> &'static str {
        "What would be better"
    }
    fn would_bring(&self, wanted: &str) -> String {
        format!("What would bring {wanted}")
    }
    fn is_so_already(&self) -> &'static str {
        "It is so already."
    }
    fn nothing_helps(&self) -> &'static str {
        "Nothing that you can change helps: all of it was tried."
    }
    fn more_changes(&self) -> &'static str {
        "There are more; these are the cheapest."
    }
    fn declare_from(&self, day: &str) -> String {
        format!("declare on {day} or later")
    }
    fn keep_at_most(&self, name: &str, bound: &str) -> String {
        format!("keep {name} at or below {bound}")
    }
    fn at_least(&self, name: &str, bound: &str) -> String {
        format!("{name} at least {bound}")
    }
    fn find_out(&self, part: &str) -> String {
        format!("find out whether {part}")
    }

    fn possible(&self, answers: usize) -> String {
        match answers {
            1 => "One answer, whatever is not known".to_owned(),
            answers => format!("{answers} answers are still possible"),
        }
    }
    fn variants(&self, answer: &str, variants: usize) -> String {
        format!("{answer}, in {variants} variants of checks, papers or tax; one of them")
    }
    fn ask_next(&self, fact: &str, id: &str, at_most: usize) -> String {
        let most = count(at_most, "question");
        format!("Ask next for {id} ({fact}); {most} at most.")
    }
    fn cannot_matter(&self, facts: &[String]) -> String {
        format!("Cannot matter any more: {}.", self.together(facts))
    }

    fn rankings(&self) -> [&'static str; 2] {
        ["What gives most of them a better way", "What saves most"]
    }
    fn no_change_helps(&self) -> &'static str {
        "No single change helps any of them: all were tried."
    }
    fn each_where_it_helps(&self) -> &'static str {
        "Each is counted by itself, where it helps; leave it where it makes worse."
    }
    fn at_most(&self, name: &str, bound: &str) -> String {
        format!("{name} at most {bound}")
    }
    fn moved(&self, moved: &Moved) -> String {
        let counts = [
            (moved.freed, "can go"),
            (moved.lighter, "in a lighter lane"),
            (moved.sooner, "released sooner"),
            (moved.cheaper, "cheaper alone"),
            (moved.worse, "worse"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, what)| format!("{} {what}", grouped(&count.to_string())));
        counts.collect::<Vec<_>>().join(", ")
    }
    fn money_moved(&self, saved: Option<&str>, costs: Option<&str>) -> String {
        let saved = saved.map(|saved| format!("saves {saved}"));
        let costs = costs.map(|costs| format!("costs {costs}"));
        saved.into_iter().chain(costs).collect::<Vec<_>>().join(", ")
    }
}
