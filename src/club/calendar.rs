//! Dates of the solar Hijri (Jalali) calendar, in the time zone of the club.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc};
use icu_calendar::{
    Date,
    cal::{Iso, Persian},
};

use super::tidy::{latin_digit, tidy};

/// Iran has kept +03:30 the whole year since 1401 (2022).
const TEHRAN_SECONDS: i32 = 3 * 3600 + 30 * 60;

/// `date` as `1405-09-01`, in Latin digits.
#[must_use]
pub fn jalali_date(date: NaiveDate) -> String {
    let Some(persian) = to_persian(date) else {
        return String::new();
    };
    let (year, month, day) = (
        persian.year().extended_year(),
        persian.month().ordinal,
        persian.day_of_month().0,
    );
    format!("{year:04}-{month:02}-{day:02}")
}

/// `time` as the Jalali date and wall-clock time in Mashhad: `1405-09-01 12:30`.
#[must_use]
pub fn jalali_time(time: DateTime<Utc>) -> String {
    let local = match FixedOffset::east_opt(TEHRAN_SECONDS) {
        Some(zone) => time.with_timezone(&zone).naive_local(),
        None => time.naive_utc() + TimeDelta::seconds(i64::from(TEHRAN_SECONDS)),
    };
    format!("{} {}", jalali_date(local.date()), local.format("%H:%M"))
}

/// Day 0 of spreadsheets, which show a bare number where a cell is not formatted as a date.
const EXCEL_DAY_ZERO: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);

/// A day as people write it, year first: Jalali from 1200 to 1599, Gregorian from 1900 to 2199, in
/// digits of any script, with or without separators; a time of day after it is ignored. Five
/// digits are a spreadsheet's count of days.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let text = tidy(text);
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let latin: String = day.chars().map(latin_digit).collect();
    if let Some(days) = latin.parse::<i64>().ok().filter(|_| latin.len() == 5) {
        return EXCEL_DAY_ZERO?.checked_add_signed(TimeDelta::days(days));
    }
    let parts: Vec<&str> = latin.split(['/', '-', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..4], &whole[4..6], &whole[6..]),
        _ => return None,
    };
    let short = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let (month, day) = (short(month)?, short(day)?);
    match year.parse::<u16>().ok().filter(|_| year.len() == 4)? {
        year @ 1200..1600 => from_persian(year.into(), month, day),
        year @ 1900..2200 => NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()),
        _ => None,
    }
}

fn from_persian(year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    let iso = Date::try_new_persian(year, month, day)
        .ok()?
        .to_calendar(Iso);
    NaiveDate::from_ymd_opt(
        iso.year().extended_year(),
        iso.month().ordinal.into(),
        iso.day_of_month().0.into(),
    )
}

/// The day in Mashhad.
#[must_use]
pub fn today(now: DateTime<Utc>) -> NaiveDate {
    (now + TimeDelta::seconds(i64::from(TEHRAN_SECONDS))).date_naive()
}

fn to_persian(date: NaiveDate) -> Option<Date<Persian>> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Date::try_new_iso(date.year(), month, day)
        .ok()
        .map(|iso| iso.to_calendar(Persian))
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone, Utc};

    use super::{jalali_date, jalali_time, parse_day};

    #[test]
    fn leap_years_follow_the_vernal_equinox() {
        let cases = [
            ((2025, 3, 20), "1403-12-30"),
            ((2025, 3, 21), "1404-01-01"),
            ((2026, 3, 20), "1404-12-29"),
            ((2026, 3, 21), "1405-01-01"),
            ((1979, 2, 11), "1357-11-22"),
        ];
        for ((year, month, day), expected) in cases {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(jalali_date(date), expected);
        }
    }

    #[test]
    fn a_day_is_read_in_either_calendar() {
        let read = |text| parse_day(text).map(|day| day.to_string());
        for text in [
            "1403-06-11",
            "۱۴۰۳/۶/۱۱",
            "14030611",
            "2024-09-01",
            "2024-09-01 00:00:00",
            "2024-09-01T00:00:00Z",
            "45536",
            "٢٠٢٤.٩.١",
            "\u{200f}1403/06/11\u{200e}",
        ] {
            assert_eq!(read(text).as_deref(), Some("2024-09-01"), "{text}");
        }
        assert_eq!(read("1403-12-30").as_deref(), Some("2025-03-20"));
        for text in [
            "1404-12-30",
            "1403-13-01",
            "01/09/2024",
            "1403",
            "",
            "9999-01-01",
            "سال",
            "1403-0006-11",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_begins_at_midnight_in_mashhad() {
        let late = Utc.with_ymd_and_hms(2026, 3, 20, 20, 30, 0).unwrap();
        assert_eq!(jalali_time(late), "1405-01-01 00:00");
    }
}
