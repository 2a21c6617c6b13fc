//! How a shipment will clear customs, by a rules file: the library beneath the program.
//!
//! A rules file becomes a [`RuleSet`], which is valid by construction. A [`Query`] gathers what is
//! said of a shipment and becomes a [`Shipment`]; [`advise()`] finds its best path and the reasons.
//! Where only the outcome counts, [`decide`] gives it for one closed shipment without allocating, and
//! an [`Engine`] for as many as there are, open choices and charges included.
//! Nothing here prints, reads a file or looks at a clock but [`RuleSet::today`].
//!
//! ```
//! use advisor::evaluate::Verdict;
//! use advisor::model::value::Day;
//! use advisor::{Query, SourceFile, advise, read};
//!
//! let text = r#"
//! format = 1
//! title = "Rules of a small port"
//! first-date = 2026-01-01
//!
//! [checks]
//! opening = { kind = "site" }
//!
//! [lanes]
//! green = {}
//! red = { checks = ["opening"] }
//!
//! [steps]
//! inspect = { title = "Present the goods", when = "at-arrival", holds = ["site"] }
//!
//! [goods]
//! cheese = {}
//! shirts = { ordinary = true }
//!
//! [inspections.cheese]
//! when = { goods = "cheese" }
//! lane = "red"
//!
//! [flows.standard]
//! steps = ["inspect"]
//! "#;
//! let rule_set = read(&SourceFile::new("port.toml", text)).expect("the file has no problems");
//! let day = Day::parse("2026-11-23").expect("this is a day");
//! let mut query = Query::new(&rule_set, day);
//! query.give("goods", "cheese");
//! let advice = advise(&rule_set, query.shipment()?);
//! assert_eq!(advice.decision.verdict, Verdict::Clearable);
//! assert_eq!(advice.lane().map(|lane| lane.id.as_str()), Some("red"));
//! assert_eq!(advice.path[0].step.title.plain(), Some("Present the goods"));
//! # Ok::<(), advisor::shipment::InputErrors>(())
//! ```
//!
//! # The house
//!
//! Modules use only those that stand above them in this list:
//!
//! - [`parallel`]: work on several threads, with the outcomes in order
//! - [`source`]: a text, its lines and spans
//! - [`codes`]: what can be found in a rules file, with its manual
//! - [`letters`]: which letters nobody sees
//! - [`lexicon`]: which names may be meant by one that is not known
//! - [`model`]: the rule set; its [`Condition`](model::condition::Condition) is evaluated and can be
//!   read as a set
//! - [`finding`]: what was found in a rules file, as data
//! - [`mod@read`]: text to model, with every problem at once
//! - [`builtin`]: the rules that are part of the program
//! - [`shipment`]: what is said of a shipment, checked against the facts
//! - [`evaluate`]: one closed shipment to a decision; pure and total
//! - [`charge`]: tax and fees in exact decimals
//! - [`choose`]: the best of what is left open, and the alternatives
//! - [`mod@advise`]: the whole answer
//! - [`schedule`]: when the steps of an answer are due
//! - [`space`]: which shipments there are, and what conditions tell apart among them
//! - [`analyze`]: proofs over all shipments; reads the same conditions as [`evaluate`] does
//! - [`mod@diff`]: what a change of rules does to shipments, over all of them
//! - [`witness`]: a shipment that shows a finding, as a command and as a test
//! - [`engine`]: many shipments, without allocating
//! - [`explain`]: why, why not, what to change, what to ask, and how far an answer reaches
//! - [`trial`]: tests of a rules file, read, run and judged
//! - [`batch`]: rows of them, answered from a reader to a writer

pub mod advise;
pub mod analyze;
pub mod batch;
pub mod builtin;
pub mod charge;
pub mod choose;
pub mod codes;
pub mod diff;
pub mod engine;
pub mod evaluate;
pub mod explain;
pub mod finding;
pub mod letters;
pub mod lexicon;
pub mod model;
pub mod parallel;
pub mod read;
pub mod schedule;
pub mod shipment;
pub mod source;
pub mod space;
pub mod trial;
pub mod witness;

pub use crate::advise::{Advice, advise};
pub use crate::engine::Engine;
pub use crate::evaluate::{Decision, decide};
pub use crate::finding::Finding;
pub use crate::model::RuleSet;
pub use crate::model::value::Day;
pub use crate::read::read;
pub use crate::shipment::{InputError, Query, Shipment};
pub use crate::source::SourceFile;
