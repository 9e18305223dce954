//! Draws docs/pictures: every page of the demo ward, always by the same seed and at the same moment.
//!
//! Not here: what the pictures are for (docs/huong-dan.md).
//! Invariant: the clocks of server and browser stand still, so that only a changed page changes its picture.

mod cases;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../browser/house.rs"]
mod house;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../browser/user.rs"]
mod user;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use server::clock::Clock;
use server::demo::{self as year, year::ARTICLE};
use shared::demo;
use shared::dossier::{Dossier, Status};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::paper::{self, PaperOf};

use cases::Cases;
use house::House;
use user::{PC, PHONE, User};

const SEED: u64 = 2018;
const TABLET: (u32, u32) = (1024, 768);
/// A sheet that lies, without its margins of 15 mm.
const A4_LYING: (u32, u32) = (1009, 680);
/// Where the codes on papers lead; the port of a run would change each picture.
const PUBLIC_URL: &str = "https://motcua.vidu.vn";

/// A Wednesday afternoon, with a vice-chair on duty.
fn moment() -> Moment {
    Moment::at(Day::new(2026, 11, 25).expect("a day"), 14, 40)
}

/// From the next page on the browser's clock stands still at `at`.
async fn freeze(user: &User, at: Moment) {
    let source = format!(
        "const at = {};
         Date = class extends Date {{
             constructor(...parts) {{ if (parts.length) super(...parts); else super(at); }}
             static now() {{ return at; }}
         }};",
        at.millis()
    );
    let script = json!({"source": source});
    user.browser.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.expect("heard");
}

struct Album {
    house: House,
    cases: Cases,
    folder: PathBuf,
}

impl Album {
    async fn user(&self, size: (u32, u32), officer: Option<OfficerId>) -> User {
        let user = User::at(size).await;
        freeze(&user, moment()).await;
        // A clip is drawn without scrollbars, and would not be where it was measured.
        let tools = user.browser.cdp();
        tools.send_raw("Emulation.setScrollbarsHidden", json!({"hidden": true})).await.expect("hidden");
        if let Some(officer) = officer {
            user.log_in(&self.house, officer).await;
        }
        user
    }

    async fn draw(&self, user: &User, name: &str) {
        // Fonts come a moment after the words.
        user.script_async("const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => done(1)))").await;
        let asked = json!({"format": "webp", "quality": 82});
        let answer = user.browser.cdp().send_raw("Page.captureScreenshot", asked).await.expect("a picture");
        self.keep(name, &answer);
    }

    /// One element, whole, however long it is.
    async fn clip(&self, user: &User, css: &str, name: &str) {
        let found = user.script(&format!("const r = document.querySelector('{css}').getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width, r.height]")).await;
        let at = |place: usize| found[place].as_f64().expect("a length");
        let clip = json!({"x": at(0), "y": at(1), "width": at(2), "height": at(3), "scale": 1});
        let asked = json!({"format": "webp", "quality": 82, "captureBeyondViewport": true, "clip": clip});
        let answer = user.browser.cdp().send_raw("Page.captureScreenshot", asked).await.expect("a picture");
        self.keep(name, &answer);
    }

    fn keep(&self, name: &str, answer: &Value) {
        let webp = BASE64.decode(answer["data"].as_str().expect("its bytes")).expect("as browsers send it");
        std::fs::write(self.folder.join(format!("{name}.webp")), &webp).expect("written");
        println!("{name}.webp {} KB", webp.len() / 1024);
    }

    /// Opens the address, waits for what shows that the page stands, and draws it.
    async fn page(&self, user: &User, path: &str, shown: &str, name: &str) {
        user.go(&self.house, path).await;
        user.see_one(shown).await;
        self.draw(user, name).await;
    }

    async fn first(&self, status: Status) -> String {
        let all = self.house.dossiers().await;
        let mut found: Vec<_> = all.iter().filter(|d| d.status == status).collect();
        found.sort_by_key(|d| (d.due, d.id));
        found.first().map(|d| d.id.to_string()).unwrap_or_else(|| panic!("nothing is {status:?}"))
    }

