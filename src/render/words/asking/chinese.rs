//! A conversation in Chinese.

use crate::render::words::asking::Asking;
use crate::render::words::chinese::Chinese;

impl Asking for Chinese {
    fn start(&self) -> &'static str {
        "一批货物如何通关？怎样更快？"
    }
    fn calls(&self, example: &str) -> Vec<(String, &'static str)> {
        vec![
            (format!("advisor route {example}"), "一批货物"),
            ("advisor route".to_owned(), "同上，逐项提问"),
            (format!("advisor explain {example}"), "为何如此、为何不、可改什么"),
            ("advisor list goods".to_owned(), "规则认识的商品"),
            ("advisor batch orders.csv".to_owned(), "批量货物，每行一批"),
        ]
    }
    fn rules_of_your_own(&self) -> &'static str {
        "编写自己的规则：advisor rules、check、test、diff\n全部用法：advisor --help"
    }
    fn how_to_answer(&self) -> &'static str {
        "可答编号或名称；回车跳过此题，Ctrl-D 跳过其余各题。"
    }
    fn which_goods(&self, code: Option<&str>) -> String {
        let code = code.map(|code| format!("或{code}")).unwrap_or_default();
        format!("是什么商品？请输入名称{code}")
    }
    fn the_best(&self) -> &'static str {
        "回车：代为选择最佳"
    }
    fn left_open(&self, taken: &str) -> String {
        format!("回车：{taken}")
    }
    fn more_names(&self, more: usize, list: &str) -> String {
        format!("另有 {more} 项：{list}")
    }
    fn without_questions(&self) -> &'static str {
        "免提问的命令："
    }
}
