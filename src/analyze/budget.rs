//! Budgets: how many steps questions may take, shared so that the outcome never depends on threads.
//!
//! Every question of a batch may first take an equal share of what is left. What the easy ones leave
//! over goes to the others, in equal shares again, until there is no more to win. So a question
//! comes to the same end whoever answers the others, and when.

use crate::analyze::boxes::Spent;
use crate::analyze::subject::Fuel;
use crate::parallel;

/// What questions may cost, in steps: a step looks at one condition in one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// For one question about one slice of the rules.
    pub question: u64,
    /// For all questions together.
    pub total: u64,
}

impl Budget {
    /// Enough for the rule files that people write.
    pub const USUAL: Self = Self { question: 1_000_000, total: 300_000_000 };
}

/// Which budget ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Short {
    /// That of one question.
    Question,
    /// That of all.
    Total,
}

impl Short {
    /// The flag that gives more.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::Question => "--budget",
            Self::Total => "--budget-total",
        }
    }
}

/// What is left of a budget, and who works.
pub(crate) struct Purse {
    question: u64,
    left: u64,
    threads: usize,
    progress: Option<fn(usize, usize)>,
}

impl Purse {
    /// Opens a budget.
    pub(crate) fn new(budget: Budget, threads: usize, progress: Option<fn(usize, usize)>) -> Self {
        Self { question: budget.question, left: budget.total, threads: threads.max(1), progress }
    }

    /// Answers a batch of questions, in their order.
    pub(crate) fn settle<Q: Sync, A: Send>(
        &mut self,
        questions: &[Q],
        answer: impl Fn(&Q, &mut Fuel) -> Result<A, Spent> + Sync,
    ) -> Vec<Result<A, Short>> {
        let mut answers: Vec<Option<Result<A, Short>>> = questions.iter().map(|_| None).collect();
        let mut open: Vec<usize> = (0..questions.len()).collect();
        let mut share = 0;
        while !open.is_empty() {
            let count = u64::try_from(open.len()).unwrap_or(u64::MAX);
            let before = share;
            share = self.left / count;
            // What was given up at one share is not tried again at nearly the same.
            if share / 2 < before || share == 0 {
                break;
            }
            let fuel = Fuel { slice: self.question, left: share };
            let answer = |(): &mut (), at: &usize| {
                let mut fuel = fuel;
                let found = questions.get(*at).map(|question| answer(question, &mut fuel));
                (found, fuel.left)
            };
            let tell = |done| {
                if let Some(tell) = self.progress.filter(|_| done % 64 == 0) {
                    tell(done, open.len());
                }
            };
            let found = parallel::in_order(self.threads, &open, || (), answer, tell);
            let mut starved = Vec::new();
            for (at, (found, left)) in open.into_iter().zip(found) {
                self.left -= share - left;
                let Some(slot) = answers.get_mut(at) else { continue };
                match found {
                    Some(Err(Spent)) if left == 0 => starved.push(at),
                    Some(found) => *slot = Some(found.map_err(|Spent| Short::Question)),
                    None => {}
                }
            }
            open = starved;
        }
        answers.into_iter().map(|answer| answer.unwrap_or(Err(Short::Total))).collect()
    }
}