    async fn counter(&self) {
        let user = self.user(PC, Some(demo::RECEPTION)).await;
        self.page(&user, "/", "a.who", "hom-nay").await;
        user.go(&self.house, "/nhan").await;
        user.fill_reception("Đặng Thị Đào").await;
        user.script("window.scrollTo(0, 0)").await;
        self.draw(&user, "nhan-ho-so").await;
        user.script("document.getElementById('birth').focus()").await;
        user.fill("birth", "31/02/1990").await;
        user.click("#print").await;
        user.see_one(".errors").await;
        user.script("window.scrollTo(0, 0)").await;
        self.draw(&user, "nhan-ho-so-loi").await;
        let ready = self.first(Status::Ready).await;
        self.page(&user, &format!("/ho-so/{ready}/giay-hen"), ".paper", "giay-hen").await;
        self.page(&user, "/ho-so", "a.who", "danh-sach").await;
        self.page(&user, "/tra", "a.who", "tra-ket-qua").await;
        user.click(".btn--go").await;
        user.see_one("dialog[open] button[type=submit]").await;
        self.draw(&user, "tra-ket-qua-hop").await;
        self.page(&user, "/cai-dat", "fieldset", "cai-dat").await;
        self.page(&user, "/viec", ".inbox__item", "viec-can-xem").await;
        user.go(&self.house, "/").await;
        user.see_one(".figures").await;
        user.type_key("?").await;
        user.see_one("dialog[open] .kv").await;
        self.draw(&user, "phim-tat").await;
        user.go(&self.house, "/").await;
        user.see_one(".figures").await;
        user.click("[aria-label='Khóa màn hình']").await;
        user.see_one("#password").await;
        self.draw(&user, "khoa-man-hinh").await;
        user.leave().await;
    }

    async fn paper(&self, user: &User, id: DossierId, paper: PaperOf, name: &str) {
        user.go(&self.house, &format!("/ho-so/{id}/{paper}")).await;
        user.see_one(".paper").await;
        self.clip(user, ".paper", name).await;
    }

    /// Each paper of the forms in force, of the first dossier that has it, and the same by the forms before them; the
    /// office's own papers.
    async fn papers(&self) {
        let user = self.user(PC, Some(demo::RECEPTION)).await;
        let ward = self.house.store().ward();
        let mut all = self.house.dossiers().await;
        // The newest law, and of its dossiers the one that has gone farthest.
        all.sort_by_key(|d| {
            (std::cmp::Reverse(d.received_at.is_some()), std::cmp::Reverse(d.history.len()), d.id)
        });
        let today = |d: &&Dossier| d.created_at.day() >= Day::new(2025, 7, 1).expect("a day");
        let which = [
            (PaperOf::Slip, "giay-01"),
            (PaperOf::Supplement(1), "giay-02"),
            (PaperOf::Refusal, "giay-03"),
            (PaperOf::Apology, "giay-04"),
            (PaperOf::Stop, "giay-05"),
            (PaperOf::Control, "giay-06"),
            (PaperOf::Mistake, "thu-xin-loi"),
        ];
        for (paper, name) in which {
            let has = |d: &&Dossier| paper::papers(&ward, d).contains(&paper);
            let found = all.iter().filter(today).find(has);
            let found = found.unwrap_or_else(|| panic!("no dossier has the paper {paper}"));
            self.paper(&user, found.id, paper, name).await;
        }
        let Cases { by_circular_01: whole, refused_by_circular_01: refused, posted, .. } = self.cases;
        for (id, paper, name) in [
            (whole, PaperOf::Slip, "giay-2018-01"),
            (whole, PaperOf::Supplement(1), "giay-2018-02"),
            (refused, PaperOf::Refusal, "giay-2018-03"),
            (whole, PaperOf::Apology, "giay-2018-04"),
            (whole, PaperOf::Control, "giay-2018-05"),
            (posted, PaperOf::PostingNotice(1), "niem-yet"),
            (posted, PaperOf::PostingEnd(1), "het-niem-yet"),
        ] {
            self.paper(&user, id, paper, name).await;
        }
        user.leave().await;
        // The books lie on paper.
        let user = self.user(A4_LYING, Some(demo::HEAD)).await;
        for (year, name) in [(2025, "giay-2018-06"), (2026, "giay-07")] {
            user.go(&self.house, &format!("/bao-cao/so?linh_vuc=HTCT&nam={year}")).await;
            user.see_one(".board__register tbody").await;
            let media = |name: &str| json!({"media": name});
            let tools = user.browser.cdp();
            tools.send_raw("Emulation.setEmulatedMedia", media("print")).await.expect("as printed");
            self.clip(&user, ".board__register", name).await;
            tools.send_raw("Emulation.setEmulatedMedia", media("")).await.expect("as shown");
        }
        user.leave().await;
        let user = self.user(PC, Some(demo::HEAD)).await;
        // Its last page: the book of a year that is over and that nobody has closed.
        user.go(&self.house, "/bao-cao/so?linh_vuc=HTCT&nam=2025").await;
        user.see_one("#closing_pages").await;
        user.script("document.getElementById('closing_pages').scrollIntoView({block: 'center'})").await;
        self.draw(&user, "khoa-so").await;
        user.leave().await;
    }

