//! Dates of the solar Hijri (Jalali) calendar, in the time zone of the club.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc};
use icu_calendar::{Date, cal::Persian};

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

    use super::{jalali_date, jalali_time};

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
    fn the_day_begins_at_midnight_in_mashhad() {
        let late = Utc.with_ymd_and_hms(2026, 3, 20, 20, 30, 0).unwrap();
        assert_eq!(jalali_time(late), "1405-01-01 00:00");
    }
}
