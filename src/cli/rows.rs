//! How rows of shipments are read, by whichever verb.

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Args)]
pub(crate) struct RowsArgs {
    /// How the rows are written [default: told by the name of the file, else by its first byte]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<RowFormat>,

    /// How the bytes of the rows are to be read; answers are written in UTF-8
    #[arg(long, value_name = "NAME", default_value = "utf-8")]
    pub(crate) encoding: RowEncoding,

    /// What separates the cells of CSV: one character, or `tab` [default: told by the header]
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,

    /// Take a fact from a column with another name; may be repeated
    #[arg(long = "map", value_name = "COLUMN=FACT")]
    pub(crate) maps: Vec<String>,

    /// A fact that is the same in every row; may be repeated
    #[arg(long = "set", value_name = "FACT=VALUE")]
    pub(crate) sets: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// Cells under a header
    Csv,
    /// A JSON object a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowEncoding {
    /// As most files are
    #[value(name = "utf-8")]
    Utf8,
    /// As Chinese spreadsheets save CSV
    Gbk,
    /// As spreadsheets save Unicode text
    #[value(name = "utf-16")]
    Utf16,
}