    /// A dossier that hangs in public, and what is asked when one is hung up.
    async fn postings(&self) {
        let user = self.user(PC, Some(demo::SOCIAL)).await;
        let path = format!("/ho-so/{}", self.cases.hangs);
        user.go(&self.house, &path).await;
        user.see_one("#niem-yet").await;
        user.script("document.getElementById('niem-yet').scrollIntoView({block: 'center'})").await;
        self.draw(&user, "dang-niem-yet").await;
        user.go(&self.house, &format!("/ho-so/{}", self.cases.to_be_posted)).await;
        user.see_one(".dossier__head").await;
        user.press("Niêm yết công khai").await;
        user.see_one("dialog[open] button[type=submit]").await;
        self.draw(&user, "niem-yet-hop").await;
        user.leave().await;
    }

    /// Ticks the first rows that can be chosen.
    async fn pick(&self, user: &User, count: usize) {
        user.see_one("tr[data-row] input.check:not([disabled])").await;
        let script = "const open = document.querySelectorAll('tr[data-row] input.check:not([disabled])');
            for (const tick of [...open].slice(0, COUNT)) tick.click();";
        user.script(&script.replace("COUNT", &count.to_string())).await;
    }

    /// Several dossiers at once: one form for all of them.
    async fn batches(&self) {
        let user = self.user(PC, Some(demo::RECEPTION)).await;
        user.go(&self.house, "/tra").await;
        self.pick(&user, 3).await;
        user.press("Trả 3 kết quả").await;
        user.see_one("dialog[open] button[type=submit]").await;
        self.draw(&user, "tra-nhieu").await;
        user.leave().await;
        let user = self.user(PC, Some(demo::HEAD)).await;
        user.go(&self.house, "/ho-so").await;
        self.pick(&user, 3).await;
        user.press("Phân công 3 hồ sơ").await;
        user.see_one("dialog[open] button[type=submit]").await;
        self.draw(&user, "phan-cong-nhieu").await;
        user.leave().await;
    }

    async fn specialist(&self) {
        let user = self.user(PC, Some(demo::JUSTICE)).await;
        let work = self.first(Status::InWork).await;
        self.page(&user, &format!("/ho-so/{work}"), ".dossier__head", "ho-so").await;
        user.press("Yêu cầu bổ sung").await;
        user.see_one("dialog[open] button[type=submit]").await;
        self.draw(&user, "yeu-cau-bo-sung").await;
        self.page(&user, "/ban-giao", ".main table tbody tr", "ban-giao").await;
        let asked = self.first(Status::AwaitSupplement).await;
        self.page(&user, &format!("/ho-so/{asked}"), ".dossier__head", "ho-so-tam-dung").await;
        user.leave().await;
    }

