//! Which words there are: a language that lacks one does not compile.

use advisor::advise::{Comparison, ReasonKind};
use advisor::evaluate::Release;
use advisor::model::StepTime;
use advisor::model::time::{Moment, Offset, Takes};
use advisor::shipment::Origin;

use crate::render::words::asking::Asking;
use crate::render::words::cargo::CargoWords;
use crate::render::words::explaining::Explaining;

/// The words of one language. What they take is ready to be read.
pub(crate) trait Words: Asking + CargoWords + Explaining + Sync {
    // Between words.
    /// Several things in a row.
    fn listed(&self, items: &[String]) -> String;
    /// Several things of which one is meant.
    fn either(&self, items: &[String]) -> String;
    /// What something is, behind what it is called.
    fn pair(&self, name: &str, value: &str) -> String;
    /// A remark behind what it is about.
    fn aside(&self, text: &str, remark: &str) -> String;
    /// Two sentences in one.
    fn also(&self, first: &str, second: &str) -> String;

    // The verdict.
    fn lane(&self, id: &str, title: Option<&str>) -> String;
    fn refused(&self, because: &str) -> String;
    fn refused_for(&self, reasons: usize) -> String;
    fn no_path(&self, lane: &str) -> String;
    fn no_path_why(&self) -> &'static str;
    fn unknown_goods(&self, lane: &str, release: Option<Release>) -> String;
    fn clears(&self, lane: &str, release: Option<Release>) -> String;
    fn not_these(&self, ways: &[String], because: &str) -> String;
    fn no_flow_takes_it(&self) -> &'static str;
    fn not_offered(&self) -> &'static str;
    fn warning(&self, text: &str) -> String;

    // What decided it.
    fn why_lane(&self, lane: &str) -> String;
    fn indicative(&self) -> &'static str;
    fn and_more(&self, first: &str, more: usize) -> String;
    fn release(&self) -> &'static str;
    fn released(&self, release: Release, takes: Option<&str>) -> String;
    fn release_short(&self, release: Release) -> &'static str;
    fn tax(&self) -> &'static str;
    fn late_fee(&self) -> &'static str;
    fn papers(&self) -> &'static str;
    fn none(&self) -> &'static str;
    fn papers_until_and_after(&self, until: usize, after: usize) -> String;
    fn waived(&self, amount: &str, title: &str) -> String;
    fn add(&self, flags: &[String]) -> String;
    fn rates_not_known(&self, tables: &[String]) -> String;
    fn share_due(&self, share: &str) -> String;
    fn rate_of(&self, rate: &str, fact: &str) -> String;
    fn amount_for_each(&self, amount: &str, unit: &str) -> String;

    /// How far the answer holds.
    fn holds(&self) -> &'static str;
    fn until(&self, last: Option<&str>) -> String;
    fn number(&self, name: &str, least: Option<&str>, greatest: Option<&str>) -> String;
    /// What heads another change that would help.
    fn or(&self) -> &'static str;

    // Other ways.
    fn sooner(&self) -> &'static str;
    fn cheaper(&self) -> &'static str;
    fn for_the_same(&self, title: &str) -> String;
    fn and_more_ways(&self, more: usize) -> String;
    fn count_papers(&self, papers: usize) -> String;
    fn to_pay(&self, amount: &str) -> String;
    fn no_lane(&self) -> &'static str;
    fn without(&self, checks: &[String]) -> String;
    fn with(&self, checks: &[String]) -> String;
    fn less_tax(&self, amount: Option<&str>) -> String;
    fn more_tax(&self, amount: Option<&str>) -> String;
    fn another_tax(&self) -> &'static str;

    // What was taken for granted.
    fn granted(&self) -> [&'static str; 2];
    fn and_more_granted(&self, more: usize) -> String;
    fn not(&self, text: &str) -> String;
    fn not_given(&self) -> &'static str;
    fn limits(&self, limits: &[String]) -> String;

    // A no.
    fn instead(&self) -> &'static str;
    fn open(&self) -> &'static str;
    fn only_if_asked(&self) -> &'static str;
    fn assumed(&self) -> &'static str;
    fn lifts(&self, assumed: &str, flag: &str) -> String;
    fn nothing_else_helps(&self, choices: &[String]) -> String;

    // Steps and dates.
    fn time(&self, time: StepTime) -> &'static str;
    fn by_customs(&self, check: &str) -> String;
    fn takes_so_long(&self, takes: &str) -> String;
    fn takes(&self, takes: Takes) -> String;
    fn offset(&self, offset: Offset) -> String;
    fn dates_of(&self, arrival: Moment) -> String;
    fn between(&self, from: &str, to: &str) -> String;
    fn from(&self, from: &str) -> String;
    fn by(&self, by: &str) -> String;
    fn if_released(&self, day: &str) -> String;
    fn length_not_said(&self, step: &str) -> String;
    fn in_working_days(&self, takes: &str) -> String;
    fn fee_from(&self, title: &str) -> String;

    // Everything.
    fn why(&self) -> &'static str;
    fn sources(&self) -> &'static str;
    fn reason(&self, kind: ReasonKind) -> &'static str;
    fn the_shipment(&self) -> &'static str;
    fn made_of(&self) -> &'static str;
    fn else_to_do(&self) -> &'static str;
    fn change_and_what(&self) -> [&'static str; 3];
    fn flow(&self) -> &'static str;
    fn origin(&self, origin: Origin) -> &'static str;
    fn compared(&self, comparison: Comparison) -> &'static str;
    fn more(&self, rules: usize) -> String;
    fn advice(&self, title: &str, reviewed: Option<&str>, file: Option<&str>) -> String;
    fn no_calendar(&self) -> &'static str;

    // Values side by side, and lists.
    fn comparison(&self, tax: Option<&str>) -> [String; 6];
    fn no(&self) -> &'static str;
    fn no_path_short(&self) -> &'static str;
    fn columns(&self) -> [&'static str; 4];
    fn also_called(&self, names: &[String]) -> String;
    fn days(&self, from: Option<&str>, last: Option<&str>) -> String;
    fn error(&self) -> &'static str;
    fn help(&self) -> &'static str;
}
