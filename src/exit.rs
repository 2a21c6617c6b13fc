//! The exit codes: how a run ended, the same for every verb.

/// How a run ended; the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Answered, and clean.
    Clean,
    /// A budget ran out before a proof.
    Undecided,
    /// The answer is "no".
    No,
    /// The call is wrong.
    WrongCall,
    /// A rules file is not valid.
    NotValid,
    /// Something could not be read or written.
    Failed,
}

impl Exit {
    /// The exit code of the process.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::No => 1,
            Self::WrongCall => 2,
            Self::NotValid => 3,
            Self::Failed => 4,
            Self::Undecided => 5,
        }
    }
}
