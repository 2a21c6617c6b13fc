//! Many shipments: rows in, the same rows with an answer behind each, in order and in bounded memory.
//!
//! A filter from [`Read`](std::io::Read) to [`Write`](std::io::Write). Who has more than one core reads the blocks one after
//! another, lets an [`Answerer`] for each thread answer them, and writes them in their order.
//!
//! ```
//! use advisor::batch::{Batch, Options};
//! use advisor::{Day, Engine, builtin};
//!
//! let rule_set = builtin::rule_set().expect("they have no problems");
//! let engine = Engine::new(&rule_set);
//! let options = Options::new(Day::parse("2026-11-23").expect("this is a day"));
//! let rows = "goods,value\nwine,100\nweapons,\n";
//! let mut out = Vec::new();
//! let tally = Batch::open(&engine, &options, rows.as_bytes())?.run(&mut out)?;
//! assert_eq!((tally.rows, tally.bad_rows), (2, 0));
//! assert!(out.starts_with(b"goods,value,verdict,lane,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a caller asks for becomes a plan; the input is cut into blocks of whole rows; a reader for
//! each format takes rows apart, a writer for each passes them on with what is added to them, and
//! the answerer between them knows neither.

mod alone;
mod answerer;
mod blocks;
mod change;
mod csv;
mod encoding;
mod filter;
mod jsonl;
mod limits;
mod open;
mod open_error;
mod plan;
mod rendered;
mod replay;
mod tally;
mod warnings;
mod writer;

pub use crate::batch::blocks::{Block, Blocks};
pub use crate::batch::encoding::{Decoded, Encoding, Foreign};
pub use crate::batch::filter::{Answerer, Answers, Batch, Rows};
pub use crate::batch::open_error::{OpenError, PassedOn};
pub use crate::batch::plan::{Column, Format, Options};
pub use crate::batch::replay::{Money, Move, MovedRows, Moves, Replay, Replayer};
pub use crate::batch::tally::Tally;
pub use crate::batch::writer::Answered;
