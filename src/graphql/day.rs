//! A day as callers write one: in either calendar.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

use crate::club::calendar;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

/// A day without a time zone. Answers give it in the Gregorian calendar, such as `2024-09-01`;
/// inputs may give it in the Gregorian one, from 1900 to 2199, or in the Jalali one, from 1200 to
/// 1599, such as `1403-06-11` or `۱۴۰۳/۶/۱۱` (روز).
#[Scalar(name = "NaiveDate")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else {
            return Err(InputValueError::expected_type(value));
        };
        calendar::parse_day(&text).map(Self).ok_or_else(no_day)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

fn no_day() -> InputValueError<Day> {
    let message = "A day is one such as 2024-09-01 or, in the Jalali calendar, 1403-06-11.";
    let message_fa = "روز را مانند ۱۴۰۳-۰۶-۱۱ یا، به میلادی، ۲۰۲۴-۰۹-۰۱ بنویسید.";
    InputValueError::custom(message)
        .with_extension("code", "BAD_USER_INPUT")
        .with_extension("messageFa", message_fa)
}
