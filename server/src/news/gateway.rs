//! The words between our server and a gateway, behind which a text message provider or a Zalo account stands.
//!
//! Not here: the line itself (`crate::wire`), what becomes of a message (`news`).
//! Invariant: one letter has one key however often it is said, so that asking again sends nothing twice.

use serde::Serialize;
use shared::dossier::record::NewsBy;
use shared::lang::Sentence;
use shared::news::{Event, Told};

use super::sender::Trouble;
use crate::wire::place::Place;
use crate::wire::{self, Answer};

/// The body of a message, as docs/news.md has it.
#[derive(Serialize)]
struct Message<'a> {
    khoa: &'a str,
    kenh: &'static str,
    dien_thoai: &'a str,
    mau: &'static str,
    ma_ho_so: &'a str,
    noi_dung: &'a str,
}

/// A message as it travels; nothing of a way that no gateway takes.
pub fn message(by: NewsBy, event: Event, to: &str, told: &Told, key: &str) -> Option<String> {
    let (channel, text) = match by {
        NewsBy::Mail => return None,
        NewsBy::Sms => ("sms", &told.short),
        NewsBy::Zalo => ("zalo", &told.body),
    };
    let message = Message {
        khoa: key,
        kenh: channel,
        dien_thoai: to,
        mau: event.code(),
        ma_ho_so: &told.number,
        noi_dung: text,
    };
    serde_json::to_string(&message).ok()
}

pub struct Line<'a> {
    place: &'a Place,
    /// Opened anew where the gateway has closed it after an answer.
    wire: Option<wire::Line>,
}

impl<'a> Line<'a> {
    pub async fn open(place: &'a Place) -> Result<Line<'a>, Sentence> {
        Ok(Line { place, wire: Some(wire::Line::open(place).await?) })
    }

    /// Says one message; what the gateway calls it.
    pub async fn hand_over(&mut self, to: &str, key: &str, body: &str) -> Result<Sentence, Trouble> {
        let mut wire = match self.wire.take().filter(wire::Line::is_open) {
            Some(wire) => wire,
            None => wire::Line::open(self.place).await.map_err(Trouble::Way)?,
        };
        let mut answer = wire.tell(self.place, key, body).await.map_err(Trouble::Unsure)?;
        self.wire = Some(wire);
        // Gateways like to repeat the number; it stands in the record already.
        answer.said = answer.said.replace(to.trim_start_matches('0'), "…");
        judged(self.place, &answer)
    }
}

/// An answer by its number.
fn judged(place: &Place, answer: &Answer) -> Result<Sentence, Trouble> {
    let (name, number) = (place.who.name(), answer.number);
    let said = if answer.said.is_empty() { String::new() } else { format!(": {}", answer.said) };
    let answered = || {
        Sentence::new(
            format!("{} trả lời {number}{said}", name.vi),
            format!("{} answered {number}{said}", name.en),
        )
    };
    match number {
        200..=299 if answer.id.is_empty() => Ok(Sentence::new("", "")),
        200..=299 => Ok(Sentence::new(
            format!("{} ghi số {}", name.vi, answer.id),
            format!("{} calls it {}", name.en, answer.id),
        )),
        409 => {
            Ok(Sentence::new(format!("{} đã nhận từ trước", name.vi), format!("{} had it before", name.en)))
        }
        401 | 403 => Err(Trouble::Way(Sentence::new(
            format!("{} không nhận mã truy cập ({number})", name.vi),
            format!("{} does not take our token ({number})", name.en),
        ))),
        404 | 405 | 300..=399 => Err(Trouble::Way(Sentence::new(
            format!("địa chỉ của {} không đúng ({number})", name.vi),
            format!("the address of {} is not right ({number})", name.en),
        ))),
        408 | 425 | 429 | 503 => Err(Trouble::Later(answered())),
        400..=499 => Err(Trouble::Never(answered())),
        // Somebody in between may have said it after the message was taken.
        _ => Err(Trouble::Unsure(answered())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::place::Who;

    #[test]
    fn every_number_of_an_answer_has_its_meaning() {
        let place = Place::read(Who::Sms, "https://cong.vidu.example/gui", None).expect("an address");
        let word = |number: u16| {
            let answer = Answer { number, said: "vì".to_owned(), id: "A7".to_owned() };
            match judged(&place, &answer) {
                Ok(said) => format!("taken, {}", said.en),
                Err(Trouble::Later(why)) => format!("later, {}", why.en),
                Err(Trouble::Never(why)) => format!("never, {}", why.en),
                Err(Trouble::Way(why)) => format!("no way, {}", why.en),
                Err(Trouble::Unsure(why)) => format!("unsure, {}", why.en),
                Err(Trouble::Unclear(why)) => format!("unclear, {}", why.en),
            }
        };
        let said = [200, 202, 302, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503]
            .map(|n| format!("{n} {}", word(n)));
        assert_eq!(
            said,
            [
                "200 taken, the text message gateway calls it A7",
                "202 taken, the text message gateway calls it A7",
                "302 no way, the address of the text message gateway is not right (302)",
                "400 never, the text message gateway answered 400: vì",
                "401 no way, the text message gateway does not take our token (401)",
                "403 no way, the text message gateway does not take our token (403)",
                "404 no way, the address of the text message gateway is not right (404)",
                "409 taken, the text message gateway had it before",
                "422 never, the text message gateway answered 422: vì",
                "429 later, the text message gateway answered 429: vì",
                "500 unsure, the text message gateway answered 500: vì",
                "502 unsure, the text message gateway answered 502: vì",
                "503 later, the text message gateway answered 503: vì",
            ]
        );
    }
}
