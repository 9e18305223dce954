//! Every bound of the product, on one page.
//!
//! Not here: rules that are not about size (`dossier`, `sync`).
//! Invariant: the unit stands in the name; the browser and the server read the same number.

// What people type, in characters.

/// A person's, agency's or ward's name.
pub const NAME_CHARS_MAX: usize = 200;
pub const ADDRESS_CHARS_MAX: usize = 400;
/// The longest address that mail systems carry.
pub const EMAIL_CHARS_MAX: usize = 254;
/// What stands before its `@`.
pub const EMAIL_NAME_CHARS_MAX: usize = 64;
/// The reason for a refusal, a supplement, an apology.
pub const REASON_CHARS_MAX: usize = 2_000;
pub const NOTE_CHARS_MAX: usize = 2_000;
/// What somebody adds to their rating.
pub const RATING_CHARS_MAX: usize = 500;
/// What somebody complains of or proposes, and what they answer to a question.
pub const FEEDBACK_CHARS_MAX: usize = 3_000;
/// What the ward replies.
pub const FEEDBACK_REPLY_CHARS_MAX: usize = 5_000;
/// A dossier's code as somebody remembers it.
pub const FEEDBACK_CODE_CHARS_MAX: usize = 40;
/// Officers whom one complaint is about.
pub const FEEDBACK_ABOUT_MAX: usize = 20;
/// Steps of one: a way that is longer has gone in circles.
pub const FEEDBACK_STEPS_MAX: usize = 60;
/// Rows of the ward's list on one page, and of the published replies.
pub const FEEDBACK_ROWS_MAX: usize = 300;
pub const FEEDBACK_SHOWN_MAX: usize = 100;
/// What of it stands in a row.
pub const FEEDBACK_EXCERPT_CHARS: usize = 140;
pub const PAPER_NAME_CHARS_MAX: usize = 400;
/// The slip's secret for the tracking page.
pub const SECRET_CHARS_MAX: usize = 12;
/// The secret of an application from afar has just so many.
pub const SECRET_CHARS_DOOR: usize = 6;
/// A number from the receipt book, with its series.
pub const RECEIPT_CHARS_MAX: usize = 40;
/// A number from the outgoing register: `1234/UBND-TP`.
pub const STAMP_CHARS_MAX: usize = 60;
/// What the search box takes.
pub const QUERY_CHARS_MAX: usize = 100;
/// What an officer calls a filter of the list.
pub const FILTER_NAME_CHARS_MAX: usize = 40;
/// Filters that an officer has saved: as many as are still found at a glance.
pub const FILTERS_MAX: usize = 12;
pub const PASSWORD_CHARS_MIN: usize = 12;
pub const PASSWORD_CHARS_MAX: usize = 128;
/// A card's QR has about 200; a page of noise from a scanner has thousands.
pub const CARD_CHARS_MAX: usize = 1_000;

/// So many days before the days off end too early for a procedure, whoever may enter the next year is told.
pub const CALENDAR_DAYS_WARNED: i64 = 14;
/// Days off, or worked days, of one year.
pub const CALENDAR_DAYS_MAX: usize = 100;

// Second thoughts, in milliseconds.

/// How long what was just done may be taken back.
pub const UNDO_MILLIS: i64 = 10_000;
/// How long it stays on the device: longer, so that a step back that began in time is over before anything leaves.
pub const HELD_MILLIS: i64 = UNDO_MILLIS + 2_000;

// One dossier.

/// How far ahead a citizen or an agency is given time, in days.
pub const AWAITED_DAYS_MAX: i64 = 366;
/// How often one dossier is posted in public.
pub const POSTINGS_MAX: usize = 5;
/// Objections against one posting.
pub const OBJECTIONS_MAX: usize = 50;
/// Drafts of its result that one dossier's applicant is sent.
pub const PROOFS_MAX: usize = 5;
pub const PROOF_LINES_MAX: usize = 60;
pub const PROOF_LINE_CHARS_MAX: usize = 400;
/// What an applicant says of a draft, and what the ward replies: a sentence.
pub const PROOF_SAID_CHARS_MAX: usize = 500;

