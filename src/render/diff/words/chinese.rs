//! Chinese.

use advisor::batch::{Column, Move};
use advisor::diff::{Change, Direction, Fate, Side};
use advisor::evaluate::Release;

use crate::render::diff::words::Words;

pub(super) struct Chinese;

impl Words for Chinese {
    fn all_of(&self, items: &[String]) -> String {
        items.join("、")
    }
    fn any_of(&self, items: &[String]) -> String {
        items.join(" 或 ")
    }
    fn and_more(&self, more: usize) -> String {
        format!(" 等，另有 {more} 条")
    }
    fn more(&self, more: usize) -> String {
        format!("另有 {more} 条")
    }
    fn pair(&self, name: &str, value: &str) -> String {
        format!("{name}：{value}")
    }
    fn sentence(&self, parts: &[String]) -> String {
        format!("{}。", parts.join("；"))
    }
    fn also(&self, first: &str, second: &str) -> String {
        format!("{first}，{second}")
    }

    fn at_least_so_many(&self, count: &str) -> String {
        format!("至少 {count}")
    }
    fn combinations(&self, names: &str, _: bool, shipments: Option<&str>) -> String {
        let all = shipments.map(|all| format!("（计入全部数值为 {all} 种）")).unwrap_or_default();
        format!("{names} 种名称组合{all}")
    }
    fn otherwise(&self, size: &str, _: bool, given_up: Option<&str>) -> String {
        let rest = given_up.map(|flag| format!("（未全部搜索；用 {flag} 可增加搜索量）"));
        format!("{size}的答复有变{}", rest.unwrap_or_default())
    }
    fn undecided(&self, flag: &str) -> String {
        format!("未能判定：尚未找到答复有变的货物；用 {flag} 可增加搜索量")
    }
    fn the_same(&self) -> &'static str {
        "两个文件内容相同"
    }
    fn alike(&self) -> &'static str {
        "两个文件都涉及的货物，答复均无变化"
    }
    fn no_effect(&self) -> &'static str {
        "没有影响：两个文件都涉及的货物，答复均无变化"
    }

    fn heading(&self, change: &Change, direction: Direction) -> String {
        heading(change, direction)
    }
    fn for_the_same(&self) -> &'static str {
        "货物同上"
    }
    fn by(&self, side: Side, rules: &str) -> String {
        format!("{}{rules}", if side == Side::Old { "原依据 " } else { "现依据 " })
    }
    fn computed(&self, side: Side, formula: &str) -> String {
        format!("{}：{formula}", if side == Side::Old { "原计算" } else { "现计算" })
    }
    fn paid(&self, old: &str, new: &str, more: Option<&str>) -> String {
        let more = more.map(|more| format!("（{more}）")).unwrap_or_default();
        format!("下例货物：原 {old}，现 {new}{more}")
    }
    fn unknown_amount(&self) -> &'static str {
        "金额不明"
    }
    fn more_lines(&self, lines: usize, left: &str) -> String {
        format!("另有 {lines} 行：{left}")
    }

    fn all_shipments(&self) -> &'static str {
        "全部货物"
    }
    fn not_given(&self) -> &'static str {
        "未填"
    }
    fn any_given(&self) -> &'static str {
        "任何已填数值"
    }
    fn none_of(&self, names: &[String]) -> String {
        format!("除 {} 外", names.join("、"))
    }
    fn at_most(&self, value: &str) -> String {
        format!("不超过 {value}")
    }
    fn at_least(&self, value: &str) -> String {
        format!("不低于 {value}")
    }
    fn to(&self, least: &str, greatest: &str) -> String {
        format!("{least} 至 {greatest}")
    }
    fn on_that_day(&self) -> &'static str {
        "当日"
    }
    fn on_all_days(&self) -> &'static str {
        "所有日期"
    }
    fn until(&self, day: &str) -> String {
        format!("截至 {day}")
    }
    fn from(&self, day: &str) -> String {
        format!("自 {day} 起")
    }
    fn on(&self, day: &str) -> String {
        format!("{day} 当日")
    }
    fn first_to_last(&self, first: &str, last: &str) -> String {
        format!("{first} 至 {last}")
    }

    fn not_compared(&self) -> &'static str {
        "仅一方有此名称，不作比较"
    }
    fn calls(&self) -> &'static str {
        "省略此项时，含义有变"
    }
    fn times(&self) -> &'static str {
        "期限与所需时间"
    }
    fn texts(&self) -> &'static str {
        "不影响答复的文字"
    }
    fn rules(&self) -> &'static str {
        "规则"
    }
    fn nothing(&self) -> &'static str {
        "无"
    }
    fn only(&self, side: Side, subject: &str, what: Option<&str>) -> String {
        let when = if side == Side::Old { "仅原文件有" } else { "仅新文件有" };
        let what = what.map(|what| format!("（{what}）")).unwrap_or_default();
        format!("{subject}：{when}{what}")
    }
    fn fate(&self, fate: Fate, rules: usize, named: &str) -> String {
        let what = match fate {
            Fate::Added => "新增",
            Fate::Removed => "删除",
            Fate::Edited => "修改",
            Fate::Renamed => "改名",
            Fate::Moved => "移位",
            Fate::Reworded => "改文字",
        };
        format!("{what} {rules} 条：{named}")
    }

    fn rows(&self, moved: &str, all: &str, file: &str) -> String {
        format!("{file} 的 {all} 行中有 {moved} 行")
    }
    fn money_in_all(&self, amount: &str) -> String {
        format!("合计 {amount}")
    }
    fn of_rows(&self, rows: &str) -> String {
        format!("其中实际 {rows} 行")
    }
    fn rows_heading(&self, file: &str) -> String {
        format!("{file} 的各行")
    }
    fn moved(&self, one: &Move) -> String {
        moved(one)
    }
    fn more_due(&self, is_tax: bool, amount: &str) -> String {
        format!("{}：{amount}", if is_tax { "税额有变" } else { "滞报金有变" })
    }
    fn not_known(&self, is_tax: bool) -> &'static str {
        if is_tax { "至少一方的税额不明" } else { "至少一方的滞报金不明" }
    }
    fn sum_too_large(&self) -> &'static str {
        "数额过大，无法合计"
    }
    fn in_lines(&self, rows: &str, lines: &str, more: bool) -> String {
        format!("{rows}（第 {lines}{} 行）", if more { " 等" } else { "" })
    }
    fn unanswered(&self, before: &str, now: &str) -> String {
        format!("{before} 行原无答复，其中 {now} 行现有答复；均不计入")
    }
    fn written_to(&self, file: &str) -> String {
        format!("连同两种答复已写入 {file}")
    }

    fn columns(&self) -> [&'static str; 4] {
        ["变化", "名称组合", "日期", "规则"]
    }
    fn rows_column(&self) -> &'static str {
        "行数"
    }
    fn more_below(&self, changes: usize) -> String {
        format!("另有 {changes} 项变化见下。")
    }
    fn folded(&self) -> &'static str {
        "涉及哪些货物，以及可验证的命令"
    }
    fn no_room(&self, lines: usize) -> String {
        format!("另有 {lines} 行放不下。")
    }

    fn sources(&self) -> [&'static str; 4] {
        ["依据", "规则", "变化", "名称组合"]
    }
    fn idle_sources(&self, number: usize, ids: &str) -> String {
        format!("{number} 项依据单独去掉没有影响：{ids}")
    }
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("无")
}

