//! The printed form of an evaluation: plain tables for a terminal.

use std::fmt::{Display, Formatter, Result};

use super::Evaluation;
use crate::Desk;

impl Display for Evaluation {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.write_summary(f)?;
        self.write_reliability(f)?;
        self.write_abstention(f)?;
        self.write_confusion(f)
    }
}

impl Evaluation {
    fn write_summary(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(
            f,
            "problems            {} routable, {} not",
            self.routable, self.unroutable
        )?;
        let rows = [
            ("accuracy", self.accuracy),
            ("top two", self.top_two),
            ("accuracy with also", self.accuracy_with_also),
            ("macro F1", self.macro_f1),
            ("calibration error", self.calibration_error),
            ("routability AUC", self.routability_auc),
            ("routable in triage", self.triaged),
            ("noise in triage", self.caught),
        ];
        rows.into_iter()
            .try_for_each(|(name, value)| writeln!(f, "{name:<18}  {value:.3}"))
    }

    fn write_reliability(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "\nconfidence  problems  mean   right")?;
        self.reliability.iter().try_for_each(|bin| {
            let (mean, right) = (bin.mean_confidence, bin.accuracy);
            writeln!(
                f,
                "from {:.1}    {:>8}  {mean:.3}  {right:.3}",
                bin.from, bin.count
            )
        })
    }

    fn write_abstention(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "\nrouted  least confidence  right")?;
        self.abstention.iter().try_for_each(|point| {
            let (coverage, threshold) = (point.coverage, point.threshold);
            writeln!(
                f,
                "{coverage:.2}    {threshold:>16.3}  {:.3}",
                point.accuracy
            )
        })
    }

    fn write_confusion(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "\n{:<16}", "right \\ best")?;
        Desk::ALL
            .iter()
            .try_for_each(|desk| write!(f, " {:>8.8}", desk.code()))?;
        writeln!(f)?;
        for (desk, row) in Desk::ALL.iter().zip(self.confusion) {
            write!(f, "{:<16}", desk.code())?;
            row.iter().try_for_each(|count| write!(f, " {count:>8}"))?;
            writeln!(f)?;
        }
        Ok(())
    }
}