/// Kinds of paper in one dossier.
pub const PAPERS_MAX: usize = 60;
/// Scans of one dossier; the pages of one paper are one.
pub const SCANS_MAX: usize = 20;
pub const SCAN_BYTES_MAX: u64 = 10 * 1_024 * KIB as u64;
/// So much of what the browser gives is for acts alone: in it no scan is kept. Some 10,000 acts fit.
pub const ACTS_BYTES_RESERVED: u64 = 20 * 1_024 * KIB as u64;
/// Room that a device takes before it is needed, and gives up for acts when the browser gives no more. Some 1,000 acts.
pub const BALLAST_BYTES: u32 = 2 * 1_024 * KIB as u32;
pub const SCAN_NAME_CHARS_MAX: usize = 120;
/// An edge of a picture: opening a larger one could stop a browser.
pub const SCAN_EDGE_PIXELS_MAX: u32 = 12_000;
/// To so much a photograph is made smaller where it is taken: 240 dots an inch on A4.
pub const SCAN_EDGE_PIXELS_KEPT: u32 = 2_000;
/// Photographs that make one file.
pub const SCAN_PAGES_MAX: usize = 20;
/// How long the bytes of a scan stay on the server's disk once no dossier holds it: far above the longest that a device is
/// offline or keeps what it sent, so that no restore and no late device asks for it.
pub const SCAN_UNNAMED_DAYS_KEPT: i64 = 30;
/// A piece of a scan on its way up: some seconds on a weak network.
pub const SCAN_PIECE_BYTES_MAX: usize = 256 * KIB;
/// Papers of which an application from afar brings a photograph: the rest of a dossier's scans is the counter's.
pub const DOOR_PHOTOS_MAX: usize = 12;
/// Photographs from afar in one dossier, those for papers that were asked for later with them; the rest is the counter's.
pub const DOOR_SCANS_MAX: usize = 16;
/// All photographs of one application together.
pub const DOOR_BYTES_MAX: u64 = 30 * 1_024 * KIB as u64;
/// A picture as the camera made it, on a citizen's own phone: the largest that a cheap one opens.
pub const DOOR_PICTURE_BYTES_MAX: u64 = 30 * 1_024 * KIB as u64;
/// A file of the civil-status software.
pub const CIVIL_FILE_BYTES_MAX: usize = 2 * 1_024 * KIB;
/// Copies of one paper, certified or handed in.
pub const COPIES_MAX: u32 = 500;
/// Pages of one paper to certify.
pub const PAGES_MAX: u32 = 2_000;
/// Hours or days of a limit.
pub const TERM_UNITS_MAX: u32 = 999;
/// Above this a sum is a typing error, in đồng.
pub const FEE_VND_MAX: i64 = 10_000_000_000;

// Between device and server.

