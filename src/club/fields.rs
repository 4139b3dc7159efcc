//! What may be written of a member, field by field: cleaned, brought to one form, or refused.

use chrono::NaiveDate;

use super::{
    calendar,
    tidy::{is_hidden, latin_digit, tidy, tidy_lines},
};
use crate::fault::{Complaint, ComplaintCode};

/// Longer than any name.
const NAME_MAX: usize = 100;
/// A field of study, a post.
const LINE_MAX: usize = 200;
/// Half a page.
const BIO_MAX: usize = 2_000;
/// As the standards for e-mail have it.
const EMAIL_MAX: usize = 254;
const LOCAL_PART_MAX: usize = 64;
/// The first day of 1403, the year in which the club was founded.
const FOUNDED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 3, 20);

/// A full name: letters of any script, spaces and the marks that names have.
pub fn full_name(text: &str) -> Result<String, Complaint> {
    let name = tidy(text);
    if name.is_empty() {
        return Err(required("fullName"));
    }
    within("fullName", &name, NAME_MAX)?;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let fits = |c: char| c.is_alphabetic() || is_mark(c) || " .-'’()\u{200c}\u{200d}".contains(c);
    if letters >= 2 && name.chars().all(fits) {
        return Ok(name);
    }
    Err(invalid(
        "fullName",
        "A name has at least two letters, and no digits or signs.",
        "نام دست‌کم دو حرف دارد و رقم و نشانه در آن نیست.",
    ))
}

/// One line of text, which may be empty.
pub fn line(field: &'static str, text: &str) -> Result<String, Complaint> {
    let line = tidy(text);
    within(field, &line, LINE_MAX)?;
    Ok(line)
}

/// A few lines about somebody, which may be empty.
pub fn bio(text: &str) -> Result<String, Complaint> {
    let bio = tidy_lines(text);
    within("bio", &bio, BIO_MAX)?;
    Ok(bio)
}

/// Ten digits of any script whose last one checks the others.
pub fn national_id(text: &str) -> Result<String, Complaint> {
    let digits = digits(text);
    let bytes = digits.as_bytes();
    let same = bytes.iter().all(|digit| Some(digit) == bytes.first());
    let right = bytes.len() == 10
        && bytes.iter().all(u8::is_ascii_digit)
        && !same
        && Some(check_digit(&digits[..9])) == digits[9..].parse().ok();
    if right {
        return Ok(digits);
    }
    Err(invalid(
        "nationalId",
        "A national id has ten digits, and the last one must fit the others.",
        "کد ملی ده رقم دارد و رقم آخر آن باید با بقیه بخواند.",
    ))
}

/// The tenth digit of a national id, from the nine before it: their sum, weighed 10 down to 2,
/// modulo 11; from 2 on, what is missing to 11.
#[must_use]
pub fn check_digit(nine: &str) -> u32 {
    let digits = nine.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    match sum % 11 {
        rest @ 0..=1 => rest,
        rest => 11 - rest,
    }
}

/// An Iranian mobile number as `09` and nine digits, however it is written.
pub fn mobile(text: &str) -> Result<String, Complaint> {
    let digits = digits(text);
    let prefixes = ["+98", "0098", "98", ""];
    let bare = prefixes.iter().find_map(|prefix| {
        let rest = digits.strip_prefix(prefix)?;
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        let right = rest.len() == 10 && rest.starts_with('9');
        (right && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
    });
    let bare = bare.ok_or_else(|| {
        invalid(
            "mobile",
            "A mobile number is 09 and nine digits, or the same after +98.",
            "شمارهٔ همراه ۰۹ و نه رقم است، یا همان پس از ‎+98.",
        )
    })?;
    Ok(format!("0{bare}"))
}

/// An e-mail address by its shape; the domain in small letters.
pub fn email(text: &str) -> Result<String, Complaint> {
    let address = tidy(text);
    let right = address
        .rsplit_once('@')
        .filter(|(local, domain)| is_local_part(local) && is_domain(domain));
    match right {
        Some((local, domain)) if address.len() <= EMAIL_MAX => {
            Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
        }
        _ => Err(invalid(
            "email",
            "This does not look like an e-mail address.",
            "این نشانی رایانامه درست نیست.",
        )),
    }
}

/// How many problems somebody can take at once.
pub fn max_load(load: i32) -> Result<i32, Complaint> {
    if (0..=20).contains(&load) {
        return Ok(load);
    }
    Err(invalid(
        "maxLoad",
        "The load is a number from 0 to 20.",
        "ظرفیت عددی از ۰ تا ۲۰ است.",
    ))
}

/// The day of joining, from the year of the club's founding to `today`.
pub fn joined_on(text: &str, today: NaiveDate) -> Result<NaiveDate, Complaint> {
    let fits = |day: &NaiveDate| *day <= today && FOUNDED.is_none_or(|first| *day >= first);
    calendar::parse_day(text).filter(fits).ok_or_else(|| {
        invalid(
            "joinedOn",
            "The day of joining is a past day since the club was founded in 1403, such as \
             1403-06-11 or 2024-09-01.",
            "روز عضویت روزی گذشته از آغاز ۱۴۰۳، سال بنیاد باشگاه، است؛ مانند ۱۴۰۳-۰۶-۱۱ یا \
             ۲۰۲۴-۰۹-۰۱.",
        )
    })
}

/// The field must not be empty.
#[must_use]
pub fn required(field: &'static str) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Required,
        format!("The field {field} must not be empty."),
        "این مورد نباید خالی باشد.",
    )
}

/// The value does not fit.
#[must_use]
pub fn invalid(field: &'static str, message: &str, message_fa: &str) -> Complaint {
    Complaint::new(field, ComplaintCode::Invalid, message, message_fa)
}

/// The text has at most `max` characters.
pub fn within(field: &'static str, text: &str, max: usize) -> Result<(), Complaint> {
    let length = text.chars().count();
    if length <= max {
        return Ok(());
    }
    Err(Complaint::too_long(field, length, max))
}

/// Latin digits and a leading plus, without what separates groups of digits.
fn digits(text: &str) -> String {
    let shown = text.chars().filter(|c| !is_hidden(*c));
    let kept = shown.filter(|c| !c.is_whitespace() && !"-–_.()/\u{200c}\u{200d}".contains(*c));
    kept.map(latin_digit).collect()
}

fn is_local_part(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    (1..=LOCAL_PART_MAX).contains(&text.len())
        && text.chars().all(fits)
        && text.split('.').all(|part| !part.is_empty())
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        let ends = !part.starts_with('-') && !part.ends_with('-');
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&part.len()) && ends && part.chars().all(fits)
    };
    let labels: Vec<&str> = text.split('.').collect();
    let top = labels
        .last()
        .is_some_and(|top| top.len() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    labels.len() >= 2 && labels.iter().all(|part| label(part)) && top
}

/// Vowel signs and the like, which stand over letters.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061a}' | '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0300}'..='\u{036f}')
}