    async fn leader(&self) {
        let user = self.user(PC, Some(demo::CHAIR)).await;
        self.page(&user, "/trinh-ky", ".sign__rows", "trinh-ky").await;
        let year = "/bao-cao?tu=2018-01-01&den=2018-12-31";
        self.page(&user, year, ".board__figures", "bao-cao").await;
        user.click(".board__figures a").await;
        user.see_one("#phia-sau tbody").await;
        self.draw(&user, "con-so").await;
        let form = "/bao-cao/bieu?tu=2018-01-01&den=2018-12-31";
        self.page(&user, form, "table tbody tr", "bieu-mau").await;
        self.page(&user, "/bao-cao/so?nam=2018", ".board__register tbody", "so-theo-doi").await;
        self.page(&user, "/bao-cao/so-ket-qua?nam=2018", ".board__results tbody", "so-ket-qua").await;
        let cash = "/bao-cao/so-thu?tu=2018-11-01&den=2018-11-30";
        self.page(&user, cash, ".board__cash tbody", "so-thu").await;
        let till = "/bao-cao/so-thu/bien-ban?ngay=2018-11-22";
        user.go(&self.house, till).await;
        user.see_one(".paper").await;
        self.clip(&user, ".paper", "bien-ban-quy").await;
        self.page(&user, "/bao-cao/766", ".main table tbody tr", "chi-so-766").await;
        self.page(&user, "/bao-cao/phoi-hop", ".board__agencies", "co-quan-phoi-hop").await;
        self.page(&user, "/bao-cao/phieu", ".board__ballot", "phieu-giay").await;
        user.leave().await;
        let user = self.user(PHONE, Some(demo::CHAIR)).await;
        self.page(&user, "/trinh-ky", ".sign__rows", "trinh-ky-dien-thoai").await;
        user.leave().await;
    }

    async fn office(&self) {
        let user = self.user(PC, Some(demo::HEAD)).await;
        self.page(&user, "/may", ".table tbody tr", "thiet-bi").await;
        self.page(&user, "/pakn", ".main table tbody tr", "phan-anh").await;
        self.page(&user, "/pakn/nhap", "#content", "nhap-phan-anh").await;
        let said = self.house.store().feedbacks(None, None, 100).await.expect("read");
        let answered = said.iter().find(|one| one.steps.len() > 2).expect("one was answered");
        self.page(&user, &format!("/pakn/{}", answered.id), ".feedback__told li", "mot-phan-anh").await;
        self.page(&user, "/bao-cao/pakn", ".board__feedback table", "bao-cao-phan-anh").await;
        self.page(&user, "/ban-giao/thanh-pho", ".main h1", "thanh-pho").await;
        let all = self.house.dossiers().await;
        let disputed = all.iter().find(|d| !d.corrections.is_empty()).expect("two corrections have met");
        self.page(&user, &format!("/ho-so/{}", disputed.id), ".dossier__head", "hai-ban-sua").await;
        user.leave().await;
        let user = self.user(PC, Some(demo::ADMIN)).await;
        self.page(&user, "/cai-dat#phuong", "#phuong form", "phuong").await;
        self.page(&user, "/can-bo", "#roster select", "can-bo").await;
        user.leave().await;
    }

    async fn volunteer(&self) {
        let user = self.user(TABLET, Some(demo::VOLUNTEER)).await;
        user.see_one(".guide__choice").await;
        self.draw(&user, "huong-dan-1").await;
        user.fill("what", "tinh trang hon").await;
        user.click(".guide__choice").await;
        user.see_one(".guide__list .check").await;
        self.draw(&user, "huong-dan-2").await;
        user.click(".guide__foot .btn:last-child").await;
        user.fill("name", "Hồ Văn Lợi").await;
        user.fill("number", "048080001234").await;
        self.draw(&user, "huong-dan-3").await;
        user.leave().await;
    }