/// Acts in one push.
pub const PUSH_ACTS_MAX: usize = 200;
/// All of them together; the largest act, sixty papers of the longest names, is well below.
pub const PUSH_BYTES_MAX: usize = 256 * KIB;
/// The body of a push: the acts with their envelope and quoting.
pub const REQUEST_BYTES_MAX: usize = 1_024 * KIB;
/// Sealed acts handed in at once by a revoked device or out of a file; the others follow.
pub const RESCUE_ENVELOPES_MAX: usize = 1_000;
/// The body that carries them, before and after it is unpacked.
pub const RESCUE_BYTES_MAX: usize = 4 * 1_024 * KIB;
/// Records in one page of changes.
pub const PULL_ROWS_MAX: usize = 2_000;
/// After this many bytes a page of changes is cut.
pub const PULL_BYTES_MAX: usize = 1_024 * KIB;
/// What a page may unfold to on a device: its records, outcomes and what is around them.
pub const PAGE_BYTES_MAX: usize = 4 * PULL_BYTES_MAX;
/// What a chunk of a first reading may unfold to.
pub const CHUNK_BYTES_MAX: usize = 16 * PULL_BYTES_MAX;
/// Days that a closed dossier stays on the devices of the staff.
pub const CLOSED_DAYS_KEPT: i64 = 90;
/// Pulls after which a device asks whether it still holds what the server thinks it holds.
pub const PULLS_UNCHECKED_MAX: u32 = 100;
/// Above so many differing buckets of 256 everything is read anew.
pub const BUCKETS_REPAIRED_MAX: usize = 32;
/// How long the server holds a pull that has nothing to say.
pub const PULL_WAIT_SECONDS_MAX: u32 = 25;
/// How far from the server's a device's clock may be and still be believed.
pub const CLOCK_DRIFT_MINUTES_MAX: i64 = 10;
/// A lane may leave a device that was not heard for so long: more than twice the longest that anybody may work without
/// the server, and no device gives numbers of a day as late as that.
pub const LANE_QUIET_MINUTES: i64 = 7 * 24 * 60;
/// Days of which a device remembers how many numbers it gave.
pub const LANE_DAYS_MAX: usize = 31;
/// How many days ahead paper slips are numbered.
pub const SLIP_DAYS_AHEAD_MAX: i64 = 14;
/// Paper slips in one block.
pub const SLIPS_MAX: u16 = 40;
/// Of a lane's hundred numbers of a day, those that may go on paper; the rest stay for what is received on screen.
pub const SLIP_NUMBERS_MAX: u16 = 60;
/// How long an act without an anchor may wait on a device and its own clock still be believed: 30 days.
pub const ACT_AGE_MINUTES_MAX: i64 = 30 * 24 * 60;
/// At so few lanes for devices to come somebody is told.
pub const LANES_LEFT_WARNED: u8 = 5;
/// Unread outcomes in one list, and in one word that they were read.
pub const NOTICES_MAX: usize = 50;
/// After this long an outcome that its author has not read is shown to the head of the counter.
pub const NOTICE_UNREAD_HOURS_MAX: i64 = 24;
/// After so many days what others did is no news to an officer any more.
pub const CONCERN_DAYS_MAX: i64 = 7;
/// Changes of the ward's settings that the settings page shows: the latest.
pub const WARD_CHANGES_MAX: usize = 50;
/// Names and days that the sentence of a change gives of one part before it counts the rest.
pub const CHANGES_NAMED_MAX: usize = 3;
/// What an officer has read of it in these days: the latest.
pub const MARKS_MAX: usize = 500;
/// Larger acts stay where they are: the list says only what they were about.
pub const NOTICE_BODY_BYTES_MAX: usize = 16 * KIB;
/// Letters of one text message without accents.
pub const NEWS_SHORT_CHARS_MAX: usize = 160;
/// Rows that are shown of a search of all years; its answer has one more where there are more.
pub const SEARCH_ROWS_MAX: usize = 200;

const KIB: usize = 1_024;

const _: () = assert!(PUSH_BYTES_MAX < REQUEST_BYTES_MAX);
const _: () = assert!(PASSWORD_CHARS_MIN < PASSWORD_CHARS_MAX);
const _: () = assert!(DOOR_PHOTOS_MAX < DOOR_SCANS_MAX && DOOR_SCANS_MAX < SCANS_MAX);
const _: () = assert!(SCAN_BYTES_MAX <= DOOR_BYTES_MAX);
// What was numbered ahead is never among the days that a device forgets.
const _: () = assert!(SLIP_DAYS_AHEAD_MAX < LANE_DAYS_MAX as i64);
const _: () = assert!(SLIP_NUMBERS_MAX < crate::dossier::code::LANE_NUMBERS);
// A fee of every page of every copy at the highest rate of the tables fits in the bound of a sum.
const _: () = assert!(PAGES_MAX as i64 * COPIES_MAX as i64 * 10_000 <= FEE_VND_MAX);
/// An act that was written down so soon after it happened was written down at once, in minutes.
pub const AT_ONCE_MINUTES_MAX: i64 = 1;
/// Dossiers on one page of the list behind a number of a report.
pub const REPORT_BEHIND_ROWS: usize = 100;
/// Pages of a book that is closed: a busy ward's year on some hundreds of sheets.
pub const BOOK_PAGES_MAX: u32 = 9_999;
/// Questions of a ward's own survey form beside the whole: what one sheet holds.
pub const SURVEY_QUESTIONS_MAX: usize = 8;
/// One question, in each language.
pub const SURVEY_QUESTION_CHARS_MAX: usize = 120;
/// Survey forms that a ward has entered itself.
pub const SURVEY_FORMS_MAX: usize = 40;
/// Comments on the board, the newest.
pub const RATING_ROWS_MAX: usize = 200;
/// Rows of the cash book on one page: a busy month. Totals and files hold all.
pub const CASH_ROWS_MAX: usize = 1_000;
/// Citizens helped in one shift: more than a minute apart all half-day long.
pub const SHIFT_TAPS_MAX: usize = 300;
/// How long ago a shift may have been that a device tells of.
pub const SHIFT_DAYS_MAX: i64 = 31;
/// Shifts listed on the board, the newest.
pub const SHIFT_ROWS_MAX: usize = 100;
