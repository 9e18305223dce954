//! Looks of the pages: each theme that the settings offer, on devices that prefer something themselves.
//!
//! Not here: what is judged in them (`axe`).
//! Invariant: what the style has rules for is a look here, and no two of them are painted alike.

use crate::house::House;
use crate::user::{PHONE, User};

/// What decides over the colours: the theme that was chosen, or none, and what the device prefers.
#[derive(Clone, Copy)]
pub struct Look {
    pub name: &'static str,
    theme: Option<&'static str>,
    prefers: &'static [(&'static str, &'static str)],
}

const fn chosen(theme: &'static str) -> Look {
    Look { name: theme, theme: Some(theme), prefers: &[] }
}

/// In which everything is asked.
pub const LIGHT: Look = chosen("light");
const DARK: Look = chosen("dark");
const CONTRAST: Look = chosen("contrast");
const DARK_DEVICE: (&str, &str) = ("prefers-color-scheme", "dark");
const MORE_CONTRAST: (&str, &str) = ("prefers-contrast", "more");
const FORCED: (&str, &str) = ("forced-colors", "active");

const CONTRAST_ON_DARK: Look =
    Look { name: "contrast on a dark device", theme: Some("contrast"), prefers: &[DARK_DEVICE] };
const MORE_ON_LIGHT: Look =
    Look { name: "a device that wants more contrast", theme: None, prefers: &[MORE_CONTRAST] };
const MORE_ON_DARK: Look = Look {
    name: "a dark device that wants more contrast",
    theme: None,
    prefers: &[DARK_DEVICE, MORE_CONTRAST],
};
const FORCED_ON_LIGHT: Look = Look { name: "a device's own colours", theme: None, prefers: &[FORCED] };
const FORCED_ON_DARK: Look =
    Look { name: "a dark device's own colours", theme: None, prefers: &[DARK_DEVICE, FORCED] };

/// Whoever chooses nothing on a device without other wishes sees light or dark.
const IN_VIETNAMESE: [Look; 2] = [DARK, CONTRAST];
const IN_ENGLISH_AT_A_PC: [Look; 3] = [CONTRAST_ON_DARK, MORE_ON_LIGHT, FORCED_ON_DARK];
const IN_ENGLISH_ON_A_PHONE: [Look; 3] = [CONTRAST_ON_DARK, MORE_ON_DARK, FORCED_ON_LIGHT];

impl Look {
    pub async fn put_on(self, user: &User) {
        user.prefers(self.prefers).await;
        let theme = match self.theme {
            Some(theme) => format!("document.documentElement.dataset.theme = '{theme}'"),
            None => "delete document.documentElement.dataset.theme".to_owned(),
        };
        user.script(&theme).await;
    }

    /// Those of a walk, after the light one.
    pub fn all(size: (u32, u32), lang: &str) -> &'static [Look] {
        match (lang, size == PHONE) {
            ("vi", _) => &IN_VIETNAMESE,
            (_, false) => &IN_ENGLISH_AT_A_PC,
            (_, true) => &IN_ENGLISH_ON_A_PHONE,
        }
    }
}

/// All of them but the light one.
pub fn every() -> [Look; 7] {
    [DARK, CONTRAST, CONTRAST_ON_DARK, MORE_ON_LIGHT, MORE_ON_DARK, FORCED_ON_LIGHT, FORCED_ON_DARK]
}

/// The colours of everything on the page, as they are painted.
const PAINTED: &str = "return [...document.querySelectorAll('*')].map((one) => {
    const style = getComputedStyle(one);
    return [style.color, style.backgroundColor, style.borderTopColor, style.fill].join(' ');
}).join(';')";

/// What nobody has chosen is what somebody could choose; so light and dark are judged for it as well. What a device asks for
/// beyond that is seen, or the looks above would all be one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_chooses_no_theme_gets_what_the_device_prefers() {
    let house = House::open().await;
    let user = User::at(PHONE).await;
    user.go(&house, "/gallery").await;
    user.see_one(".paper").await;
    let painted = async |look: Look| {
        look.put_on(&user).await;
        user.script(PAINTED).await
    };
    let mut seen = vec![(LIGHT.name, painted(LIGHT).await)];
    for look in every() {
        let now = painted(look).await;
        for (name, before) in &seen {
            assert!(now != *before, "“{}” looks as “{name}”", look.name);
        }
        seen.push((look.name, now));
    }
    let device = |prefers| Look { name: "no theme", theme: None, prefers };
    for (look, chosen) in [(device(&[]), LIGHT), (device(&[DARK_DEVICE]), DARK)] {
        let now = painted(look).await;
        let same = seen.iter().find(|(name, _)| *name == chosen.name);
        assert!(same.is_some_and(|(_, painted)| *painted == now), "as “{}”", chosen.name);
    }
    user.leave().await;
}
