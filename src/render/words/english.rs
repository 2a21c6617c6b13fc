//! English.

use advisor::advise::{Comparison, ReasonKind};
use advisor::evaluate::Release;
use advisor::model::StepTime;
use advisor::model::time::{Anchor, Moment, Offset, Takes, Unit};
use advisor::shipment::Origin;

use crate::render::words::table::Words;

pub(super) struct English;

impl Words for English {
    fn listed(&self, items: &[String]) -> String {
        items.join(", ")
    }
    fn either(&self, items: &[String]) -> String {
        items.join(" or ")
    }
    fn pair(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }
    fn aside(&self, text: &str, remark: &str) -> String {
        format!("{text} ({remark})")
    }
    fn also(&self, first: &str, second: &str) -> String {
        format!("{first}; {second}")
    }

    fn lane(&self, id: &str, title: Option<&str>) -> String {
        let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
        format!("{id} lane{title}")
    }
    fn refused(&self, because: &str) -> String {
        format!("No: {because}")
    }
    fn refused_for(&self, reasons: usize) -> String {
        format!("No, for {reasons} reasons")
    }
    fn no_path(&self, lane: &str) -> String {
        format!("No path: {lane}")
    }
    fn no_path_why(&self) -> &'static str {
        "Nothing refuses this shipment, but no flow of the rules takes it: a hole in the rules. \
         Tell their owner."
    }
    fn unknown_goods(&self, lane: &str, release: Option<Release>) -> String {
        let release = match release {
            Some(Release::OnArrival) => ", released on arrival",
            Some(Release::AfterReview) => ", released after a review of the papers",
            Some(Release::AfterInspection) => ", released after an inspection",
            None => "",
        };
        format!("No rule knows these goods; by the general rules: {lane}{release}")
    }
    fn clears(&self, lane: &str, release: Option<Release>) -> String {
        let how = match release {
            Some(Release::AfterInspection) => "but it will be inspected",
            Some(Release::AfterReview) => "once the papers are reviewed",
            Some(Release::OnArrival) | None => "released on arrival",
        };
        format!("Yes, {how}: {lane}")
    }
    fn not_these(&self, ways: &[String], because: &str) -> String {
        format!("Not {}: {because}", self.either(ways))
    }
    fn no_flow_takes_it(&self) -> &'static str {
        "no flow of the rules takes it"
    }
    fn not_offered(&self) -> &'static str {
        "not offered for such a shipment"
    }
    fn warning(&self, text: &str) -> String {
        format!("Warning: {text}")
    }

    fn why_lane(&self, lane: &str) -> String {
        format!("Why {lane}")
    }
    fn indicative(&self) -> &'static str {
        "indicative"
    }
    fn and_more(&self, first: &str, more: usize) -> String {
        format!("{first}, and {more} more")
    }
    fn release(&self) -> &'static str {
        "Release"
    }
    fn released(&self, release: Release, takes: Option<&str>) -> String {
        let words = match release {
            Release::OnArrival => "on arrival",
            Release::AfterReview => "after a review of the papers",
            Release::AfterInspection => "after inspection",
        };
        takes.map_or_else(|| words.to_owned(), |takes| format!("{words}: {takes}"))
    }
    fn release_short(&self, release: Release) -> &'static str {
        match release {
            Release::OnArrival => "released on arrival",
            Release::AfterReview => "released after review",
            Release::AfterInspection => "released after inspection",
        }
    }
    fn tax(&self) -> &'static str {
        "Tax"
    }
    fn late_fee(&self) -> &'static str {
        "Late fee"
    }
    fn papers(&self) -> &'static str {
        "Papers"
    }
    fn none(&self) -> &'static str {
        "none"
    }
    fn papers_until_and_after(&self, until: usize, after: usize) -> String {
        match (until, after) {
            (0, 0) => self.none().to_owned(),
            (until, 0) => until.to_string(),
            (until, after) => format!("{until}, and {after} more after the release"),
        }
    }
    fn waived(&self, amount: &str, title: &str) -> String {
        format!("nothing: {amount} is waived ({title})")
    }
    fn add(&self, flags: &[String]) -> String {
        format!("add {}", flags.join(" and "))
    }
    fn rates_not_known(&self, tables: &[String]) -> String {
        format!("not computed: the rules know no {} of these goods", tables.join(", no "))
    }
    fn share_due(&self, share: &str) -> String {
        format!("{share} of it due")
    }
    fn rate_of(&self, rate: &str, fact: &str) -> String {
        format!("{rate} of the {fact}")
    }
    fn amount_for_each(&self, amount: &str, unit: &str) -> String {
        format!("{amount} for each {unit}")
    }

    fn holds(&self) -> &'static str {
        "Holds"
    }
    fn until(&self, last: Option<&str>) -> String {
        last.map_or_else(|| "on any later date".to_owned(), |last| format!("until {last}"))
    }
    fn number(&self, name: &str, least: Option<&str>, greatest: Option<&str>) -> String {
        match (least, greatest) {
            (None, None) => format!("any {name}"),
            (None, Some(greatest)) => format!("{name} up to {greatest}"),
            (Some(least), None) => format!("{name} from {least}"),
            (Some(least), Some(greatest)) => format!("{name} from {least} to {greatest}"),
        }
    }
    fn or(&self) -> &'static str {
        "Or"
    }

    fn sooner(&self) -> &'static str {
        "Sooner"
    }
    fn cheaper(&self) -> &'static str {
        "Cheaper"
    }
    fn for_the_same(&self, title: &str) -> String {
        format!("{title}, for the same papers and tax")
    }
    fn and_more_ways(&self, more: usize) -> String {
        format!("and {more} more: --all")
    }
    fn count_papers(&self, papers: usize) -> String {
        match papers {
            0 => "no papers".to_owned(),
            1 => "1 paper".to_owned(),
            papers => format!("{papers} papers"),
        }
    }
    fn to_pay(&self, amount: &str) -> String {
        format!("{amount} to pay")
    }
    fn no_lane(&self) -> &'static str {
        "no lane"
    }
    fn without(&self, checks: &[String]) -> String {
        format!("no {}", checks.join(", no "))
    }
    fn with(&self, checks: &[String]) -> String {
        format!("also {}", checks.join(", "))
    }
    fn less_tax(&self, amount: Option<&str>) -> String {
        amount.map_or_else(|| "less tax".to_owned(), |amount| format!("{amount} less tax"))
    }
    fn more_tax(&self, amount: Option<&str>) -> String {
        amount.map_or_else(|| "more tax".to_owned(), |amount| format!("{amount} more tax"))
    }
    fn another_tax(&self) -> &'static str {
        "another tax"
    }

    fn granted(&self) -> [&'static str; 2] {
        ["Taken for granted", "if that is wrong"]
    }
    fn and_more_granted(&self, more: usize) -> String {
        format!("and {more} more that could change this")
    }
    fn not(&self, text: &str) -> String {
        format!("not: {text}")
    }
    fn not_given(&self) -> &'static str {
        "not given"
    }
    fn limits(&self, limits: &[String]) -> String {
        let word = if limits.len() == 1 { "limit" } else { "limits" };
        format!("{word} at {}", limits.join("; "))
    }

    fn instead(&self) -> &'static str {
        "Instead"
    }
    fn open(&self) -> &'static str {
        "Open"
    }
    fn only_if_asked(&self) -> &'static str {
        "Only if asked"
    }
    fn assumed(&self) -> &'static str {
        "Assumed"
    }
    fn lifts(&self, assumed: &str, flag: &str) -> String {
        format!("{assumed}; if that is wrong, {flag} lifts this")
    }
    fn nothing_else_helps(&self, choices: &[String]) -> String {
        format!("No other {} alone would help.", self.either(choices))
    }

    fn time(&self, time: StepTime) -> &'static str {
        match time {
            StepTime::BeforeArrival => "Before arrival",
            StepTime::AtArrival => "At arrival",
            StepTime::AfterRelease => "After release",
        }
    }
    fn by_customs(&self, check: &str) -> String {
        format!("customs: {check}")
    }
    fn takes_so_long(&self, takes: &str) -> String {
        format!("(takes {takes})")
    }
    fn takes(&self, takes: Takes) -> String {
        takes.to_string()
    }
    fn offset(&self, offset: Offset) -> String {
        let anchor = match offset.anchor {
            Anchor::Departure => "departure",
            Anchor::Arrival => "arrival",
            Anchor::Declaration => "the declaration",
            Anchor::Loading => "loading",
            Anchor::Release => "release",
        };
        let many = many(offset.amount.unsigned_abs(), offset.unit);
        match offset.amount {
            0 => anchor.to_owned(),
            1.. => format!("{many} after {anchor}"),
            _ => format!("{many} before {anchor}"),
        }
    }
    fn dates_of(&self, arrival: Moment) -> String {
        format!("Dates, if it arrives on {arrival} (days of the calendar)")
    }
    fn between(&self, from: &str, to: &str) -> String {
        format!("{from} to {to}")
    }
    fn from(&self, from: &str) -> String {
        format!("from {from}")
    }
    fn by(&self, by: &str) -> String {
        format!("by {by}")
    }
    fn if_released(&self, day: &str) -> String {
        format!(", if released on {day}")
    }
    fn length_not_said(&self, step: &str) -> String {
        format!("the rules do not say how long it takes: {step}")
    }
    fn in_working_days(&self, takes: &str) -> String {
        format!("after {takes}, whose holidays nobody knows")
    }
    fn fee_from(&self, title: &str) -> String {
        format!("{title} from")
    }

    fn why(&self) -> &'static str {
        "Why"
    }
    fn sources(&self) -> &'static str {
        "Sources"
    }
    fn reason(&self, kind: ReasonKind) -> &'static str {
        match kind {
            ReasonKind::Category => "category",
            ReasonKind::Inspection => "rule",
            ReasonKind::Flow => "flow",
            ReasonKind::Tax => "charge",
            ReasonKind::Refusal => "refusal",
        }
    }
    fn the_shipment(&self) -> &'static str {
        "The shipment"
    }
    fn made_of(&self) -> &'static str {
        "What the tax is made of"
    }
    fn else_to_do(&self) -> &'static str {
        "What else could be done"
    }
    fn change_and_what(&self) -> [&'static str; 3] {
        ["change", "", "what it changes"]
    }
    fn flow(&self) -> &'static str {
        "flow"
    }
    fn origin(&self, origin: Origin) -> &'static str {
        match origin {
            Origin::Given => "given",
            Origin::Assumed => "assumed",
            Origin::Chosen => "chosen",
            Origin::NotGiven => "not given",
            Origin::Counted => "counted",
        }
    }
    fn compared(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Better => "better",
            Comparison::Same => "the same",
            Comparison::Different => "",
            Comparison::Worse => "worse",
        }
    }
    fn more(&self, rules: usize) -> String {
        let rules = match rules {
            1 => "1 rule and its source".to_owned(),
            rules => format!("{rules} rules and their sources"),
        };
        format!("More: --why ({rules})   --all   --format json")
    }
    fn advice(&self, title: &str, reviewed: Option<&str>, file: Option<&str>) -> String {
        let reviewed = reviewed.map(|day| format!(", reviewed {day}")).unwrap_or_default();
        let file = file.map(|file| format!(" ({file})")).unwrap_or_default();
        format!("Advice, not law. {title}{reviewed}{file}.")
    }
    fn no_calendar(&self) -> &'static str {
        "no calendar: the shipment does not clear customs this way"
    }

    fn comparison(&self, tax: Option<&str>) -> [String; 6] {
        let tax = tax.map(|tax| format!("tax {tax}")).unwrap_or_else(|| "tax".to_owned());
        ["".into(), "lane".into(), "release".into(), "on site".into(), "papers".into(), tax]
    }
    fn no(&self) -> &'static str {
        "no"
    }
    fn no_path_short(&self) -> &'static str {
        "no path"
    }
    fn columns(&self) -> [&'static str; 4] {
        ["id", "name", "in force", "details"]
    }
    fn also_called(&self, names: &[String]) -> String {
        format!("also {}", names.join(", "))
    }
    fn days(&self, from: Option<&str>, last: Option<&str>) -> String {
        match (from, last) {
            (Some(from), Some(last)) => format!("{from} to {last}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(last)) => format!("to {last}"),
            (None, None) => String::new(),
        }
    }
    fn error(&self) -> &'static str {
        "error"
    }
    fn help(&self) -> &'static str {
        "help"
    }
}

fn many(number: u32, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::WorkingDays => "working day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