fn heading(change: &Change, direction: Direction) -> String {
    let worse = direction == Direction::Worse;
    match change {
        Change::Refused => "原不拒绝，现拒绝".to_owned(),
        Change::Allowed => "不再拒绝".to_owned(),
        Change::NoPath { flow } => format!("不再有流程可走（原为 {flow}）"),
        Change::Path { flow } => format!("现有流程可走：{flow}"),
        Change::RefusedAlso { rule } => format!("仍然拒绝，另依据 {rule}"),
        Change::RefusedLess { rule } => format!("仍然拒绝，不再依据 {rule}"),
        Change::Lane { old, new } => {
            let word = match direction {
                Direction::Worse => "通道更严",
                Direction::Other => "通道不同",
                Direction::Better => "通道更宽",
            };
            format!("{word}：{old} 改为 {new}")
        }
        Change::Release { old, new } => {
            let word = if worse { "放行更晚" } else { "放行更早" };
            format!("{word}：{}改为{}", release(*old), release(*new))
        }
        Change::Check { id, on } => format!("{}：{id}", more(*on, "项检查")),
        Change::Document { id, on } => format!("{}：{id}", more(*on, "份单证")),
        Change::Flow { old, new } => format!("流程不同：{old} 改为 {new}"),
        Change::Steps { flow } => format!("流程 {flow} 的步骤不同"),
        Change::HandedIn { document, steps } => {
            let [old, new] = steps.each_ref().map(|step| or_none(step.as_deref()));
            format!("{document} 的提交步骤：{old} 改为 {new}")
        }
        Change::CheckedIn { check, steps } => {
            let [old, new] = steps.each_ref().map(|step| or_none(step.as_deref()));
            format!("{check} 的所在步骤：{old} 改为 {new}")
        }
        Change::Regime { old, new } => {
            let [old, new] = [old, new].map(|regime| or_none(regime.as_deref()));
            format!("计税方式不同：{old} 改为 {new}")
        }
        Change::Formula { tax, .. } => format!("{tax} 的计算方法不同"),
        Change::Rate { table, is_price, amounts: [old, new] } => {
            let amount = |amount: &Option<String>| match amount {
                Some(amount) if *is_price => amount.clone(),
                Some(amount) => format!("{amount}%"),
                None => "不明".to_owned(),
            };
            let word = match direction {
                Direction::Worse => "更高",
                Direction::Better => "更低",
                Direction::Other => "不同",
            };
            let what = if *is_price { "价格" } else { "税率" };
            format!("{what}{word}：{table}，{} 改为 {}", amount(old), amount(new))
        }
        Change::Fee { on: Side::New } => "现须缴滞报金".to_owned(),
        Change::Fee { on: Side::Old } => "不再缴滞报金".to_owned(),
        Change::FeeFormula { .. } => "滞报金的计算方法不同".to_owned(),
    }
}

