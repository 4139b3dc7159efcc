//! Every limit of the contract by name: the `[limits]` table of `mizan.toml`, `MIZAN_LIMIT_…`
//! variables and flags, from one table.

use std::{num::NonZeroU32, time::Duration};

use clap::Args;
use serde::Deserialize;

use crate::http::HttpSettings;

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident, $flag:literal, $variable:literal, $unit:literal: $set:expr;)+) => {
        /// Limits that are set; the others keep the contract's defaults.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Args, Deserialize)]
        #[command(next_help_heading = "Limits (also in the table [limits] of the configuration)")]
        #[serde(deny_unknown_fields)]
        pub struct Limits {
            $(
                $(#[doc = $doc])+
                #[arg(long = $flag, env = $variable, value_name = $unit, hide_short_help = true)]
                pub $name: Option<NonZeroU32>,
            )+
        }

        impl Limits {
            /// These, or where one is missing the `other`.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                Self { $($name: self.$name.or(other.$name),)+ }
            }

            /// Puts those that are set into the settings.
            pub fn apply(&self, settings: &mut HttpSettings) {
                $(
                    if let Some(value) = self.$name {
                        let set: fn(&mut HttpSettings, u32) = $set;
                        set(settings, value.get());
                    }
                )+
            }
        }
    };
}

limits! {
    /// Greatest body of a request and of a WebSocket message [default: 262144].
    body_bytes, "limit-body-bytes", "MIZAN_LIMIT_BODY_BYTES", "BYTES": |to, value| to.body_bytes = size(value);
    /// Greatest body of an upload [default: 10485760].
    upload_bytes, "limit-upload-bytes", "MIZAN_LIMIT_UPLOAD_BYTES", "BYTES": |to, value| to.upload_bytes = size(value);
    /// Lexical tokens of a document [default: 4000].
    tokens, "limit-tokens", "MIZAN_LIMIT_TOKENS", "COUNT": |to, value| to.limits.tokens = value.into();
    /// Brackets open at once in a document [default: 100].
    nesting, "limit-nesting", "MIZAN_LIMIT_NESTING", "COUNT": |to, value| to.limits.nesting = value.into();
    /// Fields after all fragments are expanded [default: 500].
    fields, "limit-fields", "MIZAN_LIMIT_FIELDS", "COUNT": |to, value| to.limits.fields = value.into();
    /// Fields on the longest way from the root [default: 12].
    depth, "limit-depth", "MIZAN_LIMIT_DEPTH", "COUNT": |to, value| to.limits.depth = value.into();
    /// Aliases after all fragments are expanded [default: 30].
    aliases, "limit-aliases", "MIZAN_LIMIT_ALIASES", "COUNT": |to, value| to.limits.aliases = value.into();
    /// Fields at the root of an operation [default: 10].
    root_fields, "limit-root-fields", "MIZAN_LIMIT_ROOT_FIELDS", "COUNT": |to, value| to.limits.root_fields = value.into();
    /// Directives of a document [default: 50].
    directives, "limit-directives", "MIZAN_LIMIT_DIRECTIVES", "COUNT": |to, value| to.limits.directives = value.into();
    /// Points that one operation may cost [default: 1000].
    cost, "limit-cost", "MIZAN_LIMIT_COST", "POINTS": |to, value| to.limits.cost = value.into();
    /// Points that one caller may spend at once: 10 a request, and its cost [default: 30000].
    burst, "limit-burst", "MIZAN_LIMIT_BURST", "POINTS": |to, value| to.burst = value;
    /// Points a second that one caller may spend in the long run [default: 3000].
    points_per_second, "limit-points-per-second", "MIZAN_LIMIT_POINTS_PER_SECOND", "POINTS": |to, value| to.points_per_second = value;
    /// Subscriptions open at once for one token [default: 5].
    subscriptions, "limit-subscriptions", "MIZAN_LIMIT_SUBSCRIPTIONS", "COUNT": |to, value| to.subscriptions_per_token = size(value);
    /// Time that an execution may take [default: 10].
    execution_seconds, "limit-execution-seconds", "MIZAN_LIMIT_EXECUTION_SECONDS", "SECONDS": |to, value| to.execution = seconds(value);
    /// Time that a body may take to arrive [default: 30].
    arrival_seconds, "limit-arrival-seconds", "MIZAN_LIMIT_ARRIVAL_SECONDS", "SECONDS": |to, value| to.arrival = seconds(value);
    /// Time that running requests get after the signal to stop [default: 15].
    drain_seconds, "limit-drain-seconds", "MIZAN_LIMIT_DRAIN_SECONDS", "SECONDS": |to, value| to.drain = seconds(value);
}

fn size(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn seconds(value: u32) -> Duration {
    Duration::from_secs(value.into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[derive(clap::Parser)]
    struct Flags {
        #[command(flatten)]
        limits: Limits,
    }

    #[test]
    fn the_defaults_that_are_told_are_the_defaults_in_force() {
        let mut told = HttpSettings::default();
        for flag in Flags::command().get_arguments() {
            let Some(name) = flag.get_id().as_str().strip_prefix("help") else {
                let help = flag.get_help().unwrap().to_string();
                let (_, default) = help.rsplit_once("[default: ").unwrap();
                let line = format!("{} = {}", flag.get_id(), default.trim_end_matches(']'));
                toml::from_str::<Limits>(&line).unwrap().apply(&mut told);
                continue;
            };
            assert!(name.is_empty());
        }
        assert_eq!(
            format!("{told:?}"),
            format!("{:?}", HttpSettings::default())
        );
    }

    #[test]
    fn zero_and_unknown_limits_are_refused() {
        for table in ["cost = 0", "cost = -1", "costs = 1", "cost = \"many\""] {
            assert!(toml::from_str::<Limits>(table).is_err(), "{table}");
        }
    }
}