    async fn citizen(&self) {
        let user = self.user(PHONE, None).await;
        self.page(&user, "/thu-tuc", ".public__groups .rows", "thu-tuc").await;
        self.page(&user, "/thu-tuc/HT-09", ".public__facts", "thu-tuc-mot").await;
        self.page(&user, "/nop/HT-09", "#phone", "nop-truc-tuyen").await;
        self.page(&user, "/phan-anh", "#content", "phan-anh-dan").await;
        self.page(&user, "/phan-anh/xem", "#number", "xem-phan-anh").await;
        self.page(&user, "/phan-anh/cong-khai", ".feedback__shown li", "phan-anh-cong-khai").await;
        user.go(&self.house, "/tra-cuu").await;
        let all = self.house.dossiers().await;
        let mut signed: Vec<_> = all.iter().filter(|d| d.status == Status::Submitted).collect();
        signed.sort_by_key(|d| (d.due, d.id));
        let dossier = signed.first().expect("something waits for a signature");
        user.fill("code", &dossier.code.as_ref().map(ToString::to_string).unwrap_or_default()).await;
        user.fill("secret", &dossier.secret).await;
        user.click(".public__look button").await;
        user.see_one(".public__way").await;
        self.draw(&user, "tra-cuu").await;
        user.leave().await;
        let hall = self.user(TABLET, None).await;
        self.page(&hall, "/kiosk", ".kiosk__tiles", "may-o-sanh").await;
        hall.leave().await;
    }

    /// Before a power cut: a block of slips, on screen and as it is printed.
    async fn slips(&self) {
        let user = self.user(PC, Some(demo::RECEPTION)).await;
        self.page(&user, "/phieu-giay", "#count", "tap-phieu-giay").await;
        user.fill("count", "4").await;
        user.press("Để dành số và in").await;
        user.see_one(".paper").await;
        self.clip(&user, ".paper", "phieu-de-viet-tay").await;
        let here = user.browser.current_url().await.expect("an address");
        let block = here.path().split('/').nth(2).expect("/phieu-giay/:id/in").to_owned();
        self.page(&user, &format!("/phieu-giay/{block}"), ".slips tbody tr", "mot-tap-phieu").await;
        user.leave().await;
    }

    /// Dossiers whose date moves because the office is closed.
    async fn storm(&self) {
        self.house.storm().await;
        let user = self.user(PC, Some(demo::HEAD)).await;
        self.page(&user, "/tinh-lai-han", ".main table tbody tr", "tinh-lai-han").await;
        user.leave().await;
    }

    /// Last, because the server goes away; at somebody who has nothing left to look at.
    async fn without_network(&mut self) {
        let user = self.user(PC, Some(demo::CLERK)).await;
        user.badge("all-sent").await;
        self.house.stop().await;
        user.receive("Đặng Thị Đào").await;
        user.badge("offline").await;
        user.click("a.sync").await;
        user.see("Nhận hồ sơ").await;
        self.draw(&user, "mat-mang").await;
        user.leave().await;
    }
}

#[tokio::main]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    std::fs::create_dir_all(&folder).expect("docs/pictures");
    let mut house = House::open_at(Clock::fixed(moment())).await;
    year::live(house.store(), (2018, ARTICLE), moment(), SEED, |_, _| ()).await.expect("the year is lived");
    house.config.public_url = PUBLIC_URL.to_owned();
    // The server learns of the year as on any morning: by starting.
    house.stop().await;
    house.start().await;
    let cases = cases::live(&mut house).await;
    let waits = house.dossiers().await.iter().filter(|d| d.status == Status::Submitted).count();
    assert!(0 < waits, "nothing waits for a signature at {}", moment());
    let mut album = Album { house, cases, folder };
    let stranger = album.user(PC, None).await;
    album.page(&stranger, "/", "#login", "dang-nhap").await;
    album.page(&stranger, "/gallery", ".paper", "bo-giao-dien").await;
    stranger.leave().await;
    album.counter().await;
    album.papers().await;
    album.postings().await;
    album.batches().await;
    album.specialist().await;
    album.leader().await;
    album.office().await;
    album.volunteer().await;
    album.citizen().await;
    album.slips().await;
    album.storm().await;
    album.without_network().await;
    album.house.stop().await;
}
