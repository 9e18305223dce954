//! What the city made of a message, by the number of its answer.
//!
//! Not here: the line (`wire`), what becomes of a message (`send`).
//! Invariant: docs/handoff.md has the same table.

use shared::lang::Sentence;

use crate::wire;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It has it, now or from before.
    Taken,
    /// Not now.
    Later(Sentence),
    /// This message never.
    Never(Sentence),
    /// It is not there, or not for us: no message gets through. It may have this one.
    NoWay(Sentence),
}

pub fn judged(answer: &wire::Answer) -> Answer {
    let (number, said) = (answer.number, &answer.said);
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    let answered = || {
        Sentence::new(
            format!("thành phố trả lời {number}{said}"),
            format!("the city answered {number}{said}"),
        )
    };
    match number {
        200..=299 | 409 => Answer::Taken,
        401 | 403 => Answer::NoWay(Sentence::new(
            format!("thành phố không nhận mã truy cập ({number})"),
            format!("the city does not take our token ({number})"),
        )),
        404 | 405 | 300..=399 => Answer::NoWay(Sentence::new(
            format!("địa chỉ của thành phố không đúng ({number})"),
            format!("the city's address is not right ({number})"),
        )),
        408 | 425 | 429 => Answer::Later(answered()),
        400..=499 => Answer::Never(answered()),
        _ => Answer::Later(answered()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_an_answer_has_its_meaning() {
        let answer = |number| wire::Answer { number, said: "vì".to_owned(), id: String::new() };
        let word = |number: u16| match judged(&answer(number)) {
            Answer::Taken => "taken".to_owned(),
            Answer::Later(why) => format!("later, {}", why.en),
            Answer::Never(why) => format!("never, {}", why.en),
            Answer::NoWay(why) => format!("no way, {}", why.en),
        };
        let said = [200, 202, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503]
            .map(|n| format!("{n} {}", word(n)));
        assert_eq!(
            said,
            [
                "200 taken",
                "202 taken",
                "204 taken",
                "302 no way, the city's address is not right (302)",
                "400 never, the city answered 400: vì",
                "401 no way, the city does not take our token (401)",
                "403 no way, the city does not take our token (403)",
                "404 no way, the city's address is not right (404)",
                "409 taken",
                "422 never, the city answered 422: vì",
                "429 later, the city answered 429: vì",
                "500 later, the city answered 500: vì",
                "503 later, the city answered 503: vì",
            ]
        );
    }
}