fn more(on: Side, what: &str) -> String {
    match on {
        Side::New => format!("多一{what}"),
        Side::Old => format!("少一{what}"),
    }
}

/// A release in few words.
fn release(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "运抵放行",
        Release::AfterReview => "审单后放行",
        Release::AfterInspection => "查验后放行",
    }
}

fn moved(Move { column, old, new }: &Move) -> String {
    let [old, new] = [old, new].map(|text| text.as_deref().filter(|text| !text.is_empty()));
    let noun = match column {
        Column::Verdict => "结论",
        Column::Lane => "通道",
        Column::Flow => "流程",
        Column::Release => "放行",
        Column::Chosen => "选择",
        Column::Regime => "计税方式",
        Column::Checks => "检查",
        Column::Documents => "单证",
        Column::Rules => "拒绝依据",
        Column::Error => return format!("不再有答复（原为 {}）", or_none(old)),
        other => other.name(),
    };
    match (column, old, new) {
        (Column::Checks | Column::Documents | Column::Rules, None, Some(new)) => {
            format!("增加{noun}：{new}")
        }
        (Column::Checks | Column::Documents | Column::Rules, Some(old), None) => {
            format!("减少{noun}：{old}")
        }
        _ => format!("{noun}：{} 改为 {}", or_none(old), or_none(new)),
    }
}
