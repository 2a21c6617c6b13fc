//! The flags by which a call says what is known of a shipment.

use clap::Args;

/// What is known of the shipment. Values may be ids, aliases or Chinese names, in any case.
#[derive(Debug, Args)]
#[command(next_help_heading = "Facts")]
pub(crate) struct FactArgs {
    /// What goods they are; `advisor list goods` shows what the rules know
    #[arg(long, value_name = "NAME")]
    pub(crate) goods: Option<String>,

    /// The same by its code in the tariff, with dots or without, such as 0402.21
    #[arg(long, value_name = "CODE", allow_hyphen_values = true)]
    pub(crate) hs: Option<String>,

    /// Where they clear customs
    #[arg(long, value_name = "NAME")]
    pub(crate) port: Option<String>,

    /// Import or export
    #[arg(long, value_name = "NAME")]
    pub(crate) direction: Option<String>,

    /// The category in which customs manages the firm
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,

    /// The mode of supervision, such as 9610
    #[arg(long, value_name = "NAME")]
    pub(crate) mode: Option<String>,

    /// When the declaration is made
    #[arg(long, value_name = "NAME")]
    pub(crate) declared: Option<String>,

    /// What the order is worth
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) value: Option<String>,

    /// What the buyer's orders of this year are worth, this one included
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) annual: Option<String>,

    /// Days between the declaration and the arrival of goods for export
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) lead_days: Option<String>,

    /// Any other fact of the rules; may be repeated
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    pub(crate) facts: Vec<String>,
}

impl FactArgs {
    /// Whether any fact is given.
    pub(crate) fn says_something(&self) -> bool {
        self.named().next().is_some() || !self.facts.is_empty()
    }

    /// The facts that have flags of their own and were given, in the order of the flags.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let flags = [
            ("goods", &self.goods),
            ("hs", &self.hs),
            ("port", &self.port),
            ("direction", &self.direction),
            ("category", &self.category),
            ("mode", &self.mode),
            ("declared", &self.declared),
            ("value", &self.value),
            ("annual", &self.annual),
            ("lead-days", &self.lead_days),
        ];
        flags.into_iter().filter_map(|(name, value)| value.as_deref().map(|value| (name, value)))
    }
}
