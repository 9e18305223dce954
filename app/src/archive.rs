//! Tải PDF lưu trữ: the server's file of what is on the page.
//!
//! Not here: the file (the server).
//! Invariant: offered only where the server can make what is seen: with a network, and when it has every act.

use leptos::prelude::*;
use shared::lang::{Word, word};

use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

const ARCHIVE: Word = word("Tải PDF lưu trữ", "Archive PDF");
const OFFLINE: Word = word(
    "PDF lưu trữ do máy chủ làm: có mạng lại mới tải được.",
    "The archive PDF is made by the server: download it once there is a network again.",
);
const UNSENT: Word = word(
    "Hồ sơ còn việc chưa gửi: gửi xong mới tải được PDF lưu trữ.",
    "The dossier has unsent acts: download the archive PDF once they are sent.",
);

/// Whether the server can make it now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Open,
    Offline,
    Unsent,
}

impl Way {
    pub const fn of(offline: bool, unsent: bool) -> Way {
        match (unsent, offline) {
            (true, _) => Way::Unsent,
            (false, true) => Way::Offline,
            (false, false) => Way::Open,
        }
    }
}

/// The link, or why there is none.
pub fn archive(way: Way, href: String) -> AnyView {
    let why = match way {
        Way::Open => {
            return view! {
                <a class="btn" href=href download="" rel="external"><Icon glyph=Glyph::Doc />{t(ARCHIVE)}</a>
            }
            .into_any();
        }
        Way::Offline => OFFLINE,
        Way::Unsent => UNSENT,
    };
    view! { <span class="small quiet" role="status">{t(why)}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    #[test]
    fn the_file_is_offered_where_the_server_has_all_of_it() {
        let drawn =
            |offline, unsent| html(move || archive(Way::of(offline, unsent), "/api/paper/x".to_owned()));
        assert!(drawn(false, false).contains("href=\"/api/paper/x\""));
        for (offline, unsent, said) in [(true, false, OFFLINE), (false, true, UNSENT), (true, true, UNSENT)] {
            let drawn = drawn(offline, unsent);
            assert!(drawn.contains(said.vi) && !drawn.contains("href"), "{drawn}");
        }
    }
}
