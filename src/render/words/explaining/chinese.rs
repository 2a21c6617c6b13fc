//! An explanation in Chinese.

use advisor::evaluate::Verdict;
use advisor::explain::{Forced, Moved};

use crate::render::text::grouped;
use crate::render::words::chinese::Chinese;
use crate::render::words::explaining::{About, Ends, Explaining};

impl Explaining for Chinese {
    fn together(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{}和{last}", rest.join("、")),
        }
    }
    fn clauses(&self, items: &[String]) -> String {
        items.join("；")
    }
    fn full_stop(&self, text: &str) -> String {
        format!("{text}。")
    }
    fn so_many_more(&self, more: usize) -> String {
        format!("另外 {more} 项")
    }
    fn is(&self, fact: &str, value: &str) -> String {
        format!("{fact}：{value}")
    }
    fn is_no(&self, fact: &str) -> String {
        format!("{fact}：否")
    }

    fn because(&self, reasons: &[String]) -> String {
        format!("原因：{}", reasons.join(""))
    }
    fn not_decided(&self, about: About) -> String {
        let about = match about {
            About::Forcing => "由什么决定",
            About::Reach => "适用到何处",
            About::Changes => "怎样更好",
            About::Questions => "该问什么",
        };
        format!("{about}：在限额内未能判定；可用 --budget 提高限额。")
    }
    fn forces(&self, forced: Forced, facts: &[String]) -> String {
        let what = match forced {
            Forced::Refusal => "不予通关",
            Forced::Lane => "所走通道（除非另有规则拒绝）",
            Forced::Answer => "此答案",
        };
        match facts {
            [] => format!("任何货物都是如此：无须知道任何事实即可定{what}。"),
            facts => format!("仅凭以下 {} 项即可定{what}：{}。", facts.len(), self.together(facts)),
        }
    }
    fn stays(&self, refused: bool, date: &str, numbers: &[String], names: &[String]) -> String {
        let stays = if refused { "仍不可通关的范围" } else { "此答案适用于" };
        let parts: Vec<String> =
            std::iter::once(date.to_owned()).chain(numbers.iter().cloned()).collect();
        let names = match names {
            [] => String::new(),
            names => format!("；也适用于{}", names.join("；")),
        };
        format!("{stays}：{}{names}。", parts.join("，"))
    }
    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Clearable => "可以通关",
            Verdict::NoPath => "没有流程",
            Verdict::Refused => "不可以通关",
        }
    }
    fn of_lane(&self, id: &str, checks: &[String]) -> String {
        match checks {
            [] => format!("{id} 通道"),
            checks => format!("{id} 通道（{}）", checks.join("、")),
        }
    }
    fn of_flow(&self, id: &str) -> String {
        format!("流程 {id}")
    }
    fn of_rule(&self, id: &str) -> String {
        format!("规则 {id}")
    }
    fn decided(&self) -> &'static str {
        "起决定作用的规则"
    }
    fn held_too(&self) -> &'static str {
        "也适用但未改变结果的规则"
    }
    fn all_of_it(&self) -> &'static str {
        "更多：--all（每条规则及其条件和来源）   --format json"
    }

    fn when(&self, conditions: &str) -> String {
        format!("条件：{conditions}")
    }
    fn always(&self) -> &'static str {
        "总是"
    }
    fn one_of_so_many(&self, name: &str, count: u64) -> String {
        format!("{name}（{count} 项之一）")
    }
    fn ends(&self, ends: Ends<'_>) -> String {
        match ends {
            Ends::Any => "任意".to_owned(),
            Ends::AtMost(most) => format!("不超过 {most}"),
            Ends::AtLeast(least) => format!("不低于 {least}"),
            Ends::Is(is) => is.to_owned(),
            Ends::Between(least, most) => format!("{least} 至 {most}"),
        }
    }
    fn in_force(&self, from: Option<&str>, last: Option<&str>) -> String {
        match (from, last) {
            (Some(from), Some(last)) => format!("{from} 至 {last} 有效"),
            (Some(from), None) => format!("{from} 起有效"),
            (None, Some(last)) => format!("有效至 {last}"),
            (None, None) => "一直有效".to_owned(),
        }
    }
    fn lacks(&self, fact: &str, is: &str, needs: &str) -> String {
        format!("{fact}为{is}，须为{needs}")
    }
    fn except_where(&self, conditions: &str) -> String {
        format!("例外：{conditions}")
    }

    fn why_not(&self, wanted: &str, is_so: bool, is_rule: bool) -> String {
        match (is_so, is_rule) {
            (true, true) => format!("{wanted} 适用"),
            (true, false) => format!("确实是：{wanted}"),
            (false, true) => format!("为何{wanted} 不适用"),
            (false, false) => format!("为何不是：{wanted}"),
        }
    }
    fn in_the_way(&self) -> &'static str {
        "障碍"
    }
    fn checks_of_the_lane(&self) -> &'static str {
        "该通道自带的查验"
    }
    fn lacking(&self) -> &'static str {
        "缺少"
    }
    fn would_be(&self) -> &'static str {
        "何时成立"
    }
    fn on_days(&self, spans: &[String]) -> String {
        match spans {
            [] => "其他不变时，没有这样的日子".to_owned(),
            spans => format!("其他不变时：{}", self.together(spans)),
        }
    }

    fn would_let_it_go(&self) -> &'static str {
        "怎样才能通关"
    }
    fn would_be_better(&self) -> &'static str {
        "怎样更好"
    }
    fn would_bring(&self, wanted: &str) -> String {
        format!("怎样得到：{wanted}")
    }
    fn is_so_already(&self) -> &'static str {
        "已经如此。"
    }
    fn nothing_helps(&self) -> &'static str {
        "您能改的都无济于事：已全部试过。"
    }
    fn more_changes(&self) -> &'static str {
        "还有其他办法；以上代价最小。"
    }
    fn declare_from(&self, day: &str) -> String {
        format!("于 {day} 或之后申报")
    }
    fn keep_at_most(&self, name: &str, bound: &str) -> String {
        format!("{name}控制在 {bound} 以内")
    }
    fn at_least(&self, name: &str, bound: &str) -> String {
        format!("{name}不低于 {bound}")
    }
    fn find_out(&self, part: &str) -> String {
        format!("查明是否{part}")
    }

    fn possible(&self, answers: usize) -> String {
        match answers {
            1 => "无论未知的是什么，答案只有一个".to_owned(),
            answers => format!("还有 {answers} 种可能的答案"),
        }
    }
    fn variants(&self, answer: &str, variants: usize) -> String {
        format!("{answer}，查验、单证或税费有 {variants} 种；其中一种")
    }
    fn ask_next(&self, fact: &str, id: &str, at_most: usize) -> String {
        format!("下一个该问：{fact}（{id}）；最多 {at_most} 问。")
    }
    fn cannot_matter(&self, facts: &[String]) -> String {
        format!("已无关紧要：{}。", self.together(facts))
    }

    fn rankings(&self) -> [&'static str; 2] {
        ["使最多批次更顺", "最省钱"]
    }
    fn no_change_helps(&self) -> &'static str {
        "没有任何一项改动有帮助：已全部试过。"
    }
    fn each_where_it_helps(&self) -> &'static str {
        "每项单独计算，只算有帮助的批次；会变差的批次不应改动。"
    }
    fn at_most(&self, name: &str, bound: &str) -> String {
        format!("{name}不超过 {bound}")
    }
    fn moved(&self, moved: &Moved) -> String {
        let counts = [
            (moved.freed, "可以通关"),
            (moved.lighter, "通道更宽松"),
            (moved.sooner, "放行更早"),
            (moved.cheaper, "仅费用更低"),
            (moved.worse, "变差"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts =
            counts.map(|(count, what)| format!("{} 批{what}", grouped(&count.to_string())));
        counts.collect::<Vec<_>>().join("，")
    }
    fn money_moved(&self, saved: Option<&str>, costs: Option<&str>) -> String {
        let saved = saved.map(|saved| format!("省 {saved}"));
        let costs = costs.map(|costs| format!("多付 {costs}"));
        saved.into_iter().chain(costs).collect::<Vec<_>>().join("，")
    }
}
